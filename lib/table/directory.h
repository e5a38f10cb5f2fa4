// The directory: one 64-byte line for each set, and the scan of its slots.
#ifndef TIDEGATE_TABLE_DIRECTORY_H_
#define TIDEGATE_TABLE_DIRECTORY_H_

#include <cstdint>

#include "table/control_word.h"
#include "table/slot_word.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace tidegate {

inline constexpr std::uint32_t kSlotsPerSet = ControlWord::kSlots;

template <class Atomics>
struct alignas(64) DirectoryLine {
  typename Atomics::template Atomic<std::uint64_t> control;
  typename Atomics::template Atomic<std::uint32_t> slots[kSlotsPerSet];
};
static_assert(sizeof(std::uint64_t) + kSlotsPerSet * sizeof(std::uint32_t) == 64);

// Bit i is set if slot i holds a live entry with this tag and spill mark. A hint: the slot may change at any time, so
// each hit is loaded again, with acquire, before it is believed.
template <class Atomics>
std::uint32_t ScanTagsPortable(const DirectoryLine<Atomics>& line, std::uint32_t tag, bool spilled) {
  std::uint32_t hits = 0;
  for (std::uint32_t i = 0; i < kSlotsPerSet; ++i) {
    const SlotWord word(line.slots[i].load(std::memory_order_relaxed));
    hits |= static_cast<std::uint32_t>(word.Matches(tag, spilled)) << i;
  }
  return hits;
}

#if defined(__SSE2__)
// The same with four vector compares.
template <class Atomics>
std::uint32_t ScanTagsSse2(const DirectoryLine<Atomics>& line, std::uint32_t tag, bool spilled) {
  const auto* vectors = reinterpret_cast<const __m128i*>(&line);
  const __m128i match_mask = _mm_set1_epi32(static_cast<int>(SlotWord::kMatchMask));
  const __m128i wanted = _mm_set1_epi32(static_cast<int>(tag | (spilled ? SlotWord::kSpilledBit : 0)));
  const __m128i live_mask = _mm_set1_epi32(static_cast<int>(SlotWord::kLiveMask));
  const __m128i zero = _mm_setzero_si128();
  std::uint32_t hits = 0;
  for (std::uint32_t i = 0; i < 4; ++i) {
    const __m128i words = _mm_load_si128(vectors + i);
    const __m128i same = _mm_cmpeq_epi32(_mm_and_si128(words, match_mask), wanted);
    const __m128i dead = _mm_cmpeq_epi32(_mm_and_si128(words, live_mask), zero);
    const __m128i hit = _mm_andnot_si128(dead, same);
    hits |= static_cast<std::uint32_t>(_mm_movemask_ps(_mm_castsi128_ps(hit))) << (4 * i);
  }
  return hits >> 2;  // the control word's two lanes
}
#endif

template <class Atomics>
std::uint32_t ScanTags(const DirectoryLine<Atomics>& line, std::uint32_t tag, bool spilled) {
#if defined(__SSE2__)
  if constexpr (Atomics::kVectorScan) return ScanTagsSse2(line, tag, spilled);
#endif
  return ScanTagsPortable(line, tag, spilled);
}

}  // namespace tidegate

#endif  // TIDEGATE_TABLE_DIRECTORY_H_
