// tbb::concurrent_hash_map (oneTBB): chains with a reader-writer lock for each bucket and each element.
//
// Its best: buckets for the whole capacity, nodes from a pool with a cache for each thread, buckets and first nodes
// prefetched through the table's protected parts.
#ifndef TIDEGATE_BENCH_PEERS_TBB_HASH_MAP_H_
#define TIDEGATE_BENCH_PEERS_TBB_HASH_MAP_H_

#include <oneapi/tbb/concurrent_hash_map.h>

#include <array>
#include <bit>
#include <memory>
#include <utility>

#include "conntrack/bench_table.h"
#include "peers/arena.h"
#include "peers/conn_record.h"
#include "peers/key_hash.h"
#include "peers/node_pool.h"
#include "peers/pooled_allocator.h"

namespace tidegate::bench {

class TbbHashMap {
  struct HashCompare {
    static std::size_t hash(const FlowKey4& key) { return FoldHash(key); }
    static bool equal(const FlowKey4& a, const FlowKey4& b) { return a == b; }
  };
  using Base = tbb::concurrent_hash_map<FlowKey4, ConnRecord, HashCompare,
                                        PooledAllocator<std::pair<const FlowKey4, ConnRecord>>>;

  class Map : public Base {
   public:
    using Base::Base;
    using NodeBase = Base::node_base;
    static constexpr std::size_t kNodeBytes = sizeof(Base::node);
    static constexpr std::size_t kBucketBytes = sizeof(Base::bucket);

    const Base::bucket* BucketOf(std::size_t hash) const {
      return this->get_bucket(hash & this->my_mask.load(std::memory_order_relaxed));
    }
  };

 public:
  static constexpr std::string_view kName = "tbb_hash_map";
  static constexpr bool kConcurrent = true;

  static absl::StatusOr<std::unique_ptr<TbbHashMap>> Create(std::uint64_t capacity) {
    return std::make_unique<TbbHashMap>(capacity);
  }

  explicit TbbHashMap(std::uint64_t capacity)
      : buckets_(std::bit_ceil(capacity + 2)),  // it grows when it has two fewer than buckets
        memory_(std::make_shared<PooledMemory>(buckets_ * Map::kBucketBytes + kSlack, Map::kNodeBytes,
                                               capacity + kMaxThreads * NodeCache::kSize)),
        map_(buckets_, Map::allocator_type(memory_)) {}

  std::size_t MemoryBytes() const { return memory_->MemoryBytes(); }

  void Clear() {
    map_.clear();
    map_.rehash(buckets_);
    memory_->pool().Sort();
  }

  class Worker {
   public:
    explicit Worker(TbbHashMap& table) : map_(table.map_), nodes_(*table.memory_) {}

    std::size_t Lookup(KeyBurst keys, std::uint64_t& touched) {
      Prefetch(keys);
      std::size_t found = 0;
      for (const FlowKey4& key : keys) {
        Map::const_accessor at;
        if (!map_.find(at, key)) continue;
        touched += at->second.words[0];
        ++found;
      }
      return found;
    }

    std::size_t Insert(KeyBurst keys) {
      Prefetch(keys);
      std::size_t added = 0;
      for (const FlowKey4& key : keys) added += map_.insert({key, kFreshRecord});
      return added;
    }

    std::size_t Erase(KeyBurst keys) {
      Prefetch(keys);
      std::size_t gone = 0;
      for (const FlowKey4& key : keys) gone += map_.erase(key);
      return gone;
    }

   private:
    void Prefetch(KeyBurst keys) {
      for (std::size_t i = 0; i < keys.size(); ++i) {
        buckets_[i] = map_.BucketOf(HashCompare::hash(keys[i]));
        __builtin_prefetch(buckets_[i], 1);
      }
      for (std::size_t i = 0; i < keys.size(); ++i) {
        __builtin_prefetch(buckets_[i]->node_list.load(std::memory_order_relaxed), 1);
      }
    }

    Map& map_;
    const PooledMemory::Thread nodes_;
    std::array<decltype(std::declval<Map&>().BucketOf(0)), kBurst> buckets_;
  };

 private:
  static constexpr std::size_t kSlack = 1 << 16;

  std::size_t buckets_;
  std::shared_ptr<PooledMemory> memory_;
  Map map_;
};
static_assert(BenchTable<TbbHashMap>);

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_PEERS_TBB_HASH_MAP_H_
