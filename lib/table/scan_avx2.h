// The scan of a directory line with two vectors of 32 bytes.
#ifndef TIDEGATE_TABLE_SCAN_AVX2_H_
#define TIDEGATE_TABLE_SCAN_AVX2_H_

#if defined(__AVX2__)

#include <immintrin.h>

#include <atomic>
#include <cstdint>

#include "table/directory_line.h"

namespace tidegate {

class ScanAvx2 {
 public:
  template <class Atomics>
  static TagScan Tags(const DirectoryLine<Atomics>& line, std::uint32_t tag) {
    const ControlWord control(line.control.load(std::memory_order_acquire));
    const std::uint32_t low = Bits(Hits(Load(line, 0), All(tag)));
    const std::uint32_t high = Bits(Hits(Load(line, 1), All(tag)));
    return {(low | high << kWords) & kSlotLanes, control.spills(tag) != 0};
  }

  template <class Atomics>
  static LineSurvey Survey(const DirectoryLine<Atomics>& line, std::uint32_t tag, const TickClock& clock) {
    const __m256i ticks = _mm256_load_si256(reinterpret_cast<const __m256i*>(clock.ticks.data()));
    const LineSurvey low = Half(Load(line, 0), All(tag), ticks);
    const LineSurvey high = Half(Load(line, 1), All(tag), ticks);
    return {(low.hits | high.hits << kWords) & kSlotLanes, (low.busy | high.busy << kWords) & kSlotLanes,
            (low.empty | high.empty << kWords) & kSlotLanes, (low.due | high.due << kWords) & kSlotLanes};
  }

 private:
  static constexpr int kWords = 8;

  template <class Atomics>
  static __m256i Load(const DirectoryLine<Atomics>& line, int i) {
    return _mm256_load_si256(reinterpret_cast<const __m256i*>(&line) + i);
  }
  static __m256i All(std::uint32_t value) { return _mm256_set1_epi32(static_cast<int>(value)); }
  static std::uint32_t Bits(__m256i lanes) {
    return static_cast<std::uint32_t>(_mm256_movemask_ps(_mm256_castsi256_ps(lanes)));
  }

  static __m256i Dead(__m256i words) {
    return _mm256_cmpeq_epi32(_mm256_and_si256(words, All(SlotWord::kLiveMask)), _mm256_setzero_si256());
  }
  static __m256i Hits(__m256i words, __m256i tag) {
    const __m256i same = _mm256_cmpeq_epi32(_mm256_and_si256(words, All(SlotWord::kTagMask)), tag);
    return _mm256_andnot_si256(Dead(words), same);
  }
  static LineSurvey Half(__m256i words, __m256i tag, __m256i ticks) {
    const __m256i cls = _mm256_and_si256(words, All(SlotWord::kClassMask));
    const __m256i busy =
        _mm256_cmpeq_epi32(cls, All(static_cast<std::uint32_t>(ConnClass::kBusy) << SlotWord::kClassShift));
    const __m256i empty = _mm256_cmpeq_epi32(cls, _mm256_setzero_si256());
    return {Bits(Hits(words, tag)), Bits(busy), Bits(empty), Bits(Due(words, ticks))};
  }
  // Each slot's class looks its tick up (the permutation takes the low three bits of a lane). The tick has come if
  // (tick - now - 1) modulo 2048 is not below the ticks ahead.
  static __m256i Due(__m256i words, __m256i ticks) {
    const __m256i now = _mm256_permutevar8x32_epi32(ticks, _mm256_srli_epi32(words, SlotWord::kClassShift));
    const __m256i ends = _mm256_srli_epi32(words, SlotWord::kExpiryShift);
    const __m256i ahead = _mm256_and_si256(_mm256_sub_epi32(_mm256_sub_epi32(ends, now), All(1)), All(kTickMask));
    return _mm256_andnot_si256(Dead(words), _mm256_cmpgt_epi32(ahead, All(kMaxTicksAhead - 1)));
  }
};

}  // namespace tidegate

#endif  // defined(__AVX2__)

#endif  // TIDEGATE_TABLE_SCAN_AVX2_H_
