// One rule as the packet path compares it, and the facts of a packet that it is compared with.
//
// A rule of a port speaks of one family and one direction, and its match is three comparisons: the protocol; a 16-bit
// range of what the protocol calls its service; and the remote end, as masked words or as a set of addresses.
#ifndef TIDEGATE_RULES_COMPILED_RULE_H_
#define TIDEGATE_RULES_COMPILED_RULE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "tidegate/ip_address.h"
#include "tidegate/packet_view.h"

namespace tidegate::rules {

// The bytes of an address as words in memory order. Masks and comparisons need no byte order.
struct V4 {
  static constexpr std::uint8_t kIpVersion = 4;
  static constexpr std::uint8_t kIcmp = kProtocolIcmp;
  using Words = std::array<std::uint32_t, 1>;
};
struct V6 {
  static constexpr std::uint8_t kIpVersion = 6;
  static constexpr std::uint8_t kIcmp = kProtocolIcmpV6;
  using Words = std::array<std::uint64_t, 2>;
};

template <typename Family>
typename Family::Words LoadWords(const std::uint8_t* network_order) {
  typename Family::Words words;
  std::memcpy(words.data(), network_order, sizeof words);
  return words;
}

// What a rule's `protocol` may be besides an IANA number.
inline constexpr std::uint16_t kEveryProtocol = 0x100;
inline constexpr std::uint16_t kIcmpTcpUdpProtocols = 0x101;

constexpr std::uint16_t IcmpService(std::uint8_t type, std::uint8_t code) {
  return static_cast<std::uint16_t>(type << 8 | code);
}

// What the rules ask of a packet. Computed once for all rules.
template <typename Family>
struct PacketFacts {
  typename Family::Words remote;
  std::uint16_t service = 0;  // destination port; ICMP type and code; 0 for other protocols
  std::uint8_t protocol = 0;
  bool icmp_tcp_udp = false;

  PacketFacts(const PacketView& view, bool inbound)
      : remote(LoadWords<Family>(inbound ? view.src_address : view.dst_address)), protocol(view.protocol) {
    const bool icmp = protocol == Family::kIcmp;
    icmp_tcp_udp = icmp || view.IsTcp() || view.IsUdp();
    service = icmp ? IcmpService(view.icmp.type, view.icmp.code) : view.dst_port;
  }
};

// 16 bytes for IPv4, four to a cache line; 40 for IPv6.
template <typename Family>
struct CompiledRule {
  static constexpr std::uint16_t kNoSet = 0xffff;

  typename Family::Words network{};  // the remote's prefix; all zero with a zero mask is everybody
  typename Family::Words mask{};
  std::uint16_t service_min = 0;
  std::uint16_t service_max = 0xffff;
  std::uint16_t protocol = kEveryProtocol;
  std::uint16_t set = kNoSet;  // of addresses the remote must be in as well

  bool MatchesAllButSet(const PacketFacts<Family>& packet) const {
    if (packet.service < service_min || packet.service > service_max) return false;
    const bool protocol_matches = protocol == packet.protocol || protocol == kEveryProtocol ||
                                  (protocol == kIcmpTcpUdpProtocols && packet.icmp_tcp_udp);
    return protocol_matches && RemoteMatches(packet.remote);
  }

 private:
  bool RemoteMatches(const typename Family::Words& remote) const {
    for (std::size_t i = 0; i < mask.size(); ++i) {
      if ((remote[i] & mask[i]) != network[i]) return false;
    }
    return true;
  }
};

static_assert(sizeof(CompiledRule<V4>) == 16);
static_assert(sizeof(CompiledRule<V6>) == 40);

}  // namespace tidegate::rules

#endif  // TIDEGATE_RULES_COMPILED_RULE_H_
