// The frames of packet_builder.h, from the inside out: segment, checksum, IP header, Ethernet header.
#include "support/packet_builder.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <utility>

namespace tidegate::test {
namespace {

constexpr std::size_t kIpv4HeaderBytes = 20;
constexpr std::uint8_t kMacSource[] = {0x02, 0, 0, 0, 0, 0x01};  // locally administered
constexpr std::uint8_t kMacDestination[] = {0x02, 0, 0, 0, 0, 0x02};

void Put8(Bytes& to, std::uint8_t value) { to.push_back(value); }

void Put16(Bytes& to, std::uint16_t value) {
  to.push_back(static_cast<std::uint8_t>(value >> 8));
  to.push_back(static_cast<std::uint8_t>(value));
}

void Put32(Bytes& to, std::uint32_t value) {
  Put16(to, static_cast<std::uint16_t>(value >> 16));
  Put16(to, static_cast<std::uint16_t>(value));
}

// Not insert(), of whose growth g++ 12 at -O3 wrongly warns.
void PutAll(Bytes& to, std::span<const std::uint8_t> bytes) {
  for (std::uint8_t byte : bytes) to.push_back(byte);
}

void PutAddress(Bytes& to, const IpAddress& address) {
  PutAll(to, std::span(address.bytes).first(address.v6 ? 16 : 4));
}

// A payload that differs from byte to byte, so that a wrong offset shows.
void PutPattern(Bytes& to, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) Put8(to, static_cast<std::uint8_t>(i));
}

void Set16(Bytes& at, std::size_t offset, std::uint16_t value) {
  at[offset] = static_cast<std::uint8_t>(value >> 8);
  at[offset + 1] = static_cast<std::uint8_t>(value);
}

// Sets the checksum of a segment under the pseudo-header of its family (RFC 9293 section 3.1, RFC 8200 section 8.1).
void Seal(Bytes& segment, std::size_t checksum_offset, std::uint8_t protocol, const IpAddress& src,
          const IpAddress& dst) {
  Bytes all;
  PutAddress(all, src);
  PutAddress(all, dst);
  Put32(all, static_cast<std::uint32_t>(segment.size()));  // IPv4 has 16 bits here and a zero byte below: the same sum
  Put32(all, protocol);
  PutAll(all, segment);
  std::uint16_t sum = InternetChecksum(all);
  if (protocol == kProtocolUdp && sum == 0) sum = 0xffff;  // zero would say "no checksum" (RFC 768)
  Set16(segment, checksum_offset, sum);
}

Bytes EncodeTcpOptions(const TcpOptions& options) {
  Bytes out;
  if (options.mss) {
    PutAll(out, std::to_array<std::uint8_t>({2, 4}));
    Put16(out, *options.mss);
  }
  if (options.sack_permitted) PutAll(out, std::to_array<std::uint8_t>({4, 2}));
  if (options.timestamps) {
    while (out.size() % 4 != 2) Put8(out, 1);
    PutAll(out, std::to_array<std::uint8_t>({8, 10}));
    Put32(out, options.timestamps->value);
    Put32(out, options.timestamps->echo);
  }
  if (options.window_scale) {
    while (out.size() % 4 != 1) Put8(out, 1);
    PutAll(out, std::to_array<std::uint8_t>({3, 3, *options.window_scale}));
  }
  PutAll(out, options.raw);
  while (out.size() % 4 != 0) Put8(out, 0);
  return out;
}

Bytes EthernetHeader(std::uint16_t ether_type, const FrameSpec& frame) {
  Bytes out;
  PutAll(out, kMacDestination);
  PutAll(out, kMacSource);
  for (const VlanTag& tag : frame.vlans) {
    Put16(out, tag.tpid);
    Put16(out, tag.id);
  }
  Put16(out, ether_type);
  return out;
}

Bytes Padded(Bytes out, const FrameSpec& frame) {
  out.resize(std::max(out.size(), frame.min_frame_bytes));
  return out;
}

Bytes Ipv4Header(const IpSpec& spec) {
  Bytes options = spec.frame.ipv4_options;
  while (options.size() % 4 != 0) options.push_back(0);
  const std::size_t header_bytes = kIpv4HeaderBytes + options.size();
  Bytes out;
  Put8(out, static_cast<std::uint8_t>(0x40 | header_bytes / 4));
  Put8(out, 0);
  Put16(out, static_cast<std::uint16_t>(header_bytes + spec.payload.size()));
  Put16(out, 1);  // identification
  Put16(out, spec.frame.ipv4_fragment);
  Put8(out, spec.frame.ttl);
  Put8(out, spec.protocol);
  Put16(out, 0);
  PutAddress(out, spec.src);
  PutAddress(out, spec.dst);
  PutAll(out, options);
  Set16(out, 10, InternetChecksum(out));
  return out;
}

Bytes Ipv6Headers(const IpSpec& spec) {
  const std::vector<ExtensionHeader>& chain = spec.frame.ipv6_extensions;
  Bytes extensions;
  for (std::size_t i = 0; i < chain.size(); ++i) {
    Put8(extensions, i + 1 < chain.size() ? chain[i + 1].type : spec.protocol);
    PutAll(extensions, chain[i].body);
  }
  Bytes out;
  Put32(out, 0x60000000);
  Put16(out, static_cast<std::uint16_t>(extensions.size() + spec.payload.size()));
  Put8(out, chain.empty() ? spec.protocol : chain.front().type);
  Put8(out, spec.frame.ttl);
  PutAddress(out, spec.src);
  PutAddress(out, spec.dst);
  PutAll(out, extensions);
  return out;
}

}  // namespace

