// rte_hash as it is by default: for one thread.
#ifndef TIDEGATE_BENCH_PEERS_RTE_HASH_H_
#define TIDEGATE_BENCH_PEERS_RTE_HASH_H_

#include "peers/rte_hash_table.h"

namespace tidegate::bench {

struct RteHashDefaultMode {
  static constexpr std::string_view kName = "rte_hash";
  static constexpr bool kConcurrent = false;
  static constexpr std::uint8_t kFlags = 0;
  using Sync = RteNoSync;
};
using RteHash = RteHashTable<RteHashDefaultMode>;
static_assert(BenchTable<RteHash>);

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_PEERS_RTE_HASH_H_
