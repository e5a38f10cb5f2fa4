// The record of an entry: its key and its words. Record i belongs to slot i of the directory.
#ifndef TIDEGATE_TABLE_RECORD_H_
#define TIDEGATE_TABLE_RECORD_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "table/life_word.h"

namespace tidegate {

// Words of a record that belong to the tracker: {generation : 16 | payload : 48}.
inline constexpr std::size_t kTrackWords = 4;
inline constexpr std::uint64_t kTrackPayloadMask = (std::uint64_t{1} << 48) - 1;
using TrackWords = std::array<std::uint64_t, kTrackWords>;  // payloads

// 64 bytes for IPv4, 128 for IPv6.
template <class Key, class Atomics>
struct alignas(64) Record {
  template <class T>
  using Atomic = typename Atomics::template Atomic<T>;

  // While this bit of the generation is set, the key is being written.
  static constexpr std::uint32_t kWriting = 1u << 31;

  Atomic<std::uint64_t> key[Key::kWords];
  Atomic<std::uint32_t> generation;  // raised with each claim of the slot; its low bits are the slot's version
  Atomic<std::uint32_t> attributes;  // the owner's, constant for a generation
  Atomic<std::uint64_t> life;        // LifeWord
  Atomic<std::uint64_t> track[kTrackWords];

  Key LoadKey() const {
    Key copy;
    for (std::size_t i = 0; i < Key::kWords; ++i) copy.words[i] = key[i].load(std::memory_order_relaxed);
    return copy;
  }

  bool KeyEquals(const Key& other) const {
    std::uint64_t difference = 0;
    for (std::size_t i = 0; i < Key::kWords; ++i) {
      difference |= key[i].load(std::memory_order_relaxed) ^ other.words[i];
    }
    return difference == 0;
  }
};

}  // namespace tidegate

#endif  // TIDEGATE_TABLE_RECORD_H_
