// From a service (a destination port, or ICMP's type and code) to the matchers of the rules that speak of it.
//
// A table cuts the 65,536 services where a rule begins or ends; between two cuts all services have the same rules. Each
// segment leads to a short list of matchers. Tables, segments and lists of all rule lists lie in common arrays; equal
// lists are one.
#ifndef TIDEGATE_RULES_SERVICE_TABLES_H_
#define TIDEGATE_RULES_SERVICE_TABLES_H_

#include <cstddef>
#include <cstdint>
#include <vector>

namespace tidegate::rules {

class ServiceTables {
 public:
  // The table without rules.
  static constexpr std::uint32_t kEmpty = 0;

  // Shows the matchers of a service one by one, until `meets` is true of one; returns whether it was.
  // Cost: a search in the segments, one step for each doubling of their number; in a table of many, only among those
  // with the service's upper byte.
  template <typename Fn>
  bool AnyMatcher(std::uint32_t table, std::uint16_t service, Fn meets) const {
    std::uint32_t entry = lists_[SegmentOf(tables_[table], service)];
    if (entry == kNoMatchers) return false;
    while (true) {
      const std::uint32_t matcher = matchers_[entry++];
      if (meets(matcher & ~kMore)) return true;
      if ((matcher & kMore) == 0) return false;
    }
  }

  std::size_t MemoryBytes() const {
    return tables_.capacity() * sizeof(Table) + starts_.capacity() * sizeof(std::uint16_t) +
           index_.capacity() * sizeof(std::uint16_t) +
           (lists_.capacity() + matchers_.capacity()) * sizeof(std::uint32_t);
  }

 private:
  friend class ServiceTablesBuilder;

  struct Table {
    std::uint32_t segments = 0;
    std::uint32_t segment_count = 0;
    std::uint32_t index = kNoIndex;
  };
  static constexpr std::uint32_t kNoIndex = 0xffffffff;
  static constexpr std::size_t kIndexSize = 257;  // of a table: upper bytes, and the last segment behind
  static constexpr std::uint32_t kNoMatchers = 0xffffffff;
  static constexpr std::uint32_t kMore = 0x80000000;  // another matcher of the list follows

  // The last segment that begins at or before the service; the first one begins at 0.
  std::size_t SegmentOf(const Table& table, std::uint16_t service) const {
    const std::uint16_t* const first = starts_.data() + table.segments;
    const std::uint16_t* base = first;
    std::size_t count = table.segment_count;
    if (table.index != kNoIndex) {
      const std::uint16_t* const entry = index_.data() + table.index + (service >> 8);
      base += entry[0];
      count = entry[1] - entry[0] + 1u;
    }
    while (count > 1) {
      const std::size_t half = count / 2;
      base = base[half] <= service ? base + half : base;
      count -= half;
    }
    return table.segments + static_cast<std::size_t>(base - first);
  }

  std::vector<Table> tables_{Table{0, 1, kNoIndex}};
  std::vector<std::uint16_t> starts_{0};           // of segments, by table
  std::vector<std::uint32_t> lists_{kNoMatchers};  // of segments: where their matchers begin below
  std::vector<std::uint32_t> matchers_;
  std::vector<std::uint16_t> index_;  // of tables that have one: the segment of each upper byte's first service
};

}  // namespace tidegate::rules

#endif  // TIDEGATE_RULES_SERVICE_TABLES_H_
