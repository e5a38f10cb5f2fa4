// Makes service tables of rules with service ranges.
//
// If each segment had one matcher of all its rules, thousands of wide ranges that overlap would need their number
// squared. So the segments are the leaves of a tree, and a range is entered into the few highest nodes that it covers
// whole; a segment's list are the matchers on its way to the root. The tree is as flat as a bound on memory allows: two
// levels (one matcher for a segment's own rules, one for those of every service) in nearly all configurations, else
// nodes of thirty-two, so that a list has at most four.
#ifndef TIDEGATE_RULES_SERVICE_TABLES_BUILDER_H_
#define TIDEGATE_RULES_SERVICE_TABLES_BUILDER_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "rules/service_tables.h"

namespace tidegate::rules {

// The services of one rule, both ends included.
struct ServiceRange {
  std::uint16_t min = 0;
  std::uint16_t max = 0xffff;
};

class ServiceTablesBuilder {
 public:
  // Makes a matcher of the remote ends of rules, which are named by their places in `ranges`.
  using MakeMatcher = std::function<std::uint32_t(const std::vector<std::uint32_t>& rules)>;

  // Returns the number of the new table. `always` are matchers that every service has besides.
  std::uint32_t Add(std::span<const ServiceRange> ranges, const MakeMatcher& make_matcher,
                    std::span<const std::uint32_t> always);

  ServiceTables Finish() { return std::move(out_); }

 private:
  void AddSegment(std::uint16_t start, std::vector<std::uint32_t> matchers, bool first);
  std::uint32_t IndexOf(std::uint32_t first, std::uint32_t count);
  std::uint32_t ListOf(const std::vector<std::uint32_t>& matchers);

  ServiceTables out_;
  absl::flat_hash_map<std::vector<std::uint32_t>, std::uint32_t> lists_;
};

}  // namespace tidegate::rules

#endif  // TIDEGATE_RULES_SERVICE_TABLES_BUILDER_H_
