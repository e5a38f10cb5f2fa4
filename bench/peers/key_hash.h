// The hashes that peers work best with. Neither has a secret, which flatters them: a switch would need one.
#ifndef TIDEGATE_BENCH_PEERS_KEY_HASH_H_
#define TIDEGATE_BENCH_PEERS_KEY_HASH_H_

#include <nmmintrin.h>

#include <cstdint>

#include "tidegate/flow_key.h"

namespace tidegate::bench {

// The processor's CRC32C, DPDK's choice. It is linear, so keys that are alike can fall more evenly than at random, or
// far less; no table but DPDK's gets it.
inline std::uint32_t CrcHash(const FlowKey4& key) {
  return static_cast<std::uint32_t>(_mm_crc32_u64(_mm_crc32_u64(0, key.words[0]), key.words[1]));
}

// The 128 bits of a product, folded, as wyhash and Abseil mix.
inline std::uint64_t FoldedProduct(std::uint64_t a, std::uint64_t b) {
  __extension__ using Product = unsigned __int128;
  const Product product = static_cast<Product>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

// 64 bits of which any few choose buckets as evenly as at random. With one product less they would not.
inline std::uint64_t FoldHash(const FlowKey4& key) {
  constexpr std::uint64_t kA = 0x9e3779b97f4a7c15;
  constexpr std::uint64_t kB = 0xd1b54a32d192ed03;
  constexpr std::uint64_t kC = 0x9fb21c651e98df25;
  return FoldedProduct(FoldedProduct(key.words[0] ^ kA, key.words[1] ^ kB), kC);
}

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_PEERS_KEY_HASH_H_
