// Tidegate's table as one thread owns it: plain loads and stores.
#ifndef TIDEGATE_BENCH_PEERS_TIDEGATE_OWNED_H_
#define TIDEGATE_BENCH_PEERS_TIDEGATE_OWNED_H_

#include "peers/tidegate_table.h"

namespace tidegate::bench {

struct OwnedMode {
  static constexpr std::string_view kName = "tidegate_owned";
  static constexpr bool kConcurrent = false;
  using Atomics = OwnedAtomics;
};
using TidegateOwned = TidegateTable<OwnedMode>;
static_assert(BenchTable<TidegateOwned>);

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_PEERS_TIDEGATE_OWNED_H_
