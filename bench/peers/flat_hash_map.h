// absl::flat_hash_map (abseil.io, "Swiss Tables"), of one thread: open addressing with a byte of metadata for each
// slot.
//
// Its best: the records stand in the table, a burst is prefetched, the hash is short.
#ifndef TIDEGATE_BENCH_PEERS_FLAT_HASH_MAP_H_
#define TIDEGATE_BENCH_PEERS_FLAT_HASH_MAP_H_

#include "absl/container/flat_hash_map.h"
#include "peers/flat_map.h"

namespace tidegate::bench {

struct AbslFlatMap {
  struct Hash {
    std::size_t operator()(const FlowKey4& key) const { return FoldHash(key); }
  };
  using Map = absl::flat_hash_map<FlowKey4, ConnRecord, Hash, std::equal_to<FlowKey4>,
                                  ArenaAllocator<std::pair<const FlowKey4, ConnRecord>>>;

  // Slots are a power of two, of which seven eighths may be used; each has a byte beside it.
  static std::size_t BytesFor(std::size_t capacity) {
    return std::bit_ceil(capacity * 8 / 7 + 1) * (sizeof(Map::value_type) + 1) + kSlack;
  }
  static auto Find(Map& map, const FlowKey4& key, std::size_t hash) { return map.find(key, hash); }

  // What the map's own prefetch() does. That reads the map's header, which other threads write to; and g++ 12 leaves
  // out its calls, as it takes a function that only prefetches for one without effect: so these are inline by force.
  class Layout {
   public:
    Layout() = default;
    Layout(const Map& map, const void* array) : metadata_(static_cast<const char*>(array)), mask_(map.bucket_count()) {
      constexpr std::size_t kAlign = alignof(Map::value_type);
      slots_ = metadata_ + (mask_ + 1 + kClones + kAlign - 1) / kAlign * kAlign;
    }

    [[gnu::always_inline]] void Prefetch(std::size_t hash) const {
      const std::size_t slot = (hash >> kTagBits ^ reinterpret_cast<std::uintptr_t>(metadata_) >> kSaltShift) & mask_;
      __builtin_prefetch(metadata_ + slot);
      __builtin_prefetch(slots_ + slot * sizeof(Map::value_type));
    }
    void PrefetchSlot(std::size_t) const {}
    void PrefetchFree(std::size_t) const {}

   private:
    static constexpr std::size_t kClones = 15;  // of the first bytes of metadata, behind the last
    static constexpr int kTagBits = 7;
    static constexpr int kSaltShift = 12;  // where the metadata is decides where a probe begins

    const char* metadata_ = nullptr;
    const char* slots_ = nullptr;
    std::size_t mask_ = 0;
  };

  static constexpr std::size_t kSlack = 256;
};

struct FlatHashMapOptions : AbslFlatMap {
  static constexpr std::string_view kName = "flat_hash_map";
};
using FlatHashMap = FlatMap<FlatHashMapOptions>;
static_assert(BenchTable<FlatHashMap>);

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_PEERS_FLAT_HASH_MAP_H_
