// boost::unordered_flat_map in shards with locks, for any number of threads.
#ifndef TIDEGATE_BENCH_PEERS_UNORDERED_FLAT_MAP_SHARDED_H_
#define TIDEGATE_BENCH_PEERS_UNORDERED_FLAT_MAP_SHARDED_H_

#include "peers/sharded_map.h"
#include "peers/unordered_flat_map.h"

namespace tidegate::bench {

struct UnorderedFlatMapShardedOptions : BoostFlatMap {
  static constexpr std::string_view kName = "unordered_flat_map_sharded";
};
using UnorderedFlatMapSharded = ShardedMap<UnorderedFlatMapShardedOptions>;
static_assert(BenchTable<UnorderedFlatMapSharded>);

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_PEERS_UNORDERED_FLAT_MAP_SHARDED_H_