IpAddress Ip(const char* text) {
  IpAddress address;
  if (inet_pton(AF_INET, text, address.bytes.data()) == 1) return address;
  address.v6 = true;
  if (inet_pton(AF_INET6, text, address.bytes.data()) == 1) return address;
  std::fprintf(stderr, "packet_builder: \"%s\" is no IP address\n", text);
  std::abort();
}

IpAddress Ip4(std::uint32_t address) {
  IpAddress out;
  for (int i = 0; i < 4; ++i) out.bytes[i] = static_cast<std::uint8_t>(address >> (24 - 8 * i));
  return out;
}

Bytes BuildTcp(const TcpSpec& spec) {
  const Bytes options = EncodeTcpOptions(spec.options);
  Bytes segment;
  Put16(segment, spec.src_port);
  Put16(segment, spec.dst_port);
  Put32(segment, spec.seq);
  Put32(segment, spec.ack);
  Put8(segment, static_cast<std::uint8_t>((5 + options.size() / 4) << 4));
  Put8(segment, spec.flags);
  Put16(segment, spec.window);
  Put32(segment, 0);  // checksum, urgent pointer
  PutAll(segment, options);
  PutPattern(segment, spec.payload);
  Seal(segment, 16, kProtocolTcp, spec.src, spec.dst);
  return BuildIp({.src = spec.src, .dst = spec.dst, .protocol = kProtocolTcp, .payload = segment, .frame = spec.frame});
}

Bytes BuildUdp(const UdpSpec& spec) {
  Bytes segment;
  Put16(segment, spec.src_port);
  Put16(segment, spec.dst_port);
  Put16(segment, static_cast<std::uint16_t>(8 + spec.payload));
  Put16(segment, 0);
  PutPattern(segment, spec.payload);
  Seal(segment, 6, kProtocolUdp, spec.src, spec.dst);
  return BuildIp({.src = spec.src, .dst = spec.dst, .protocol = kProtocolUdp, .payload = segment, .frame = spec.frame});
}

Bytes BuildEcho(const EchoSpec& spec) {
  const bool v6 = spec.src.v6;
  const std::uint8_t protocol = v6 ? kProtocolIcmpV6 : kProtocolIcmp;
  const std::uint8_t request = v6 ? kIcmpV6EchoRequest : kIcmpEchoRequest;
  const std::uint8_t reply = v6 ? kIcmpV6EchoReply : kIcmpEchoReply;
  Bytes message;
  Put8(message, spec.reply ? reply : request);
  Put8(message, 0);
  Put16(message, 0);
  Put16(message, spec.identifier);
  Put16(message, spec.sequence);
  PutPattern(message, spec.payload);
  if (v6) {
    Seal(message, 2, protocol, spec.src, spec.dst);
  } else {
    Set16(message, 2, InternetChecksum(message));  // RFC 792: without a pseudo-header
  }
  return BuildIp({.src = spec.src, .dst = spec.dst, .protocol = protocol, .payload = message, .frame = spec.frame});
}

Bytes BuildIp(const IpSpec& spec) {
  Bytes out = EthernetHeader(spec.src.v6 ? kEtherTypeIpv6 : kEtherTypeIpv4, spec.frame);
  PutAll(out, spec.src.v6 ? Ipv6Headers(spec) : Ipv4Header(spec));
  PutAll(out, spec.payload);
  return Padded(std::move(out), spec.frame);
}

Bytes BuildArpRequest(const ArpSpec& spec) {
  Bytes out = EthernetHeader(kEtherTypeArp, spec.frame);
  std::fill_n(out.begin(), 6, 0xff);  // broadcast
  Put16(out, 1);                      // Ethernet
  Put16(out, kEtherTypeIpv4);
  Put16(out, 0x0604);  // lengths of the addresses
  Put16(out, 1);       // request
  PutAll(out, kMacSource);
  PutAddress(out, spec.sender);
  out.insert(out.end(), 6, 0);
  PutAddress(out, spec.target);
  return Padded(std::move(out), spec.frame);
}

std::uint16_t InternetChecksum(const Bytes& bytes) {
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) sum += i % 2 == 0 ? bytes[i] << 8 : bytes[i];
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >> 16);
  return static_cast<std::uint16_t>(~sum);
}

}  // namespace tidegate::test
