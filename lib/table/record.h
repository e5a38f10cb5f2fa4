// The record of an entry: its key and its words. Record i belongs to slot i of the directory.
#ifndef TIDEGATE_TABLE_RECORD_H_
#define TIDEGATE_TABLE_RECORD_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "table/life_word.h"
#include "table/slot_word.h"
#include "tidegate/flow_key.h"

namespace tidegate {

// Words of a record that belong to the tracker: {generation : 16 | payload : 48}.
inline constexpr std::size_t kTrackWords = 4;
inline constexpr int kTrackPayloadBits = 48;
inline constexpr std::uint64_t kTrackPayloadMask = (std::uint64_t{1} << kTrackPayloadBits) - 1;
using TrackWords = std::array<std::uint64_t, kTrackWords>;  // payloads

// Which entry a record holds: its generation, raised with each claim of the slot, whose low bits are the slot's
// version; and its attributes, the owner's, constant for a generation.
class RecordIdentity {
 public:
  // While this bit of the generation is set, the key is being written.
  static constexpr std::uint32_t kWriting = 1u << 31;
  static constexpr std::uint32_t kGenerationMask = kWriting - 1;

  constexpr RecordIdentity() = default;
  constexpr explicit RecordIdentity(std::uint64_t raw) : raw_(raw) {}
  constexpr RecordIdentity(std::uint32_t generation, std::uint32_t attributes)
      : raw_(std::uint64_t{attributes} << 32 | generation) {}

  constexpr std::uint64_t raw() const { return raw_; }
  constexpr std::uint32_t generation() const { return static_cast<std::uint32_t>(raw_); }
  constexpr std::uint32_t attributes() const { return static_cast<std::uint32_t>(raw_ >> 32); }
  // Complete, and of the entry that a slot of this version holds.
  constexpr bool IsOf(SlotWord slot) const {
    return (generation() & (SlotWord::kVersionMask | kWriting)) == slot.version();
  }

  constexpr bool operator==(const RecordIdentity&) const = default;

 private:
  std::uint64_t raw_ = 0;
};

// 64 bytes for IPv4, 128 for IPv6.
template <class Key, class Atomics>
struct alignas(64) Record {
  template <class T>
  using Atomic = typename Atomics::template Atomic<T>;

  Atomic<std::uint64_t> key[Key::kWords];
  Atomic<std::uint64_t> identity;                        // RecordIdentity
  Atomic<std::uint64_t> life;                            // LifeWord
  alignas(16) Atomic<std::uint64_t> track[kTrackWords];  // two may be changed at once

  std::uint32_t LoadGeneration() const { return RecordIdentity(identity.load(std::memory_order_acquire)).generation(); }

  Key LoadKey() const {
    Key copy;
    for (std::size_t i = 0; i < Key::kWords; ++i) copy.words[i] = key[i].load(std::memory_order_relaxed);
    return copy;
  }

  Zone LoadZone() const { return Key::ZoneOf(key[Key::kWords - 1].load(std::memory_order_relaxed)); }

  bool KeyEquals(const Key& other) const {
    for (std::size_t i = 0; i < Key::kWords; ++i) {
      if (key[i].load(std::memory_order_relaxed) != other.words[i]) return false;
    }
    return true;
  }
};

}  // namespace tidegate

#endif  // TIDEGATE_TABLE_RECORD_H_
