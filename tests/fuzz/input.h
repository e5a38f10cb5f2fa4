// The fuzzer's bytes as a stream of small numbers.
#ifndef TIDEGATE_TESTS_FUZZ_INPUT_H_
#define TIDEGATE_TESTS_FUZZ_INPUT_H_

#include <cstddef>
#include <cstdint>
#include <span>

namespace tidegate::fuzz {

class Input {
 public:
  Input(const std::uint8_t* data, std::size_t size) : left_(data, size) {}

  bool AtEnd() const { return left_.empty(); }

  // The next byte; zero behind the end.
  std::uint8_t Byte() {
    if (left_.empty()) return 0;
    const std::uint8_t byte = left_.front();
    left_ = left_.subspan(1);
    return byte;
  }

  // The element of a table that the next bits choose.
  template <class T, std::size_t kSize>
  static const T& Choose(const T (&table)[kSize], std::size_t bits) {
    return table[bits % kSize];
  }

 private:
  std::span<const std::uint8_t> left_;
};

}  // namespace tidegate::fuzz

#endif  // TIDEGATE_TESTS_FUZZ_INPUT_H_
