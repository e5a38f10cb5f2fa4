// Which worker a packet belongs to, where software has to share them out.
#include "handoff/flow_spread.h"

#include "packet/byte_order.h"
#include "tidegate/packet_view.h"

namespace tidegate {
namespace {

using internal::Load16;
using internal::Load32;
using internal::Load64;

constexpr std::size_t kEthernetBytes = 14;
constexpr std::size_t kTagBytes = 4;
constexpr std::size_t kMostTags = 2;
constexpr std::size_t kIpv4Bytes = 20;
constexpr std::size_t kIpv6Bytes = 40;
constexpr std::uint16_t kFragment = 0x3fff;  // more fragments, and the offset

// The upper and the lower half of a product: each bit of it depends on all bits of both factors.
std::uint64_t Mix(std::uint64_t a, std::uint64_t b) {
  const unsigned __int128 product = static_cast<unsigned __int128>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

bool IsTag(std::uint16_t type) { return type == 0x8100 || type == 0x88a8 || type == 0x9100; }

bool HasPorts(std::uint8_t protocol) {
  return protocol == kProtocolTcp || protocol == kProtocolUdp || protocol == kProtocolSctp;
}

// Of one end. The sum of both is the same in either direction.
std::uint64_t MixEnd(std::uint64_t address, std::uint16_t port, std::uint64_t key) {
  constexpr std::uint64_t kOdd = 0x9e3779b97f4a7c15u;
  return Mix(address ^ key, (std::uint64_t{port} << 32) ^ kOdd ^ key >> 1);
}

struct Ports {
  std::uint16_t source = 0;
  std::uint16_t destination = 0;
};

Ports PortsAt(const std::uint8_t* at) { return {Load16(at), Load16(at + 2)}; }

std::uint64_t SumOfIpv4(const std::uint8_t* ip, std::size_t captured, std::uint64_t key) {
  const std::size_t header = 4 * std::size_t{static_cast<std::uint8_t>(ip[0] & 15)};
  const bool whole = (Load16(ip + 6) & kFragment) == 0;
  const Ports ports = whole && HasPorts(ip[9]) && captured >= header + 4 ? PortsAt(ip + header) : Ports();
  return MixEnd(Load32(ip + 12), ports.source, key) + MixEnd(Load32(ip + 16), ports.destination, key) + ip[9];
}

// Behind extension headers nobody looks: fragments have one, and whole packets with one are rare.
std::uint64_t SumOfIpv6(const std::uint8_t* ip, std::size_t captured, std::uint64_t key) {
  const Ports ports = HasPorts(ip[6]) && captured >= kIpv6Bytes + 4 ? PortsAt(ip + kIpv6Bytes) : Ports();
  const std::uint64_t source = Mix(Load64(ip + 8) ^ key, Load64(ip + 16) ^ ~key);
  const std::uint64_t destination = Mix(Load64(ip + 24) ^ key, Load64(ip + 32) ^ ~key);
  return MixEnd(source, ports.source, key) + MixEnd(destination, ports.destination, key) + ip[6];
}

}  // namespace

std::optional<std::uint32_t> FlowSpread::Hash(const std::uint8_t* frame, std::size_t captured) const {
  std::size_t l3 = kEthernetBytes;
  if (captured < l3) return std::nullopt;
  std::uint16_t type = Load16(frame + l3 - 2);
  for (std::size_t tags = 0; tags < kMostTags && IsTag(type) && captured >= l3 + kTagBytes; ++tags) {
    l3 += kTagBytes;
    type = Load16(frame + l3 - 2);
  }
  const std::uint8_t* ip = frame + l3;
  const std::size_t rest = captured - l3;
  std::uint64_t sum;
  if (type == kEtherTypeIpv4 && rest >= kIpv4Bytes) {
    sum = SumOfIpv4(ip, rest, key_);
  } else if (type == kEtherTypeIpv6 && rest >= kIpv6Bytes) {
    sum = SumOfIpv6(ip, rest, key_);
  } else {
    return std::nullopt;
  }
  return static_cast<std::uint32_t>(Mix(sum, key_ | 1) >> 32);
}

}  // namespace tidegate
