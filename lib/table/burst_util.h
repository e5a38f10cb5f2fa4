// Sorts the keys of a burst by what was found, without branches: where a key is found is as good as random.
#ifndef TIDEGATE_TABLE_BURST_UTIL_H_
#define TIDEGATE_TABLE_BURST_UTIL_H_

#include <cstddef>
#include <cstdint>
#include <span>

#if defined(__AVX512BW__)
#include <immintrin.h>
#endif

namespace tidegate {

// `yes` if one of `bits` is set, else `no`, by a conditional move: g++ 12 makes a branch of it whatever it is told of
// the condition's probability.
[[gnu::always_inline]] inline const void* SelectAddress(std::uint32_t bits, const void* yes, const void* no) {
#if defined(__x86_64__)
  asm("test %1, %1\n\tcmovz %2, %0" : "+r"(yes) : "r"(bits), "r"(no) : "cc");
  return yes;
#else
  return bits != 0 ? yes : no;
#endif
}

// Bit i is set if word i has one of the bits of `mask`. REQUIRES: count <= words.size() <= 64; words is aligned to 64
// bytes. Words beyond `count` do not matter, nor whether they are initialized.
inline std::uint64_t WordsWithBits(std::span<const std::uint16_t, 64> words, std::size_t count, std::uint32_t mask) {
  std::uint64_t bits = 0;
#if defined(__AVX512BW__)
  const __m512i masks = _mm512_set1_epi16(static_cast<short>(mask));
  bits = _mm512_test_epi16_mask(_mm512_load_si512(words.data()), masks);
  if (count > 32) bits |= std::uint64_t{_mm512_test_epi16_mask(_mm512_load_si512(words.data() + 32), masks)} << 32;
  return count == 64 ? bits : bits & ((std::uint64_t{1} << count) - 1);
#else
  for (std::size_t i = 0; i < count; ++i) bits |= static_cast<std::uint64_t>((words[i] & mask) != 0) << i;
  return bits;
#endif
}

}  // namespace tidegate

#endif  // TIDEGATE_TABLE_BURST_UTIL_H_
