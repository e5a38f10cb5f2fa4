// The scan of a directory line with four vectors of 16 bytes: every x86-64 processor.
//
// Each aligned word of a vector load is read whole on every such processor, though the vector as one is not.
#ifndef TIDEGATE_TABLE_SCAN_SSE2_H_
#define TIDEGATE_TABLE_SCAN_SSE2_H_

#if defined(__SSE2__)

#include <immintrin.h>

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "table/directory_line.h"

namespace tidegate {

class ScanSse2 {
 public:
  template <class Atomics>
  static TagScan Tags(const DirectoryLine<Atomics>& line, std::uint32_t tag) {
    const ControlWord control(line.control.load(std::memory_order_acquire));
    std::uint32_t hits = 0;
    for (int i = 0; i < kVectors; ++i) hits |= Bits(Hits(Load(line, i), All(tag))) << (kWords * i);
    return {hits & kSlotLanes, control.spills(tag) != 0};
  }

  template <class Atomics>
  static LineSurvey Survey(const DirectoryLine<Atomics>& line, std::uint32_t tag, const TickClock& clock) {
    LineSurvey survey;
    for (int i = 0; i < kVectors; ++i) {
      const __m128i words = Load(line, i);
      survey.hits |= Bits(Hits(words, All(tag))) << (kWords * i);
      survey.busy |= Bits(Is(words, ConnClass::kBusy)) << (kWords * i);
      survey.empty |= Bits(Is(words, ConnClass::kEmpty)) << (kWords * i);
      survey.due |= Bits(Due(words, clock)) << (kWords * i);
    }
    return {survey.hits & kSlotLanes, survey.busy & kSlotLanes, survey.empty & kSlotLanes, survey.due & kSlotLanes};
  }

 private:
  static constexpr int kVectors = 4;
  static constexpr int kWords = 4;

  template <class Atomics>
  static __m128i Load(const DirectoryLine<Atomics>& line, int i) {
    return _mm_load_si128(reinterpret_cast<const __m128i*>(&line) + i);
  }
  static __m128i All(std::uint32_t value) { return _mm_set1_epi32(static_cast<int>(value)); }
  static std::uint32_t Bits(__m128i lanes) {
    return static_cast<std::uint32_t>(_mm_movemask_ps(_mm_castsi128_ps(lanes)));
  }
  static __m128i Select(__m128i mask, __m128i yes, __m128i no) {
    return _mm_or_si128(_mm_and_si128(mask, yes), _mm_andnot_si128(mask, no));
  }

  static __m128i Is(__m128i words, ConnClass cls) {
    return _mm_cmpeq_epi32(_mm_and_si128(words, All(SlotWord::kClassMask)),
                           All(static_cast<std::uint32_t>(cls) << SlotWord::kClassShift));
  }
  static __m128i Dead(__m128i words) {
    return _mm_cmpeq_epi32(_mm_and_si128(words, All(SlotWord::kLiveMask)), _mm_setzero_si128());
  }
  static __m128i Hits(__m128i words, __m128i tag) {
    const __m128i same = _mm_cmpeq_epi32(_mm_and_si128(words, All(SlotWord::kTagMask)), tag);
    return _mm_andnot_si128(Dead(words), same);
  }
  // A tick has come if (tick - now - 1) modulo 2048 is not below the ticks ahead. All classes but two share one tick.
  static __m128i Due(__m128i words, const TickClock& clock) {
    const auto tick = [&](ConnClass cls) { return All(clock.ticks[static_cast<std::size_t>(cls)]); };
    const __m128i now =
        Select(Is(words, ConnClass::kHalfOpen), tick(ConnClass::kHalfOpen),
               Select(Is(words, ConnClass::kEstablished), tick(ConnClass::kEstablished), tick(ConnClass::kTimeWait)));
    const __m128i ends = _mm_srli_epi32(words, SlotWord::kExpiryShift);
    const __m128i ahead = _mm_and_si128(_mm_sub_epi32(_mm_sub_epi32(ends, now), All(1)), All(kTickMask));
    return _mm_andnot_si128(Dead(words), _mm_cmpgt_epi32(ahead, All(kMaxTicksAhead - 1)));
  }
};

}  // namespace tidegate

#endif  // defined(__SSE2__)

#endif  // TIDEGATE_TABLE_SCAN_SSE2_H_
