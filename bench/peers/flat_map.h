// A hash map of open addressing, for one thread: what such maps share.
#ifndef TIDEGATE_BENCH_PEERS_FLAT_MAP_H_
#define TIDEGATE_BENCH_PEERS_FLAT_MAP_H_

#include <array>
#include <bit>
#include <functional>
#include <memory>
#include <utility>

#include "conntrack/bench_table.h"
#include "peers/arena.h"
#include "peers/conn_record.h"
#include "peers/key_hash.h"

namespace tidegate::bench {

// Options: a name, the Map and its Hash, and
//   BytesFor(capacity)       the memory of a map that is reserved for so many
//   Find(map, key, hash)     the iterator
//   Layout(map, array)       of a map that has such an array: what it takes to prefetch
//     Prefetch(hash)         what is read first
//     PrefetchSlot(hash)     what is read next, when that has come
//     PrefetchFree(hash)     what an insert of a new key writes to
template <class Options>
class FlatMap {
  using Map = typename Options::Map;
  using Hash = typename Options::Hash;

 public:
  static constexpr std::string_view kName = Options::kName;
  static constexpr bool kConcurrent = false;

  static absl::StatusOr<std::unique_ptr<FlatMap>> Create(std::uint64_t capacity) {
    return std::make_unique<FlatMap>(capacity);
  }

  explicit FlatMap(std::uint64_t capacity)
      : capacity_(capacity), arena_(Options::BytesFor(capacity)), map_(typename Map::allocator_type(arena_)) {
    Reserve();
  }

  std::size_t MemoryBytes() const { return arena_.MemoryBytes(); }

  void Clear() {
    map_.clear();
    Reserve();
  }

  class Worker {
   public:
    explicit Worker(FlatMap& table) : map_(table.map_), layout_(table.layout_) {}

    std::size_t Lookup(KeyBurst keys, std::uint64_t& touched) {
      Prefetch(keys);
      std::size_t found = 0;
      for (std::size_t i = 0; i < keys.size(); ++i) {
        const auto it = Options::Find(map_, keys[i], hashes_[i]);
        if (it == map_.end()) continue;
        touched += it->second.words[0];
        ++found;
      }
      return found;
    }

    std::size_t Insert(KeyBurst keys) {
      Prefetch<kInsert>(keys);
      std::size_t added = 0;
      for (const FlowKey4& key : keys) added += map_.try_emplace(key, kFreshRecord).second;
      return added;
    }

    std::size_t Erase(KeyBurst keys) {
      Prefetch(keys);
      std::size_t gone = 0;
      for (std::size_t i = 0; i < keys.size(); ++i) {
        const auto it = Options::Find(map_, keys[i], hashes_[i]);
        if (it == map_.end()) continue;
        map_.erase(it);  // with the result unused it costs less than by key
        ++gone;
      }
      return gone;
    }

   private:
    static constexpr bool kInsert = true;

    template <bool kForInsert = false>
    void Prefetch(KeyBurst keys) {
      for (std::size_t i = 0; i < keys.size(); ++i) {
        hashes_[i] = Hash{}(keys[i]);
        layout_.Prefetch(hashes_[i]);
      }
      for (std::size_t i = 0; i < keys.size(); ++i) {
        if constexpr (kForInsert) {
          layout_.PrefetchFree(hashes_[i]);
        } else {
          layout_.PrefetchSlot(hashes_[i]);
        }
      }
    }

    Map& map_;
    const typename Options::Layout& layout_;
    std::array<std::size_t, kBurst> hashes_;
  };

 private:
  // A map that has kept its array asks for none.
  void Reserve() {
    const std::uint64_t takes = arena_.takes();
    map_.reserve(capacity_);
    if (arena_.takes() != takes) layout_ = typename Options::Layout(map_, arena_.last_taken());
  }

  std::uint64_t capacity_;
  Arena arena_;
  Map map_;
  typename Options::Layout layout_;
};

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_PEERS_FLAT_MAP_H_
