// The slots of one or two sets, copied for an eviction policy to choose among.
//
// A copy, as slots may change while the policy thinks; who claims the chosen one does so by compare-and-swap from the
// word that is here.
#ifndef TIDEGATE_TABLE_SLOT_WORDS_H_
#define TIDEGATE_TABLE_SLOT_WORDS_H_

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>

#include "table/directory_line.h"
#include "table/slot_word.h"
#include "table/ticks.h"
#include "tidegate/conn_state.h"

#if defined(__AVX2__)
#include <immintrin.h>
#endif

namespace tidegate {

class SlotWords {
 public:
  static constexpr std::size_t kMax = 2 * kLanes;
  static constexpr int kNone = -1;

  SlotWord At(int i) const { return SlotWord(words_[static_cast<std::size_t>(i)]); }
  void Set(int i, SlotWord word) {
    words_[static_cast<std::size_t>(i)] = word.raw();
    copied_ |= 1u << i;
  }

  // Copies the slots of a line: the first one to 0 and up, the second one to 16 and up. The copy is one vector where
  // slots are read as vectors at all: it is read as such at once, and single words written would not be there yet.
  template <class Atomics>
  void Copy(const DirectoryLine<Atomics>& line, bool second) {
    std::uint32_t* const words = &words_[second ? kLanes : 0];
    copied_ |= kSlotLanes << (second ? kLanes : 0);
#if defined(__AVX2__)
    if constexpr (Atomics::kVectorScan) {
      const auto* from = reinterpret_cast<const __m256i*>(&line);
      auto* to = reinterpret_cast<__m256i*>(words);
      const __m256i slots_of_upper_half = _mm256_set_epi32(0, 0, -1, -1, -1, -1, -1, -1);
      _mm256_store_si256(to, _mm256_load_si256(from));
      _mm256_store_si256(to + 1, _mm256_and_si256(_mm256_load_si256(from + 1), slots_of_upper_half));
      return;
    }
#endif
    for (std::size_t lane = 0; lane < kSlotsPerSet; ++lane) {
      words[lane] = line.slots[lane].load(std::memory_order_acquire);
    }
  }

  // The numbers, as bits, of the slots with a given class; none of a line that was not copied.
  std::uint32_t Of(ConnClass cls) const {
#if defined(__AVX2__)
    const __m256i wanted =
        _mm256_set1_epi32(static_cast<int>(static_cast<std::uint32_t>(cls) << SlotWord::kClassShift));
    std::uint32_t bits = 0;
    for (std::size_t begin = 0; begin < kMax; begin += 8) {
      const __m256i words = _mm256_load_si256(reinterpret_cast<const __m256i*>(&words_[begin]));
      const __m256i classes = _mm256_and_si256(words, _mm256_set1_epi32(static_cast<int>(SlotWord::kClassMask)));
      const __m256i same = _mm256_cmpeq_epi32(classes, wanted);
      bits |= static_cast<std::uint32_t>(_mm256_movemask_ps(_mm256_castsi256_ps(same))) << begin;
    }
    return bits & copied_;
#else
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < kMax; ++i) bits |= static_cast<std::uint32_t>(SlotWord(words_[i]).cls() == cls) << i;
    return bits & copied_;
#endif
  }
  std::uint32_t Live() const { return copied_ & ~(Of(ConnClass::kEmpty) | Of(ConnClass::kBusy)); }

  // The slot of this class whose tick comes first, or kNone.
  int FirstToEnd(ConnClass cls, const TickClock& clock) const {
#if defined(__AVX2__)
    return FirstToEndAvx2(cls, clock);
#else
    return FirstToEndPortable(cls, clock);
#endif
  }

  int FirstToEndPortable(ConnClass cls, const TickClock& clock) const {
    std::uint32_t first = kNothing;
    for (std::uint32_t i = 0; i < kMax; ++i) {
      const SlotWord word(words_[i]);
      if (word.cls() == cls) first = std::min(first, AheadOf(word, clock) << kNumberBits | i);
    }
    return first == kNothing ? kNone : static_cast<int>(first % kMax);
  }

#if defined(__AVX2__)
  int FirstToEndAvx2(ConnClass cls, const TickClock& clock) const {
    constexpr std::size_t kLanesAtOnce = 8;
    const auto all = [](std::uint32_t value) { return _mm256_set1_epi32(static_cast<int>(value)); };
    const __m256i wanted = all(static_cast<std::uint32_t>(cls) << SlotWord::kClassShift);
    const __m256i earliest = all(Earliest(cls, clock));
    __m256i number = _mm256_set_epi32(7, 6, 5, 4, 3, 2, 1, 0);
    __m256i first = all(kNothing);
    for (std::size_t begin = 0; begin < kMax; begin += kLanesAtOnce) {
      const __m256i words = _mm256_load_si256(reinterpret_cast<const __m256i*>(&words_[begin]));
      const __m256i of_class = _mm256_cmpeq_epi32(_mm256_and_si256(words, all(SlotWord::kClassMask)), wanted);
      const __m256i ends = _mm256_srli_epi32(words, SlotWord::kExpiryShift);
      const __m256i ahead = _mm256_and_si256(_mm256_sub_epi32(ends, earliest), all(kTickMask));
      const __m256i key = _mm256_or_si256(_mm256_slli_epi32(ahead, kNumberBits), number);
      // Other classes: all bits set, kNothing.
      first = _mm256_min_epu32(first, _mm256_or_si256(key, _mm256_xor_si256(of_class, all(kNothing))));
      number = _mm256_add_epi32(number, all(kLanesAtOnce));
    }
    const __m128i of4 = _mm_min_epu32(_mm256_castsi256_si128(first), _mm256_extracti128_si256(first, 1));
    const __m128i of2 = _mm_min_epu32(of4, _mm_shuffle_epi32(of4, 0x4e));
    const __m128i of1 = _mm_min_epu32(of2, _mm_shuffle_epi32(of2, 0xb1));
    const auto least = static_cast<std::uint32_t>(_mm_cvtsi128_si32(of1));
    return least == kNothing ? kNone : static_cast<int>(least % kMax);
  }
#endif

 private:
  static constexpr int kNumberBits = 5;
  static constexpr std::uint32_t kNothing = 0xffffffff;

  // The tick that lies furthest in the past: ticks are compared by how far they are ahead of it.
  static std::uint32_t Earliest(ConnClass cls, const TickClock& clock) {
    return clock.ticks[static_cast<std::size_t>(cls)] - (1u << (kTickBits - 1));
  }
  static std::uint32_t AheadOf(SlotWord word, const TickClock& clock) {
    return (word.expiry_tick() - Earliest(word.cls(), clock)) & kTickMask;
  }

  alignas(64) std::array<std::uint32_t, kMax> words_{};
  std::uint32_t copied_ = 0;  // the numbers that are slots, as bits
};

}  // namespace tidegate

#endif  // TIDEGATE_TABLE_SLOT_WORDS_H_
