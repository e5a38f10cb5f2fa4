// absl::flat_hash_map in shards with locks, for any number of threads.
#ifndef TIDEGATE_BENCH_PEERS_FLAT_HASH_MAP_SHARDED_H_
#define TIDEGATE_BENCH_PEERS_FLAT_HASH_MAP_SHARDED_H_

#include "peers/flat_hash_map.h"
#include "peers/sharded_map.h"

namespace tidegate::bench {

struct FlatHashMapShardedOptions : AbslFlatMap {
  static constexpr std::string_view kName = "flat_hash_map_sharded";
};
using FlatHashMapSharded = ShardedMap<FlatHashMapShardedOptions>;
static_assert(BenchTable<FlatHashMapSharded>);

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_PEERS_FLAT_HASH_MAP_SHARDED_H_
