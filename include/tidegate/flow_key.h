// The key of a connection: its two endpoints in a fixed order, so that both directions find the same entry.
//
//   FlowKey4 key;
//   FlowSide side = MakeFlowKey(view, zone, key);     // which endpoint sent this packet
//   std::uint64_t hash = HashFlowKey(key, secret);
#ifndef TIDEGATE_FLOW_KEY_H_
#define TIDEGATE_FLOW_KEY_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "tidegate/ip_address.h"
#include "tidegate/packet_view.h"

namespace tidegate {

// Isolates tenants with overlapping addresses. 24 bits count.
using Zone = std::uint32_t;
inline constexpr Zone kMaxZone = (1u << 24) - 1;

// Which of a key's two ordered endpoints sent a packet.
enum class FlowSide : std::uint8_t { kLow, kHigh };

constexpr FlowSide Opposite(FlowSide side) { return side == FlowSide::kLow ? FlowSide::kHigh : FlowSide::kLow; }

// A canonical 5-tuple in a zone. The endpoint (address, port) that is smaller as a number is the low one. ICMP echo
// carries its identifier as both ports; protocols without ports carry zero.
//
// The key is an array of 64-bit words: it is hashed, stored and compared as such.
//   IPv4: low address, high address | low port, high port, zone and protocol
//   IPv6: low address (2 words), high address (2 words) | low port, high port, zone and protocol
template <std::size_t kAddressBytes>
struct BasicFlowKey {
  static_assert(kAddressBytes == 4 || kAddressBytes == 16);
  static constexpr bool kIsV6 = kAddressBytes == 16;
  static constexpr std::size_t kWords = kIsV6 ? 5 : 2;

  // The zone's place in the last word.
  static constexpr int kZoneShift = 8;

  std::array<std::uint64_t, kWords> words{};

  static constexpr Zone ZoneOf(std::uint64_t last_word) {
    return static_cast<Zone>(last_word >> kZoneShift) & kMaxZone;
  }
  constexpr Zone zone() const { return ZoneOf(words.back()); }

  bool operator==(const BasicFlowKey&) const = default;
};

using FlowKey4 = BasicFlowKey<4>;
using FlowKey6 = BasicFlowKey<16>;

// One end of a connection, as people read it.
struct Endpoint {
  IpAddress address;
  std::uint16_t port = 0;

  auto operator<=>(const Endpoint&) const = default;
};

// A key taken apart, in the direction from `source` to `destination`.
struct FlowTuple {
  Endpoint source;
  Endpoint destination;
  Zone zone = 0;
  std::uint8_t protocol = 0;

  bool operator==(const FlowTuple&) const = default;
};

// Makes the key of a parsed IP packet. REQUIRES: view.ip_version matches the key's family; zone <= kMaxZone.
template <std::size_t kAddressBytes>
FlowSide MakeFlowKey(const PacketView& view, Zone zone, BasicFlowKey<kAddressBytes>& key);

// Makes the key of a tuple. REQUIRES: both addresses are of the key's family; zone <= kMaxZone.
template <std::size_t kAddressBytes>
FlowSide MakeFlowKey(const FlowTuple& tuple, BasicFlowKey<kAddressBytes>& key);

// Takes a key apart, as seen by a packet that `source` sent.
template <std::size_t kAddressBytes>
FlowTuple ToTuple(const BasicFlowKey<kAddressBytes>& key, FlowSide source);

// "tcp 10.0.0.1:50000 -> 192.168.0.4:22", IPv6 addresses in brackets, with " zone N" behind if it is not 0.
std::string ToString(const FlowTuple& tuple);

// The name or the number of an IP protocol: "tcp", "icmpv6", "47".
std::string ProtocolName(std::uint8_t protocol);

// The secret of a table's hash. Keys that collide under one secret do not collide under another, so that nobody who
// does not know it can aim at one set of the table.
class HashSecret {
 public:
  // XXH3 needs at least 136 bytes of secret; its own default size is 192.
  static constexpr std::size_t kBytes = 192;

  // Derives a secret from `entropy`, of which at least 16 bytes should be unpredictable.
  explicit HashSecret(std::span<const std::byte> entropy);

  // From the operating system's random numbers.
  static HashSecret Random();

  const std::byte* data() const { return bytes_.data(); }

  // A number that follows from the secret and `n` and tells nothing of either.
  std::uint64_t Derive(std::uint64_t n) const;

 private:
  alignas(64) std::array<std::byte, kBytes> bytes_{};
};

// XXH3 with the secret (xxhash.com, XXH3_64bits_withSecret): non-linear, so that structured tuples spread; 2-4 ns.
// Thread-safe.
std::uint64_t HashFlowKey(const FlowKey4& key, const HashSecret& secret);
std::uint64_t HashFlowKey(const FlowKey6& key, const HashSecret& secret);

}  // namespace tidegate

#endif  // TIDEGATE_FLOW_KEY_H_
