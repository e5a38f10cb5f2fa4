// The directory: one 64-byte line for each set, and the scan of its slots.
#ifndef TIDEGATE_TABLE_DIRECTORY_H_
#define TIDEGATE_TABLE_DIRECTORY_H_

#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "table/control_word.h"
#include "table/slot_word.h"

#if defined(__SSE2__)
#include <immintrin.h>
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

#if defined(__AVX512F__)
// The same with the whole line in one register.
template <class Atomics>
std::uint32_t ScanTagsAvx512(const DirectoryLine<Atomics>& line, std::uint32_t tag, bool spilled) {
  const __m512i words = _mm512_load_si512(&line);
  const __m512i wanted = _mm512_set1_epi32(static_cast<int>(tag | (spilled ? SlotWord::kSpilledBit : 0)));
  const __m512i match = _mm512_and_si512(words, _mm512_set1_epi32(static_cast<int>(SlotWord::kMatchMask)));
  const __mmask16 live = _mm512_test_epi32_mask(words, _mm512_set1_epi32(static_cast<int>(SlotWord::kLiveMask)));
  return static_cast<std::uint32_t>(_mm512_mask_cmpeq_epi32_mask(live, match, wanted)) >> 2;
}
#endif

template <class Atomics>
std::uint32_t ScanTags(const DirectoryLine<Atomics>& line, std::uint32_t tag, bool spilled) {
#if defined(__AVX512F__)
  if constexpr (Atomics::kVectorScan) return ScanTagsAvx512(line, tag, spilled);
#elif defined(__SSE2__)
  if constexpr (Atomics::kVectorScan) return ScanTagsSse2(line, tag, spilled);
#endif
  return ScanTagsPortable(line, tag, spilled);
}

// The slots an insert may take, as bits. A hint like that of ScanTags().
struct FreeSlots {
  std::uint32_t empty = 0;
  std::uint32_t due = 0;  // live, but their tick has come: the record must tell

  int count() const { return std::popcount(empty | due); }
};

template <class Atomics>
FreeSlots ScanFreePortable(const DirectoryLine<Atomics>& line, const TickClock& clock) {
  FreeSlots free;
  for (std::uint32_t i = 0; i < kSlotsPerSet; ++i) {
    const SlotWord word(line.slots[i].load(std::memory_order_relaxed));
    free.empty |= static_cast<std::uint32_t>(word.empty()) << i;
    free.due |= static_cast<std::uint32_t>(word.live() && word.MayBeExpired(clock)) << i;
  }
  return free;
}

#if defined(__SSE2__)
// The same four slots at a time. A tick has come if (tick - now - 1) modulo 2048 is not below the ticks ahead.
template <class Atomics>
FreeSlots ScanFreeSse2(const DirectoryLine<Atomics>& line, const TickClock& clock) {
  const auto all = [](std::uint32_t value) { return _mm_set1_epi32(static_cast<int>(value)); };
  const auto tick = [&](ConnClass cls) { return all(clock.ticks[static_cast<std::size_t>(cls)]); };
  const auto shifted = [&](ConnClass cls) { return all(static_cast<std::uint32_t>(cls) << SlotWord::kClassShift); };
  const auto bits = [](__m128i lanes) { return static_cast<std::uint32_t>(_mm_movemask_ps(_mm_castsi128_ps(lanes))); };
  const auto select = [](__m128i mask, __m128i yes, __m128i no) {
    return _mm_or_si128(_mm_and_si128(mask, yes), _mm_andnot_si128(mask, no));
  };
  const __m128i zero = _mm_setzero_si128();
  std::uint32_t empty = 0;
  std::uint32_t due = 0;
  for (int i = 0; i < 4; ++i) {
    const __m128i words = _mm_load_si128(reinterpret_cast<const __m128i*>(&line) + i);
    const __m128i cls = _mm_and_si128(words, all(SlotWord::kClassMask));
    const __m128i half_open = _mm_cmpeq_epi32(cls, shifted(ConnClass::kHalfOpen));
    const __m128i established = _mm_cmpeq_epi32(cls, shifted(ConnClass::kEstablished));
    const __m128i now = select(half_open, tick(ConnClass::kHalfOpen),
                               select(established, tick(ConnClass::kEstablished), tick(ConnClass::kTimeWait)));
    const __m128i ends = _mm_and_si128(_mm_srli_epi32(words, SlotWord::kExpiryShift), all(kTickMask));
    const __m128i ahead = _mm_and_si128(_mm_sub_epi32(_mm_sub_epi32(ends, now), all(1)), all(kTickMask));
    const __m128i come = _mm_cmpgt_epi32(ahead, all(kMaxTicksAhead - 1));
    const __m128i dead = _mm_cmpeq_epi32(_mm_and_si128(words, all(SlotWord::kLiveMask)), zero);
    empty |= bits(_mm_cmpeq_epi32(cls, zero)) << (4 * i);
    due |= bits(_mm_andnot_si128(dead, come)) << (4 * i);
  }
  return {empty >> 2, due >> 2};
}
#endif

#if defined(__AVX512F__)
// The same with the whole line in one register; each slot's class looks its tick up.
template <class Atomics>
FreeSlots ScanFreeAvx512(const DirectoryLine<Atomics>& line, const TickClock& clock) {
  const auto all = [](std::uint32_t value) { return _mm512_set1_epi32(static_cast<int>(value)); };
  static_assert(kConnClassCount == 8);
  // The unmasked forms begin with an undefined register, which g++ 12 warns of (GCC PR 105593).
  constexpr __mmask16 kAllSlots = 0xffff;
  const __m128i ticks = _mm_loadu_si128(reinterpret_cast<const __m128i*>(clock.ticks.data()));
  const __m512i ticks_of_classes =
      _mm512_maskz_inserti64x4(0xff, _mm512_setzero_si512(), _mm256_cvtepu16_epi32(ticks), 0);
  const __m512i words = _mm512_load_si512(&line);
  const __m512i cls = _mm512_and_si512(_mm512_maskz_srli_epi32(kAllSlots, words, SlotWord::kClassShift), all(7));
  const __m512i now = _mm512_maskz_permutexvar_epi32(kAllSlots, cls, ticks_of_classes);
  const __m512i ends = _mm512_maskz_srli_epi32(kAllSlots, words, SlotWord::kExpiryShift);
  const __m512i ahead = _mm512_and_si512(_mm512_sub_epi32(_mm512_sub_epi32(ends, now), all(1)), all(kTickMask));
  const __mmask16 live = _mm512_test_epi32_mask(words, all(SlotWord::kLiveMask));
  const __mmask16 due = _mm512_mask_cmpge_epu32_mask(live, ahead, all(kMaxTicksAhead));
  const __mmask16 empty = _mm512_testn_epi32_mask(words, all(SlotWord::kClassMask));
  return {static_cast<std::uint32_t>(empty) >> 2, static_cast<std::uint32_t>(due) >> 2};
}
#endif

template <class Atomics>
FreeSlots ScanFree(const DirectoryLine<Atomics>& line, const TickClock& clock) {
#if defined(__AVX512F__)
  if constexpr (Atomics::kVectorScan) return ScanFreeAvx512(line, clock);
#elif defined(__SSE2__)
  if constexpr (Atomics::kVectorScan) return ScanFreeSse2(line, clock);
#endif
  return ScanFreePortable(line, clock);
}

}  // namespace tidegate

#endif  // TIDEGATE_TABLE_DIRECTORY_H_
