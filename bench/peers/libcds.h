// MichaelHashMap of libcds (github.com/khizmax/libcds): an array of lock-free lists (Michael, SPAA 2002), with RCU.
//
// Its best: RCU, whose readers pay once for a burst, where hazard pointers cost a fence for each node; buckets for
// twice the capacity; key and record in the node; buckets and first nodes prefetched. It frees what was removed in
// batches by itself.
#ifndef TIDEGATE_BENCH_PEERS_LIBCDS_H_
#define TIDEGATE_BENCH_PEERS_LIBCDS_H_

#include <cds/init.h>
#include <cds/threading/model.h>
#include <cds/urcu/general_buffered.h>
// After the RCU that they use.
#include <cds/container/michael_kvlist_rcu.h>
#include <cds/container/michael_map_rcu.h>

#include <array>
#include <bit>
#include <memory>

#include "conntrack/bench_table.h"
#include "peers/conn_record.h"
#include "peers/key_hash.h"
#include "peers/libcds_memory.h"

namespace tidegate::bench {

class LibcdsMap {
  struct Compare {
    int operator()(const FlowKey4& a, const FlowKey4& b) const {
      if (a.words[0] != b.words[0]) return a.words[0] < b.words[0] ? -1 : 1;
      if (a.words[1] != b.words[1]) return a.words[1] < b.words[1] ? -1 : 1;
      return 0;
    }
  };
  struct Hash {
    std::size_t operator()(const FlowKey4& key) const { return FoldHash(key); }
  };
  struct ListTraits : cds::container::michael_list::traits {
    using compare = Compare;
    using allocator = LibcdsAllocator<int>;
    using rcu_check_deadlock = cds::opt::v::rcu_assert_deadlock;
  };
  struct MapTraits : cds::container::michael_map::traits {
    using hash = Hash;
    using item_counter = cds::atomicity::empty_item_counter;
    using allocator = LibcdsAllocator<int>;
  };
  using List = cds::container::MichaelKVList<LibcdsRcu, FlowKey4, ConnRecord, ListTraits>;
  using Base = cds::container::MichaelHashMap<LibcdsRcu, List, MapTraits>;

  // A bucket begins with the pointer to its first node, marked in its low bits.
  class Map : public Base {
   public:
    using Base::Base;
    static constexpr std::size_t kBucketBytes = sizeof(Base::internal_bucket_type);

    const std::uintptr_t* BucketOf(std::size_t hashed) const {
      return reinterpret_cast<const std::uintptr_t*>(&m_Buckets[hashed & m_nHashBitmask]);
    }
  };

  // Two lines, so that the links, the key and the record's first words stand in one.
  static constexpr std::size_t kNodeBytes = 128;

 public:
  static constexpr std::string_view kName = "libcds";
  static constexpr bool kConcurrent = true;

  static absl::StatusOr<std::unique_ptr<LibcdsMap>> Create(std::uint64_t capacity) {
    return std::make_unique<LibcdsMap>(capacity);
  }
  explicit LibcdsMap(std::uint64_t capacity)
      : memory_(std::bit_ceil(kBucketsPerEntry * capacity) * Map::kBucketBytes + kSlack, kNodeBytes,
                capacity + kMaxThreads * NodeCache::kSize),
        map_(kBucketsPerEntry * capacity, 1) {}
  LibcdsMap(const LibcdsMap&) = delete;
  LibcdsMap& operator=(const LibcdsMap&) = delete;
  ~LibcdsMap() { Clear(); }

  std::size_t MemoryBytes() const { return memory_->MemoryBytes(); }

  void Clear() {
    map_.clear();
    LibcdsRcu::force_dispose();
    (*memory_).pool().Sort();
  }

  class Worker {
   public:
    explicit Worker(LibcdsMap& table) : map_(table.map_), nodes_(*table.memory_) {}

    std::size_t Lookup(KeyBurst keys, std::uint64_t& touched) {
      std::size_t found = 0;
      // What a lookup unlinks on its way is given up only when the lock is.
      std::array<Map::raw_ptr, kBurst> nodes;
      {
        const LibcdsRcu::scoped_lock lock;
        Prefetch(keys);
        for (std::size_t i = 0; i < keys.size(); ++i) {
          nodes[i] = map_.get(keys[i]);
          if (!nodes[i]) continue;
          touched += nodes[i]->second.words[0];
          ++found;
        }
      }
      return found;
    }

    std::size_t Insert(KeyBurst keys) {
      Prefetch(keys);
      std::size_t added = 0;
      for (const FlowKey4& key : keys) added += map_.insert(key, kFreshRecord);
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
        buckets_[i] = map_.BucketOf(FoldHash(keys[i]));
        __builtin_prefetch(buckets_[i]);
      }
      for (std::size_t i = 0; i < keys.size(); ++i) {
        __builtin_prefetch(reinterpret_cast<const void*>(__atomic_load_n(buckets_[i], __ATOMIC_RELAXED)));
      }
    }

    Map& map_;
    const LibcdsThread thread_;
    const PooledMemory::Thread nodes_;
    std::array<const std::uintptr_t*, kBurst> buckets_;
  };

 private:
  static constexpr std::size_t kSlack = 4096;
  static constexpr std::size_t kBucketsPerEntry = 2;  // a quarter faster than one

  const LibcdsThread thread_;
  LibcdsMemory memory_;
  Map map_;
};
static_assert(BenchTable<LibcdsMap>);

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_PEERS_LIBCDS_H_
