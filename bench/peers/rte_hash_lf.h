// rte_hash, lock-free for readers: they go on while a writer moves keys, and deleted keys are freed by RCU.
//
// Writers take one lock for a burst, which costs less than the table's own for each key and lets them see which keys
// are new.
#ifndef TIDEGATE_BENCH_PEERS_RTE_HASH_LF_H_
#define TIDEGATE_BENCH_PEERS_RTE_HASH_LF_H_

#include "peers/rte_hash_table.h"

namespace tidegate::bench {

struct RteHashLfMode {
  static constexpr std::string_view kName = "rte_hash_lf";
  static constexpr bool kConcurrent = true;
  static constexpr std::uint8_t kFlags = RTE_HASH_EXTRA_FLAGS_RW_CONCURRENCY_LF;
  using Sync = RteRcuSync;
};
using RteHashLf = RteHashTable<RteHashLfMode>;
static_assert(BenchTable<RteHashLf>);

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_PEERS_RTE_HASH_LF_H_
