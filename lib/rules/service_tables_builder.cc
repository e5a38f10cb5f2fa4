// The tree over the segments, and the lists along its ways.
#include "rules/service_tables_builder.h"

#include <algorithm>
#include <utility>

namespace tidegate::rules {
namespace {

constexpr std::uint32_t kEverybody = 0;  // RemoteMatchers: who meets it needs no other matcher

// Entries of rules in leaves up to which the tree has two levels: this many for each rule, and some more.
constexpr std::size_t kEntriesPerRule = 16;
constexpr std::size_t kFreeEntries = 4096;
constexpr std::size_t kNarrow = 32;  // children of a node otherwise

constexpr std::uint32_t kIndexed = 64;  // segments from which a table gets an index, of half a kilobyte

std::vector<std::uint32_t> StartsOf(std::span<const ServiceRange> ranges) {
  std::vector<std::uint32_t> starts = {0};
  for (const ServiceRange& range : ranges) {
    starts.push_back(range.min);
    if (range.max != 0xffff) starts.push_back(range.max + 1u);
  }
  std::sort(starts.begin(), starts.end());
  starts.erase(std::unique(starts.begin(), starts.end()), starts.end());
  return starts;
}

// Nodes by level, the leaves first and the root last; each holds the rules entered into it.
class Tree {
 public:
  Tree(std::span<const ServiceRange> ranges, const std::vector<std::uint32_t>& starts)
      : starts_(starts), fan_out_(FanOut(ranges)) {
    std::size_t nodes = starts.size();
    for (span_ = 1; nodes > 1; span_ *= fan_out_) {
      levels_.emplace_back(nodes);
      nodes = (nodes + fan_out_ - 1) / fan_out_;
    }
    levels_.emplace_back(1);
    for (std::size_t rule = 0; rule < ranges.size(); ++rule) Enter(ranges[rule], static_cast<std::uint32_t>(rule));
  }

  std::vector<std::vector<std::vector<std::uint32_t>>>& levels() { return levels_; }
  std::size_t fan_out() const { return fan_out_; }

 private:
  std::size_t SegmentOf(std::uint32_t start) const {
    return static_cast<std::size_t>(std::lower_bound(starts_.begin(), starts_.end(), start) - starts_.begin());
  }

  std::size_t FanOut(std::span<const ServiceRange> ranges) const {
    std::size_t entries = 0;
    for (const ServiceRange& range : ranges) {
      const std::size_t count = SegmentOf(range.max + 1u) - SegmentOf(range.min);
      if (count != starts_.size()) entries += count;
    }
    const bool fits = entries <= kEntriesPerRule * ranges.size() + kFreeEntries;
    return fits ? std::max<std::size_t>(2, starts_.size()) : kNarrow;
  }

  // From the leaves up, as long as an end of the range is not a node's.
  void Enter(const ServiceRange& range, std::uint32_t rule) {
    std::size_t begin = SegmentOf(range.min);
    std::size_t end = SegmentOf(range.max + 1u);
    if (end == starts_.size()) end = span_;  // the root's, which is rounded up
    for (auto& level : levels_) {
      for (; begin < end && begin % fan_out_ != 0; ++begin) {
        if (begin < level.size()) level[begin].push_back(rule);
      }
      for (; begin < end && end % fan_out_ != 0; --end) {
        if (end - 1 < level.size()) level[end - 1].push_back(rule);
      }
      if (&level == &levels_.back() && begin < end) level[0].push_back(rule);
      begin /= fan_out_;
      end /= fan_out_;
    }
  }

  const std::vector<std::uint32_t>& starts_;
  std::size_t fan_out_;
  std::size_t span_ = 1;  // segments below the root, if all nodes were full
  std::vector<std::vector<std::vector<std::uint32_t>>> levels_;
};

}  // namespace

std::uint32_t ServiceTablesBuilder::Add(std::span<const ServiceRange> ranges, const MakeMatcher& make_matcher,
                                        std::span<const std::uint32_t> always) {
  const std::vector<std::uint32_t> starts = StartsOf(ranges);
  Tree tree(ranges, starts);
  // In place of its rules, each node gets their matcher. The widest get the lowest numbers, so that they are asked
  // first: most packets that are allowed meet one of them.
  for (auto level = tree.levels().rbegin(); level != tree.levels().rend(); ++level) {
    for (std::vector<std::uint32_t>& node : *level) {
      if (!node.empty()) node = {make_matcher(node)};
    }
  }
  const auto first = static_cast<std::uint32_t>(out_.starts_.size());
  for (std::size_t segment = 0; segment < starts.size(); ++segment) {
    std::vector<std::uint32_t> matchers(always.begin(), always.end());
    std::size_t place = segment;
    for (const auto& level : tree.levels()) {
      matchers.insert(matchers.end(), level[place].begin(), level[place].end());
      place /= tree.fan_out();
    }
    AddSegment(static_cast<std::uint16_t>(starts[segment]), std::move(matchers), segment == 0);
  }
  const auto count = static_cast<std::uint32_t>(out_.starts_.size()) - first;
  out_.tables_.push_back({first, count, count < kIndexed ? ServiceTables::kNoIndex : IndexOf(first, count)});
  return static_cast<std::uint32_t>(out_.tables_.size() - 1);
}

std::uint32_t ServiceTablesBuilder::IndexOf(std::uint32_t first, std::uint32_t count) {
  const auto index = static_cast<std::uint32_t>(out_.index_.size());
  const std::span<const std::uint16_t> starts(out_.starts_.data() + first, count);
  for (std::uint32_t byte = 0; byte < ServiceTables::kIndexSize - 1; ++byte) {
    const auto behind = std::upper_bound(starts.begin(), starts.end(), byte << 8);
    out_.index_.push_back(static_cast<std::uint16_t>(behind - starts.begin() - 1));
  }
  out_.index_.push_back(static_cast<std::uint16_t>(count - 1));
  return index;
}

// One like the segment before it is part of that.
void ServiceTablesBuilder::AddSegment(std::uint16_t start, std::vector<std::uint32_t> matchers, bool first) {
  std::sort(matchers.begin(), matchers.end());
  matchers.erase(std::unique(matchers.begin(), matchers.end()), matchers.end());
  if (!matchers.empty() && matchers[0] == kEverybody) matchers.resize(1);
  const std::uint32_t list = ListOf(matchers);
  if (!first && out_.lists_.back() == list) return;
  out_.starts_.push_back(start);
  out_.lists_.push_back(list);
}

std::uint32_t ServiceTablesBuilder::ListOf(const std::vector<std::uint32_t>& matchers) {
  if (matchers.empty()) return ServiceTables::kNoMatchers;
  const auto [entry, added] = lists_.try_emplace(matchers, static_cast<std::uint32_t>(out_.matchers_.size()));
  if (added) {
    for (const std::uint32_t matcher : matchers) out_.matchers_.push_back(matcher | ServiceTables::kMore);
    out_.matchers_.back() &= ~ServiceTables::kMore;
  }
  return entry->second;
}

}  // namespace tidegate::rules
