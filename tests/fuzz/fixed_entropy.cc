// Takes the place of the C library's getentropy() in the program it is linked to.
#include "fuzz/fixed_entropy.h"

#include <unistd.h>

#include <cstddef>
#include <random>
#include <span>

namespace {

std::minstd_rand& Sequence() {
  static std::minstd_rand sequence;
  return sequence;
}

}  // namespace

extern "C" int getentropy(void* buffer, std::size_t length) {
  for (std::byte& byte : std::span(static_cast<std::byte*>(buffer), length)) byte = std::byte(Sequence()() >> 16 & 255);
  return 0;
}

namespace tidegate::fuzz {

void RestartEntropy() { Sequence().seed(1); }

}  // namespace tidegate::fuzz
