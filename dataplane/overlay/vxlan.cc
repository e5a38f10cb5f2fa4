#include "overlay/vxlan.h"

#include <algorithm>
#include <cstring>

#include "packet/byte_order.h"
#include "reassembly/cutter.h"
#include "tidegate/packet_view.h"

namespace tidegate {
namespace {

using internal::Load16;
using internal::Load64;
using internal::StoreBigEndian;

constexpr std::size_t kIp = 14;
constexpr std::size_t kUdp = kIp + 20;
constexpr std::size_t kVxlan = kUdp + 8;
constexpr std::uint8_t kTtl = 64;
constexpr std::uint8_t kVniIsValid = 0x08;

// RFC 3168 section 5.
constexpr std::uint8_t kNotEct = 0;
constexpr std::uint8_t kEct1 = 1;
constexpr std::uint8_t kCe = 3;

std::uint64_t Mix(std::uint64_t value) {
  value *= 0x9e3779b97f4a7c15u;
  return value ^ value >> 32;
}

std::uint64_t LoadRaw(const std::uint8_t* from) {
  std::uint64_t value;
  std::memcpy(&value, from, sizeof(value));
  return value;
}

bool HasPorts(std::uint8_t protocol) {
  return protocol == kProtocolTcp || protocol == kProtocolUdp || protocol == kProtocolSctp;
}

}  // namespace

DropReason ReadVxlan(const std::uint8_t* frame, std::size_t captured, std::uint32_t own, std::uint16_t udp_port,
                     VxlanOuter& outer) {
  if (captured < kUdp || Load16(frame + 12) != kEtherTypeIpv4) return DropReason::kNotVxlan;
  const std::uint8_t* ip = frame + kIp;
  std::uint32_t destination;
  std::memcpy(&destination, ip + 16, sizeof(destination));
  if (ip[0] >> 4 != 4 || ip[9] != kProtocolUdp || destination != own) return DropReason::kNotVxlan;
  const std::size_t ip_header = 4 * std::size_t{static_cast<std::uint8_t>(ip[0] & 15)};
  const std::size_t udp = kIp + ip_header;
  if (ip_header < 20 || captured < udp + 8) return DropReason::kBadVxlan;
  if ((Load16(ip + 6) & 0x3fff) != 0) return DropReason::kBadVxlan;
  if (Load16(frame + udp + 2) != udp_port) return DropReason::kNotVxlan;
  const std::size_t udp_bytes = Load16(frame + udp + 4);
  if (udp_bytes < 16 + 14 || ip_header + udp_bytes != Load16(ip + 2) || captured < udp + 16 + 14) {
    return DropReason::kBadVxlan;
  }
  const std::uint8_t* vxlan = frame + udp + 8;
  if ((vxlan[0] & kVniIsValid) == 0) return DropReason::kBadVxlan;
  outer.bytes = udp + 16;
  outer.vni = std::uint32_t{vxlan[4]} << 16 | std::uint32_t{vxlan[5]} << 8 | vxlan[6];
  std::memcpy(&outer.source, ip + 12, sizeof(outer.source));
  outer.ecn = ip[1] & 3;
  return DropReason::kNone;
}

std::optional<std::uint8_t> DecapsulatedEcn(std::uint8_t inner, std::uint8_t outer) {
  if (outer == kCe) {
    if (inner == kNotEct) return std::nullopt;
    return kCe;
  }
  if (outer == kEct1 && inner != kNotEct && inner != kCe) return kEct1;
  return inner;
}

bool TakeOverEcn(std::uint8_t* frame, std::size_t captured, std::uint8_t outer_ecn) {
  if (outer_ecn == kNotEct || captured < kIp + 20) return true;
  const std::uint16_t type = Load16(frame + 12);
  if (type != kEtherTypeIpv4 && type != kEtherTypeIpv6) return true;
  const std::uint8_t inner = EcnOf(frame, captured);
  const std::optional<std::uint8_t> ecn = DecapsulatedEcn(inner, outer_ecn);
  if (!ecn) return false;
  if (*ecn == inner) return true;
  std::uint8_t* ip = frame + kIp;
  if (type == kEtherTypeIpv6) {
    ip[1] = static_cast<std::uint8_t>((ip[1] & 0xcf) | *ecn << 4);
    return true;
  }
  // A header whose checksum was wrong stays wrong (RFC 1624).
  const std::uint16_t before = Load16(ip);
  ip[1] = static_cast<std::uint8_t>((ip[1] & 0xfc) | *ecn);
  std::uint32_t sum =
      std::uint32_t{static_cast<std::uint16_t>(~Load16(ip + 10))} + static_cast<std::uint16_t>(~before) + Load16(ip);
  sum = (sum & 0xffff) + (sum >> 16);
  sum = (sum & 0xffff) + (sum >> 16);
  StoreBigEndian(ip + 10, static_cast<std::uint16_t>(~sum));
  return true;
}

VxlanHeader::VxlanHeader(const Ends& ends) {
  std::copy(ends.own_mac.begin(), ends.own_mac.end(), bytes_.begin() + 6);
  StoreBigEndian(bytes_.data() + 12, kEtherTypeIpv4);
  std::uint8_t* ip = bytes_.data() + kIp;
  ip[0] = 0x45;
  ip[6] = 0x40;  // DF
  ip[8] = kTtl;
  ip[9] = kProtocolUdp;
  std::memcpy(ip + 12, &ends.own, sizeof(ends.own));
  std::memcpy(ip + 16, &ends.other, sizeof(ends.other));
  StoreBigEndian(bytes_.data() + kUdp + 2, ends.udp_port);
  bytes_[kVxlan] = kVniIsValid;
}

void VxlanHeader::Write(std::uint8_t* to, const std::array<std::uint8_t, 6>& next_hop, std::uint32_t vni,
                        std::size_t inner_bytes, std::uint32_t entropy, std::uint8_t ecn) const {
  std::memcpy(to, bytes_.data(), bytes_.size());
  std::memcpy(to, next_hop.data(), next_hop.size());
  std::uint8_t* ip = to + kIp;
  const auto ip_bytes = static_cast<std::uint16_t>(inner_bytes + kVxlanBytes - kIp);
  StoreBigEndian(ip + 2, ip_bytes);
  ip[1] = ecn;
  SetIpv4Checksum(ip);
  // The dynamic ports (RFC 6335 section 6).
  StoreBigEndian(to + kUdp, static_cast<std::uint16_t>(0xc000 | (entropy & 0x3fff)));
  StoreBigEndian(to + kUdp + 4, static_cast<std::uint16_t>(ip_bytes - 20));
  StoreBigEndian(to + kVxlan + 4, vni << 8);
}

std::uint32_t FlowEntropy(const std::uint8_t* frame, std::size_t captured) {
  if (captured < kIp) return 0;
  const std::uint16_t type = Load16(frame + 12);
  const std::uint8_t* ip = frame + kIp;
  std::uint64_t sum;
  if (type == kEtherTypeIpv4 && captured >= kIp + 24) {
    sum = Mix(LoadRaw(ip + 12)) + ip[9];
    const bool whole = (Load16(ip + 6) & 0x3fff) == 0;
    const std::size_t length = 4 * std::size_t{static_cast<std::uint8_t>(ip[0] & 15)};
    if (whole && HasPorts(ip[9]) && captured >= kIp + length + 4) sum += internal::Load32(ip + length) * 0x10001ull;
  } else if (type == kEtherTypeIpv6 && captured >= kIp + 44) {
    sum = ip[6];
    for (std::size_t i = 8; i < 40; i += 8) sum = Mix(sum + LoadRaw(ip + i));
    if (HasPorts(ip[6])) sum += internal::Load32(ip + 40) * 0x10001ull;
  } else {
    sum = Mix(Load64(frame)) + internal::Load32(frame + 8);
  }
  return static_cast<std::uint32_t>(Mix(sum) >> 16);
}

std::uint8_t EcnOf(const std::uint8_t* frame, std::size_t captured) {
  if (captured < kIp + 20) return 0;
  switch (Load16(frame + 12)) {
    case kEtherTypeIpv4:
      return frame[kIp + 1] & 3;
    case kEtherTypeIpv6:
      return frame[kIp + 1] >> 4 & 3;
    default:
      return 0;
  }
}

}  // namespace tidegate
