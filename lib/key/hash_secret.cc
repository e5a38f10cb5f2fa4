// Where the secret of a table's hash comes from.
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstddef>
#include <span>
#include <system_error>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "tidegate/flow_key.h"

namespace tidegate {

// XXH3_generateSecret() stretches the entropy so that each part of the secret depends on all of it and none is
// degenerate (long runs of zeros, say), which the hash could not bear.
HashSecret::HashSecret(std::span<const std::byte> entropy) {
  XXH3_generateSecret(bytes_.data(), bytes_.size(), entropy.data(), entropy.size());
}

std::uint64_t HashSecret::Derive(std::uint64_t n) const {
  return XXH3_64bits_withSecret(&n, sizeof(n), bytes_.data(), bytes_.size());
}

// A secret that can be guessed would void the defence without anybody's noticing, so there is no second best: where the
// kernel denies random numbers (no Linux since 3.17 does, but a sandbox may), no table can be made.
HashSecret HashSecret::Random() {
  std::array<std::byte, kBytes> entropy;
  static_assert(kBytes <= 256, "getentropy(3) gives no more at once");
  if (getentropy(entropy.data(), entropy.size()) != 0) {
    throw std::system_error(errno, std::generic_category(), "getentropy: no random numbers for the hash secret");
  }
  return HashSecret(entropy);
}

}  // namespace tidegate
