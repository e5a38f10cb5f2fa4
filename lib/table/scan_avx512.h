// The scan of a directory line as one vector of 64 bytes.
//
// The unmasked forms of some operations begin with an undefined register, which g++ 12 warns of (GCC PR 105593): those
// stand here in their zero-masking form, with all lanes chosen.
#ifndef TIDEGATE_TABLE_SCAN_AVX512_H_
#define TIDEGATE_TABLE_SCAN_AVX512_H_

#if defined(__AVX512F__)

#include <immintrin.h>

#include <array>
#include <cstdint>

#include "table/directory_line.h"

namespace tidegate {

// What ScanAvx512::Tags() tests in each lane: slots for being live, and in lane 15 one of the four spill counters.
using LaneMasks = std::array<std::uint32_t, kLanes>;
constexpr LaneMasks LiveOrSpills(std::uint32_t counter) {
  LaneMasks lanes{};
  for (std::uint32_t lane = 0; lane < kSlotsPerSet; ++lane) lanes[lane] = SlotWord::kLiveMask;
  lanes[kLanes - 1] = ControlWord::SpillMaskOfUpperHalf(counter << 8);
  return lanes;
}
alignas(64) inline constexpr std::array<LaneMasks, 4> kLiveOrSpills = {LiveOrSpills(0), LiveOrSpills(1),
                                                                       LiveOrSpills(2), LiveOrSpills(3)};

class ScanAvx512 {
 public:
  // Two operations on the whole line answer both questions. The first one tests each slot for being live, and in lane
  // 15, the control word's upper half, the tag's spill counter for not being zero. The second one tests each slot's
  // tag, and in the control word's lanes nothing.
  template <class Atomics>
  static TagScan Tags(const DirectoryLine<Atomics>& line, std::uint32_t tag) {
    constexpr int kBitsThatDiffer = 0x28;  // (a ^ b) & c, as a truth table: a 0xf0, b 0xcc, c 0xaa
    const __m512i words = _mm512_load_si512(&line);
    const __m512i tested = _mm512_load_si512(kLiveOrSpills[(tag >> 8) & 3].data());
    const __m512i tag_masks = _mm512_maskz_set1_epi32(kSlotLanes, static_cast<int>(SlotWord::kTagMask));
    const __m512i differ = _mm512_ternarylogic_epi32(words, All(tag), tag_masks, kBitsThatDiffer);
    const __mmask16 there = _mm512_test_epi32_mask(words, tested);
    return TagScan(_mm512_mask_testn_epi32_mask(there, differ, differ));
  }

  template <class Atomics>
  static LineSurvey Survey(const DirectoryLine<Atomics>& line, std::uint32_t tag, const TickClock& clock) {
    const __m512i words = _mm512_load_si512(&line);
    const __m512i cls = _mm512_and_si512(words, All(SlotWord::kClassMask));
    const __mmask16 live = _mm512_mask_test_epi32_mask(kSlotLanes, words, All(SlotWord::kLiveMask));
    const __mmask16 hits =
        _mm512_mask_cmpeq_epi32_mask(live, _mm512_and_si512(words, All(SlotWord::kTagMask)), All(tag));
    const __mmask16 busy = _mm512_mask_cmpeq_epi32_mask(
        kSlotLanes, cls, All(static_cast<std::uint32_t>(ConnClass::kBusy) << SlotWord::kClassShift));
    const __mmask16 empty = _mm512_mask_testn_epi32_mask(kSlotLanes, words, All(SlotWord::kClassMask));
    return {hits, busy, empty, Due(words, live, clock)};
  }

 private:
  static constexpr __mmask16 kAllLanes = 0xffff;

  static __m512i All(std::uint32_t value) { return _mm512_set1_epi32(static_cast<int>(value)); }
  // Each slot's class looks its tick up (the ticks stand twice, so a fourth bit of the class would not matter). The
  // tick has come if (tick - now - 1) modulo 2048 is not below the ticks ahead.
  static std::uint32_t Due(__m512i words, __mmask16 live, const TickClock& clock) {
    const __m256i half = _mm256_load_si256(reinterpret_cast<const __m256i*>(clock.ticks.data()));
    const __m512i ticks = _mm512_maskz_broadcast_i64x4(kAllLanes & 0xff, half);
    const __m512i cls = _mm512_maskz_srli_epi32(kAllLanes, words, SlotWord::kClassShift);
    const __m512i now = _mm512_maskz_permutexvar_epi32(kAllLanes, cls, ticks);
    const __m512i ends = _mm512_maskz_srli_epi32(kAllLanes, words, SlotWord::kExpiryShift);
    const __m512i ahead = _mm512_and_si512(_mm512_sub_epi32(_mm512_sub_epi32(ends, now), All(1)), All(kTickMask));
    return _mm512_mask_cmpge_epu32_mask(live, ahead, All(kMaxTicksAhead));
  }
};

}  // namespace tidegate

#endif  // defined(__AVX512F__)

#endif  // TIDEGATE_TABLE_SCAN_AVX512_H_
