// Values that describe themselves: each word of an entry names the key it belongs to, so that an entry that was mixed
// up with another one shows wherever it is looked at.
//
// A burst of inserts gives all of its keys one value. Therefore keys come in groups of eight, a burst takes keys of one
// group, and its entries name the group until their words are changed one by one. An owner is a key or a group:
//
//   owner        {group 1 | number 15}
//   attributes   {owner 16 | sequence 16}
//   track word   {owner 16 | which word 2 | sequence 30}
//   flags        {group 1 | low bits of the number 7}
#ifndef TIDEGATE_TESTS_STRESS_DESCRIBED_VALUE_H_
#define TIDEGATE_TESTS_STRESS_DESCRIBED_VALUE_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "tidegate/conn_table.h"

namespace tidegate::stress {

inline constexpr std::uint32_t kGroupKeys = 8;

// The states that entries take: one of each class, and two of the class that is never evicted.
inline constexpr std::array kStates = {ConnState::kSynSent,  ConnState::kEstablished, ConnState::kFinWait,
                                       ConnState::kTimeWait, ConnState::kUdpSingle,   ConnState::kUdpStream};

class Owner {
 public:
  static constexpr Owner OfKey(std::uint64_t key) { return Owner(static_cast<std::uint32_t>(key)); }
  static constexpr Owner OfGroup(std::uint64_t group) { return Owner(kGroupBit | static_cast<std::uint32_t>(group)); }

  constexpr std::uint32_t Attributes(std::uint64_t sequence) const {
    return raw_ << 16 | static_cast<std::uint32_t>(sequence & 0xffff);
  }
  constexpr std::uint64_t Track(std::size_t word, std::uint64_t sequence) const {
    return std::uint64_t{raw_} << 32 | std::uint64_t{word} << 30 | (sequence & kSequenceMask);
  }
  constexpr std::uint8_t Flags() const { return static_cast<std::uint8_t>((raw_ >> 8 & 0x80) | (raw_ & 0x7f)); }

  NewEntry Entry(std::uint64_t sequence, ConnState state, TimeNs expiry) const {
    NewEntry entry{.state = state, .flags = Flags(), .attributes = Attributes(sequence), .expiry = expiry};
    for (std::size_t word = 0; word < kTrackWords; ++word) entry.track[word] = Track(word, sequence);
    return entry;
  }

  static constexpr std::uint64_t SequenceOf(std::uint64_t track) { return track & kSequenceMask; }

 private:
  static constexpr std::uint32_t kGroupBit = 1u << 15;
  static constexpr std::uint64_t kSequenceMask = (std::uint64_t{1} << 30) - 1;

  constexpr explicit Owner(std::uint32_t raw) : raw_(raw) {}

  std::uint32_t raw_;
};

// Whether words describe key number `key`, by its own name or by its group's.
class Description {
 public:
  constexpr explicit Description(std::uint64_t key)
      : own_(Owner::OfKey(key)), group_(Owner::OfGroup(key / kGroupKeys)) {}

  constexpr bool FitsAttributes(std::uint32_t attributes) const {
    return attributes == own_.Attributes(attributes) || attributes == group_.Attributes(attributes);
  }
  constexpr bool FitsTrack(std::size_t word, std::uint64_t track) const {
    const std::uint64_t sequence = Owner::SequenceOf(track);
    return track == own_.Track(word, sequence) || track == group_.Track(word, sequence);
  }
  constexpr bool FitsFlags(std::uint8_t flags) const { return flags == own_.Flags() || flags == group_.Flags(); }
  bool Fits(const TableEntry& entry) const {
    return FitsAttributes(entry.attributes()) && FitsFlags(entry.life.flags());
  }

 private:
  Owner own_;
  Owner group_;
};

}  // namespace tidegate::stress

#endif  // TIDEGATE_TESTS_STRESS_DESCRIBED_VALUE_H_
