// boost::unordered_flat_map (Boost 1.81), of one thread: open addressing in groups of fifteen.
//
// Its best: the records stand in the table; the short hash is used as it is; a burst is prefetched, for which it has no
// call, by what its allocation says of its layout: the group of a key's tags, then the slot whose tag matches.
#ifndef TIDEGATE_BENCH_PEERS_UNORDERED_FLAT_MAP_H_
#define TIDEGATE_BENCH_PEERS_UNORDERED_FLAT_MAP_H_

#include <emmintrin.h>

#include <boost/unordered/unordered_flat_map.hpp>

#include "peers/flat_map.h"

namespace tidegate::bench {

struct BoostFlatMap {
  struct Hash {
    using is_avalanching = void;
    std::size_t operator()(const FlowKey4& key) const { return FoldHash(key); }
  };
  using Map = boost::unordered_flat_map<FlowKey4, ConnRecord, Hash, std::equal_to<FlowKey4>,
                                        ArenaAllocator<std::pair<const FlowKey4, ConnRecord>>>;

  // Groups are a power of two, seven eighths of whose slots may be used; each has 16 bytes beside it.
  static std::size_t BytesFor(std::size_t capacity) {
    return std::bit_ceil(capacity * 8 / 7 / kGroup + 1) * (kGroup * sizeof(Map::value_type) + 16) + kSlack;
  }
  static auto Find(Map& map, const FlowKey4& key, std::size_t) { return map.find(key); }

  // Where a map has its slots and, behind them, its groups of tags. One that has grown since has them elsewhere: then
  // prefetching is in vain.
  class Layout {
   public:
    Layout() = default;
    Layout(const Map& map, const void* array) : slots_(static_cast<const Map::value_type*>(array)) {
      const std::size_t groups = (map.bucket_count() + 1) / kGroup;
      const auto end = reinterpret_cast<std::uintptr_t>(slots_ + map.bucket_count());
      groups_ = reinterpret_cast<const __m128i*>((end + sizeof(__m128i) - 1) & ~(sizeof(__m128i) - 1));
      shift_ = std::countl_zero(groups) + 1;
    }

    // Inline, as g++ 12 takes functions that only prefetch for ones without effect and leaves out their calls.
    [[gnu::always_inline]] void Prefetch(std::size_t hash) const { __builtin_prefetch(&groups_[hash >> shift_]); }
    [[gnu::always_inline]] void PrefetchSlot(std::size_t hash) const {
      const auto low = static_cast<char>(hash & 0xff);
      PrefetchTagged(hash, (hash & 0xff) < 2 ? static_cast<char>(low + 8) : low);
    }
    [[gnu::always_inline]] void PrefetchFree(std::size_t hash) const { PrefetchTagged(hash, 0); }

   private:
    // The first slot of the group with such a tag.
    [[gnu::always_inline]] void PrefetchTagged(std::size_t hash, char tag) const {
      const std::size_t group = hash >> shift_;
      const int same = _mm_movemask_epi8(_mm_cmpeq_epi8(_mm_load_si128(&groups_[group]), _mm_set1_epi8(tag)));
      const int slot = std::countr_zero(static_cast<unsigned>(same | 1 << kGroup));
      if (slot < static_cast<int>(kGroup)) __builtin_prefetch(slots_ + group * kGroup + slot, 1);
    }

    const Map::value_type* slots_ = nullptr;
    const __m128i* groups_ = nullptr;
    int shift_ = 0;
  };

  static constexpr std::size_t kGroup = 15;
  static constexpr std::size_t kSlack = 256;
};

struct UnorderedFlatMapOptions : BoostFlatMap {
  static constexpr std::string_view kName = "unordered_flat_map";
};
using UnorderedFlatMap = FlatMap<UnorderedFlatMapOptions>;
static_assert(BenchTable<UnorderedFlatMap>);

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_PEERS_UNORDERED_FLAT_MAP_H_
