// Tidegate's table as any number of threads share it, lock-free.
#ifndef TIDEGATE_BENCH_PEERS_TIDEGATE_H_
#define TIDEGATE_BENCH_PEERS_TIDEGATE_H_

#include "peers/tidegate_table.h"

namespace tidegate::bench {

struct SharedMode {
  static constexpr std::string_view kName = "tidegate";
  static constexpr bool kConcurrent = true;
  using Atomics = SharedAtomics;
};
using Tidegate = TidegateTable<SharedMode>;
static_assert(BenchTable<Tidegate>);

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_PEERS_TIDEGATE_H_
