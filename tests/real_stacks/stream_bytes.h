// What the endpoints send: bytes that depend on the stream and on their place in it.
#ifndef TIDEGATE_TESTS_REAL_STACKS_STREAM_BYTES_H_
#define TIDEGATE_TESTS_REAL_STACKS_STREAM_BYTES_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <random>
#include <span>
#include <vector>

namespace tidegate::real_stacks {

// Random bytes repeated with a prime period, begun elsewhere for each stream: bytes that are missing, doubled, in
// another order or from another stream all differ.
class StreamBytes {
 public:
  // Up to `most` bytes of the stream from `offset` on; fewer where the pattern begins anew.
  static std::span<const std::uint8_t> At(std::uint32_t stream, std::uint64_t offset, std::size_t most) {
    static const std::vector<std::uint8_t> pattern = MakePattern();
    const std::size_t begin = (std::uint64_t{stream} * 7919 + offset) % kPeriod;
    return std::span(pattern).subspan(begin, std::min(most, kPeriod - begin));
  }

 private:
  static constexpr std::size_t kPeriod = 130'981;

  static std::vector<std::uint8_t> MakePattern() {
    std::mt19937 random(1);
    std::vector<std::uint8_t> bytes(kPeriod);
    std::generate(bytes.begin(), bytes.end(), [&random] { return static_cast<std::uint8_t>(random()); });
    return bytes;
  }
};

}  // namespace tidegate::real_stacks

#endif  // TIDEGATE_TESTS_REAL_STACKS_STREAM_BYTES_H_
