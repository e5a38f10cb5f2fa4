// The quoted packet of icmp_error.h, from the outside in.
#include "packet/icmp_error.h"

#include <algorithm>

#include "packet/byte_order.h"
#include "packet/icmp.h"
#include "packet/ipv4.h"
#include "packet/ipv6.h"
#include "packet/ipv6_extensions.h"

namespace tidegate::internal {
namespace {

constexpr std::uint8_t kIpv6Fragment = 44;
constexpr std::size_t kMinIpv6ExtensionBytes = 8;
constexpr std::uint16_t kIpv4OffsetMask = 0x1fff;
constexpr std::uint16_t kIpv6OffsetMask = 0xfff8;

// What RFC 792 has every error quote behind the IP header.
constexpr std::size_t kQuotedBytes = 8;

bool IsErrorV4(std::uint8_t type) {
  switch (type) {
    case 3:   // destination unreachable; fragmentation needed is one of its codes
    case 4:   // source quench
    case 11:  // time exceeded
    case 12:  // parameter problem
      return true;
    default:
      return false;
  }
}

// Destination unreachable, packet too big, time exceeded, parameter problem.
bool IsErrorV6(std::uint8_t type) { return type >= 1 && type <= 4; }

// Messages that no error may be about. RFC 1122 section 3.2.2 counts redirects among the errors; RFC 4443 section 2.1
// has all ICMPv6 types below 128 for errors, known or not, and section 2.4 (e.2) adds redirects.
bool MayNotBeQuoted(std::uint8_t ip_version, std::uint8_t type) {
  return ip_version == 4 ? IsErrorV4(type) || type == 5 : type < 128 || type == 137;
}

// The bytes from the quoted IP header on.
struct Quoted {
  const std::uint8_t* frame;
  std::size_t start;     // of the quoted IP header in the frame
  std::size_t readable;  // no byte of the frame at or past it
};

// Sets the addresses and the protocol; returns where in the frame its header stands, 0 if that cannot be told.
std::size_t ReadQuotedIpv4(const Quoted& quoted, IcmpQuote& quote) {
  if (quoted.readable < quoted.start + kIpv4MinBytes) return 0;
  const std::uint8_t* header = quoted.frame + quoted.start;
  const std::size_t header_bytes = (header[0] & 0x0f) * std::size_t{4};
  if (header[0] >> 4 != 4 || header_bytes < kIpv4MinBytes) return 0;
  if ((Load16(header + 6) & kIpv4OffsetMask) != 0) return 0;  // the ports are in another fragment
  quote.protocol = header[9];
  quote.src_address = header + 12;
  quote.dst_address = header + 16;
  return quoted.start + header_bytes;
}

// Goes over the extension headers at `at`, as SkipIpv6Extensions() does for whole packets: here a first fragment will
// do, as the ports stand behind its fragment header, and the order of the headers does not matter.
bool SkipQuotedExtensions(const Quoted& quoted, std::uint8_t& protocol, std::size_t& at) {
  for (int i = 0; i < kMaxIpv6Extensions && IsIpv6Extension(protocol); ++i) {
    if (quoted.readable < at + kMinIpv6ExtensionBytes) return false;
    const std::uint8_t* header = quoted.frame + at;
    if (protocol == kIpv6Fragment && (Load16(header + 2) & kIpv6OffsetMask) != 0) return false;
    at += Ipv6ExtensionBytes(protocol, header);
    protocol = header[0];
  }
  return !IsIpv6Extension(protocol);
}

// As ReadQuotedIpv4().
std::size_t ReadQuotedIpv6(const Quoted& quoted, IcmpQuote& quote) {
  if (quoted.readable < quoted.start + kIpv6Bytes) return 0;
  const std::uint8_t* header = quoted.frame + quoted.start;
  if (header[0] >> 4 != 6) return 0;
  quote.protocol = header[6];
  quote.src_address = header + 8;
  quote.dst_address = header + 24;
  std::size_t at = quoted.start + kIpv6Bytes;
  if (IsIpv6Extension(quote.protocol) && !SkipQuotedExtensions(quoted, quote.protocol, at)) return 0;
  return at;
}

QuoteKind ReadQuotedPorts(const std::uint8_t* header, IcmpQuote& quote) {
  quote.src_port = Load16(header);
  quote.dst_port = Load16(header + 2);
  if (quote.protocol != kProtocolUdp) quote.number = Load32(header + 4);
  return QuoteKind::kPacket;
}

// Queries other than echo have no connection, here or anywhere.
QuoteKind ReadQuotedIcmp(const std::uint8_t* header, std::uint8_t ip_version, IcmpQuote& quote) {
  const std::uint8_t type = header[0];
  if (MayNotBeQuoted(ip_version, type)) return QuoteKind::kIcmpError;
  if (!IsEcho(ip_version, type)) return QuoteKind::kUnreadable;
  quote.src_port = quote.dst_port = Load16(header + 4);
  return QuoteKind::kPacket;
}

// The header at `at`. Protocols known by their addresses alone need none of it.
QuoteKind ReadQuotedTransport(const Quoted& quoted, std::size_t at, std::uint8_t ip_version, IcmpQuote& quote) {
  const bool icmp = quote.protocol == (ip_version == 4 ? kProtocolIcmp : kProtocolIcmpV6);
  const bool ports =
      quote.protocol == kProtocolTcp || quote.protocol == kProtocolUdp || quote.protocol == kProtocolSctp;
  if (!icmp && !ports) return QuoteKind::kPacket;
  if (quoted.readable < at + kQuotedBytes) return QuoteKind::kUnreadable;
  const std::uint8_t* header = quoted.frame + at;
  return icmp ? ReadQuotedIcmp(header, ip_version, quote) : ReadQuotedPorts(header, quote);
}

}  // namespace

bool IsIcmpError(const PacketView& view) {
  return view.ip_version == 4 ? IsErrorV4(view.icmp.type) : IsErrorV6(view.icmp.type);
}

IcmpQuote ReadIcmpQuote(const PacketView& view, std::size_t captured) {
  const std::size_t end = std::size_t{view.payload_offset} + view.payload_length;
  const Quoted quoted{view.data, view.payload_offset, std::min(end, captured)};
  IcmpQuote quote;
  const std::size_t at = view.ip_version == 4 ? ReadQuotedIpv4(quoted, quote) : ReadQuotedIpv6(quoted, quote);
  if (at != 0 && at <= quoted.readable) quote.kind = ReadQuotedTransport(quoted, at, view.ip_version, quote);
  return quote;
}

}  // namespace tidegate::internal
