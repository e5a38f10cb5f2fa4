// Maps for one thread, shared by many: the hash chooses one of several, each with a lock.
//
// Its best: as many shards as measure best, each with its lock in the line of its map's header; a lock that costs one
// atomic instruction; lookups take no longer than the touch of the record; a burst is prefetched before its first lock.
#ifndef TIDEGATE_BENCH_PEERS_SHARDED_MAP_H_
#define TIDEGATE_BENCH_PEERS_SHARDED_MAP_H_

#include <algorithm>
#include <array>
#include <bit>
#include <functional>
#include <memory>
#include <mutex>
#include <new>
#include <span>
#include <utility>
#include <vector>

#include "conntrack/bench_table.h"
#include "peers/arena.h"
#include "peers/conn_record.h"
#include "peers/key_hash.h"
#include "peers/spin_lock.h"

namespace tidegate::bench {

// Options: those of FlatMap (flat_map.h).
template <class Options>
class ShardedMap {
  using Map = typename Options::Map;
  using Hash = typename Options::Hash;

  struct alignas(64) Shard {
    explicit Shard(const typename Map::allocator_type& allocator) : map(allocator) {}
    SpinLock lock;
    Map map;
  };
  // Apart from the shards, whose lines go from core to core: these are only read.
  using Layouts = std::vector<typename Options::Layout>;

 public:
  static constexpr std::string_view kName = Options::kName;
  static constexpr bool kConcurrent = true;

  static absl::StatusOr<std::unique_ptr<ShardedMap>> Create(std::uint64_t capacity) {
    return std::make_unique<ShardedMap>(capacity);
  }

  explicit ShardedMap(std::uint64_t capacity)
      : shard_count_(ShardsFor(capacity)),
        reserve_(ReserveFor(capacity, shard_count_)),
        arena_(shard_count_ * (Options::BytesFor(reserve_) + sizeof(Shard))) {
    auto* const shards = static_cast<Shard*>(arena_.Take(shard_count_ * sizeof(Shard)));
    for (std::size_t i = 0; i < shard_count_; ++i) new (&shards[i]) Shard(typename Map::allocator_type(arena_));
    shards_ = {shards, shard_count_};
    layouts_.resize(shard_count_);
    Reserve();
  }
  ShardedMap(const ShardedMap&) = delete;
  ShardedMap& operator=(const ShardedMap&) = delete;
  ~ShardedMap() { std::destroy(shards_.begin(), shards_.end()); }

  std::size_t MemoryBytes() const { return arena_.MemoryBytes(); }

  void Clear() {
    for (Shard& shard : shards_) shard.map.clear();
    Reserve();
  }

  class Worker {
   public:
    explicit Worker(ShardedMap& table)
        : shards_(table.shards_.data()), layouts_(table.layouts_), mask_(table.shard_count_ - 1) {}

    std::size_t Lookup(KeyBurst keys, std::uint64_t& touched) {
      Prefetch(keys);
      std::size_t found = 0;
      for (std::size_t i = 0; i < keys.size(); ++i) {
        const std::lock_guard lock(at_[i]->lock);
        const auto it = Options::Find(at_[i]->map, keys[i], hashes_[i]);
        if (it == at_[i]->map.end()) continue;
        touched += it->second.words[0];
        ++found;
      }
      return found;
    }

    std::size_t Insert(KeyBurst keys) {
      Prefetch<kInsert>(keys);
      std::size_t added = 0;
      for (std::size_t i = 0; i < keys.size(); ++i) {
        const std::lock_guard lock(at_[i]->lock);
        added += at_[i]->map.try_emplace(keys[i], kFreshRecord).second;
      }
      return added;
    }

    std::size_t Erase(KeyBurst keys) {
      Prefetch(keys);
      std::size_t gone = 0;
      for (std::size_t i = 0; i < keys.size(); ++i) {
        const std::lock_guard lock(at_[i]->lock);
        const auto it = Options::Find(at_[i]->map, keys[i], hashes_[i]);
        if (it == at_[i]->map.end()) continue;
        at_[i]->map.erase(it);  // with the result unused it costs less than by key
        ++gone;
      }
      return gone;
    }

   private:
    static constexpr bool kInsert = true;

    template <bool kForInsert = false>
    void Prefetch(KeyBurst keys) {
      std::array<const typename Options::Layout*, kBurst> layouts;
      for (std::size_t i = 0; i < keys.size(); ++i) {
        hashes_[i] = Hash{}(keys[i]);
        const std::size_t shard = hashes_[i] >> kShardShift & mask_;
        at_[i] = &shards_[shard];
        layouts[i] = &layouts_[shard];
        __builtin_prefetch(at_[i], 1);
        layouts[i]->Prefetch(hashes_[i]);
      }
      for (std::size_t i = 0; i < keys.size(); ++i) {
        if constexpr (kForInsert) {
          layouts[i]->PrefetchFree(hashes_[i]);
        } else {
          layouts[i]->PrefetchSlot(hashes_[i]);
        }
      }
    }

    Shard* shards_;
    const Layouts& layouts_;
    std::size_t mask_;
    std::array<Shard*, kBurst> at_;
    std::array<std::size_t, kBurst> hashes_;
  };

 private:
  // Bits that neither kind of map uses for a slot or a tag.
  static constexpr int kShardShift = 36;
  static constexpr std::size_t kMaxShards = 256;
  static constexpr std::size_t kPerShard = 512;

  static std::size_t ShardsFor(std::uint64_t capacity) {
    return std::clamp<std::size_t>(std::bit_ceil(capacity / kPerShard), 1, kMaxShards);
  }
  // The fullest of them has some standard deviations more than the mean.
  static std::size_t ReserveFor(std::uint64_t capacity, std::size_t shards) {
    return shards == 1 ? capacity : capacity / shards * 5 / 4;
  }

  // A map that has kept its array asks for none.
  void Reserve() {
    for (std::size_t i = 0; i < shard_count_; ++i) {
      const std::uint64_t takes = arena_.takes();
      shards_[i].map.reserve(reserve_);
      if (arena_.takes() != takes) layouts_[i] = typename Options::Layout(shards_[i].map, arena_.last_taken());
    }
  }

  std::size_t shard_count_;
  std::size_t reserve_;
  Arena arena_;
  std::span<Shard> shards_;
  Layouts layouts_;
};

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_PEERS_SHARDED_MAP_H_
