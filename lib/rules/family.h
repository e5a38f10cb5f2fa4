// What differs between the two families of addresses, and addresses as numbers: rules compare them by order.
#ifndef TIDEGATE_RULES_FAMILY_H_
#define TIDEGATE_RULES_FAMILY_H_

#include <cstdint>
#include <utility>

#include "absl/numeric/int128.h"
#include "tidegate/ip_address.h"
#include "tidegate/packet_view.h"

namespace tidegate::rules {

struct V4 {
  static constexpr std::uint8_t kIpVersion = 4;
  static constexpr std::uint8_t kIcmp = kProtocolIcmp;
  static constexpr int kBits = 32;
  using Number = std::uint32_t;
};
struct V6 {
  static constexpr std::uint8_t kIpVersion = 6;
  static constexpr std::uint8_t kIcmp = kProtocolIcmpV6;
  static constexpr int kBits = 128;
  using Number = absl::uint128;
};

inline std::uint64_t LoadBigEndian64(const std::uint8_t* bytes) {
  std::uint64_t number = 0;
  for (int i = 0; i < 8; ++i) number = number << 8 | bytes[i];
  return number;
}

// An address in network byte order as a number.
template <typename Family>
typename Family::Number LoadAddress(const std::uint8_t* bytes) {
  if constexpr (Family::kIpVersion == 4) {
    return std::uint32_t{bytes[0]} << 24 | std::uint32_t{bytes[1]} << 16 | std::uint32_t{bytes[2]} << 8 | bytes[3];
  } else {
    return absl::MakeUint128(LoadBigEndian64(bytes), LoadBigEndian64(bytes + 8));
  }
}

template <typename Family>
constexpr bool IsOf(const IpAddress& address) {
  return address.v6 == (Family::kIpVersion == 6);
}

// Addresses from `first` to `last`, both included.
template <typename Family>
struct Interval {
  typename Family::Number first{};
  typename Family::Number last{};

  bool Contains(typename Family::Number address) const { return first <= address && address <= last; }
  bool IsEverything() const { return first == 0 && ~last == 0; }
  bool operator==(const Interval&) const = default;

  template <typename State>
  friend State AbslHashValue(State state, const Interval& interval) {
    return State::combine(std::move(state), interval.first, interval.last);
  }
};

// The addresses that agree with one in their first `length` bits.
template <typename Family>
Interval<Family> IntervalOf(typename Family::Number address, std::uint8_t length) {
  using Number = typename Family::Number;
  const int host_bits = Family::kBits - length;
  const auto ones = static_cast<Number>(~Number{0});
  const Number hosts = host_bits == Family::kBits ? ones : static_cast<Number>((Number{1} << host_bits) - 1);
  return {static_cast<Number>(address & ~hosts), static_cast<Number>(address | hosts)};
}

// REQUIRES: the prefix is of the family.
template <typename Family>
Interval<Family> IntervalOf(const IpPrefix& prefix) {
  return IntervalOf<Family>(LoadAddress<Family>(prefix.address.bytes.data()), prefix.length);
}

}  // namespace tidegate::rules

#endif  // TIDEGATE_RULES_FAMILY_H_
