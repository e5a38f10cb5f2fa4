// absl::flat_hash_map (abseil.io, "Swiss Tables"), of one thread: open addressing with a byte of metadata for each
// slot.
//
// Its best: the records stand in the table, a burst is prefetched, the hash is computed once for each call.
#ifndef TIDEGATE_BENCH_PEERS_FLAT_HASH_MAP_H_
#define TIDEGATE_BENCH_PEERS_FLAT_HASH_MAP_H_

#include <array>
#include <functional>
#include <memory>

#include "absl/container/flat_hash_map.h"
#include "absl/hash/hash.h"
#include "conntrack/bench_table.h"
#include "peers/block_allocator.h"
#include "peers/conn_record.h"

namespace tidegate::bench {

class FlatHashMap {
 public:
  static constexpr std::string_view kName = "flat_hash_map";

  static absl::StatusOr<std::unique_ptr<FlatHashMap>> Create(std::uint64_t capacity) {
    return std::make_unique<FlatHashMap>(capacity);
  }

  explicit FlatHashMap(std::uint64_t capacity) : capacity_(capacity) { map_.reserve(capacity); }

  std::size_t MemoryBytes() const { return memory_->bytes(); }

  void Clear() {
    map_.clear();
    map_.reserve(capacity_);
  }

 private:
  struct Hash {
    std::size_t operator()(const FlowKey4& key) const { return absl::HashOf(key.words[0], key.words[1]); }
  };
  using Value = std::pair<const FlowKey4, ConnRecord>;
  using Map = absl::flat_hash_map<FlowKey4, ConnRecord, Hash, std::equal_to<FlowKey4>, BlockAllocator<Value>>;

 public:
  class Worker {
   public:
    explicit Worker(FlatHashMap& table) : map_(table.map_) {}

    std::size_t Lookup(KeyBurst keys, std::uint64_t& touched) {
      Prefetch(keys);
      std::size_t found = 0;
      for (std::size_t i = 0; i < keys.size(); ++i) {
        const auto it = map_.find(keys[i], hashes_[i]);
        if (it == map_.end()) continue;
        touched += it->second.words[0];
        ++found;
      }
      return found;
    }

    std::size_t Insert(KeyBurst keys) {
      Prefetch(keys);
      std::size_t added = 0;
      for (const FlowKey4& key : keys) added += map_.try_emplace(key, kFreshRecord).second;
      return added;
    }

    std::size_t Erase(KeyBurst keys) {
      Prefetch(keys);
      std::size_t gone = 0;
      for (std::size_t i = 0; i < keys.size(); ++i) {
        const auto it = map_.find(keys[i], hashes_[i]);
        if (it == map_.end()) continue;
        map_.erase(it);  // with the result unused it costs less than by key
        ++gone;
      }
      return gone;
    }

   private:
    void Prefetch(KeyBurst keys) {
      for (std::size_t i = 0; i < keys.size(); ++i) {
        hashes_[i] = Hash{}(keys[i]);
        map_.prefetch(keys[i]);
      }
    }

    Map& map_;
    std::array<std::size_t, kBurst> hashes_;
  };

 private:
  std::uint64_t capacity_;
  std::shared_ptr<BlockSource> memory_ = std::make_shared<BlockSource>();
  Map map_{BlockAllocator<Value>(memory_)};
};
static_assert(BenchTable<FlatHashMap>);

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_PEERS_FLAT_HASH_MAP_H_
