// rte_hash with buckets that are extended when both of a key's are full: it holds its capacity whatever the keys.
//
// One lock for readers and writers, taken once for a burst, stands around the table as it is for one thread; DPDK's own
// lock within the table would not cover what is done with the records. Extendable and lock-free together lose keys in
// DPDK 22.11 when two threads write.
#ifndef TIDEGATE_BENCH_PEERS_RTE_HASH_EXT_H_
#define TIDEGATE_BENCH_PEERS_RTE_HASH_EXT_H_

#include "peers/rte_hash_table.h"

namespace tidegate::bench {

struct RteHashExtMode {
  static constexpr std::string_view kName = "rte_hash_ext";
  static constexpr bool kConcurrent = true;
  static constexpr std::uint8_t kFlags = RTE_HASH_EXTRA_FLAGS_EXT_TABLE;
  using Sync = RteRwLockSync;
};
using RteHashExt = RteHashTable<RteHashExtMode>;
static_assert(BenchTable<RteHashExt>);

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_PEERS_RTE_HASH_EXT_H_
