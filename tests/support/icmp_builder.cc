// The errors of icmp_builder.h.
#include "support/icmp_builder.h"

#include <algorithm>
#include <span>

#include "tidegate/packet_view.h"

namespace tidegate::test {
namespace {

constexpr std::size_t kEthernetBytes = 14;
constexpr std::size_t kChecksumOffset = 2;

// Not insert(), of whose growth g++ 12 at -O3 wrongly warns.
void PutAll(Bytes& to, std::span<const std::uint8_t> bytes) {
  for (std::uint8_t byte : bytes) to.push_back(byte);
}

void Put32(Bytes& to, std::size_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) to.push_back(static_cast<std::uint8_t>(value >> shift));
}

// RFC 4443 section 2.3; ICMP of IPv4 has none.
Bytes PseudoHeader(const IcmpErrorSpec& spec, std::size_t length) {
  Bytes out;
  PutAll(out, spec.src.bytes);
  PutAll(out, spec.dst.bytes);
  Put32(out, length);
  Put32(out, kProtocolIcmpV6);
  return out;
}

}  // namespace

Bytes BuildIcmpError(const IcmpErrorSpec& spec) {
  Bytes message{spec.type, spec.code, 0, 0};
  Put32(message, spec.rest);
  PutAll(message, std::span(spec.quoted).first(std::min(spec.quoted.size(), spec.quote_bytes)));
  PutAll(message, spec.behind);
  Bytes covered = spec.src.v6 ? PseudoHeader(spec, message.size()) : Bytes{};
  PutAll(covered, message);
  const std::uint16_t sum = InternetChecksum(covered);
  message[kChecksumOffset] = static_cast<std::uint8_t>(sum >> 8);
  message[kChecksumOffset + 1] = static_cast<std::uint8_t>(sum);
  const std::uint8_t protocol = spec.src.v6 ? kProtocolIcmpV6 : kProtocolIcmp;
  return BuildIp({.src = spec.src, .dst = spec.dst, .protocol = protocol, .payload = message, .frame = spec.frame});
}

Bytes IpPacketOf(const Bytes& frame) { return {frame.begin() + kEthernetBytes, frame.end()}; }

}  // namespace tidegate::test
