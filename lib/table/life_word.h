// The word of a record that every packet looks at: the tracker's state and the exact end of the entry.
//
//    63            48 47     40 39     32 31                  0
//   +----------------+---------+---------+---------------------+
//   |  generation    |  flags  |  state  |       expiry        |
//   +----------------+---------+---------+---------------------+
//
// The generation's low 16 bits make a compare-and-swap fail that was meant for the slot's former entry. The expiry
// counts 16.8 ms (2^24 ns) and wraps after 834 days; it is compared by difference.
#ifndef TIDEGATE_TABLE_LIFE_WORD_H_
#define TIDEGATE_TABLE_LIFE_WORD_H_

#include <algorithm>
#include <cstdint>

#include "tidegate/time.h"

namespace tidegate {

class LifeWord;

// The ends within some time of another one, in the units of life words.
class EndBounds {
 public:
  constexpr EndBounds() = default;  // all of them
  constexpr EndBounds(TimeNs expiry, TimeNs slack);

 private:
  friend class LifeWord;
  std::uint32_t expiry_ = 0;
  std::uint32_t slack_ = 0xffffffff;
};

class LifeWord {
 public:
  static constexpr int kExpiryShift = 24;

  constexpr LifeWord() = default;
  constexpr explicit LifeWord(std::uint64_t raw) : raw_(raw) {}

  static constexpr LifeWord Make(std::uint32_t generation, std::uint8_t flags, std::uint8_t state, TimeNs expiry) {
    return LifeWord((std::uint64_t{generation & 0xffff} << 48) | (std::uint64_t{flags} << 40) |
                    (std::uint64_t{state} << 32) | ExpiryUnits(expiry));
  }

  constexpr std::uint64_t raw() const { return raw_; }
  constexpr std::uint8_t state() const { return static_cast<std::uint8_t>(raw_ >> 32); }
  constexpr std::uint8_t flags() const { return static_cast<std::uint8_t>(raw_ >> 40); }
  constexpr LifeWord WithFlags(std::uint8_t flags) const {
    return LifeWord((raw_ & ~(std::uint64_t{0xff} << 40)) | std::uint64_t{flags} << 40);
  }
  // REQUIRES: this one is of generation 0.
  constexpr LifeWord OfGeneration(std::uint32_t generation) const {
    return LifeWord(raw_ | (std::uint64_t{generation & 0xffff} << 48));
  }
  constexpr bool IsOf(std::uint32_t generation) const { return (raw_ >> 48) == (generation & 0xffff); }

  // The time left, 0 if it has ended.
  constexpr TimeNs Left(TimeNs now) const {
    const std::int32_t units = Difference(now);
    return units <= 0 ? 0 : static_cast<TimeNs>(units) << kExpiryShift;
  }
  constexpr bool Expired(TimeNs now) const { return Difference(now) <= 0; }
  constexpr bool EndsNear(const EndBounds& bounds) const {
    const std::uint32_t later = static_cast<std::uint32_t>(raw_) - bounds.expiry_;
    return std::min(later, -later) < bounds.slack_;
  }
  // The end as a time, which is Left() from now.
  constexpr TimeNs Expiry(TimeNs now) const { return now + Left(now); }

  constexpr bool operator==(const LifeWord&) const = default;

 private:
  // Rounded up: an entry lives its time in full.
  static constexpr std::uint32_t ExpiryUnits(TimeNs expiry) {
    return static_cast<std::uint32_t>((expiry + (TimeNs{1} << kExpiryShift) - 1) >> kExpiryShift);
  }
  constexpr std::int32_t Difference(TimeNs now) const {
    return static_cast<std::int32_t>(static_cast<std::uint32_t>(raw_) -
                                     static_cast<std::uint32_t>(now >> kExpiryShift));
  }

  std::uint64_t raw_ = 0;
};

constexpr EndBounds::EndBounds(TimeNs expiry, TimeNs slack)
    : expiry_(static_cast<std::uint32_t>(expiry >> LifeWord::kExpiryShift)),
      slack_(static_cast<std::uint32_t>(slack >> LifeWord::kExpiryShift)) {}

}  // namespace tidegate

#endif  // TIDEGATE_TABLE_LIFE_WORD_H_
