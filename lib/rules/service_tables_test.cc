// Service tables against the ranges they are made of, one by one.
#include "rules/service_tables.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <set>
#include <vector>

#include "rules/service_tables_builder.h"

namespace tidegate::rules {
namespace {

// Matchers as the sets of rules they stand for; number 0 is everybody.
struct Matchers {
  std::vector<std::set<std::uint32_t>> rules{{}};

  std::uint32_t Make(const std::vector<std::uint32_t>& of) {
    rules.emplace_back(of.begin(), of.end());
    return static_cast<std::uint32_t>(rules.size() - 1);
  }
};

struct Found {
  std::set<std::uint32_t> rules;
  std::size_t matchers = 0;
};

class Table {
 public:
  explicit Table(const std::vector<ServiceRange>& ranges) {
    ServiceTablesBuilder builder;
    builder.Add({}, nullptr, {});  // so that the table is not the first
    number_ =
        builder.Add(ranges, [this](const std::vector<std::uint32_t>& rules) { return matchers_.Make(rules); }, {});
    tables_ = builder.Finish();
  }

  Found Find(std::uint16_t service) const {
    Found found;
    tables_.AnyMatcher(number_, service, [&](std::uint32_t matcher) {
      found.rules.insert(matchers_.rules[matcher].begin(), matchers_.rules[matcher].end());
      ++found.matchers;
      return false;
    });
    return found;
  }

  std::size_t MemoryBytes() const { return tables_.MemoryBytes(); }

 private:
  Matchers matchers_;
  ServiceTables tables_;
  std::uint32_t number_ = 0;
};

std::set<std::uint32_t> Expected(const std::vector<ServiceRange>& ranges, std::uint16_t service) {
  std::set<std::uint32_t> rules;
  for (std::size_t i = 0; i < ranges.size(); ++i) {
    if (ranges[i].min <= service && service <= ranges[i].max) rules.insert(static_cast<std::uint32_t>(i));
  }
  return rules;
}

// Both sides of every cut.
void ExpectRight(const Table& table, const std::vector<ServiceRange>& ranges, std::size_t most_matchers) {
  std::set<std::uint16_t> services = {0, 1, 0xffff};
  for (const ServiceRange& range : ranges) {
    for (const int near : {-1, 0, 1}) {
      services.insert(static_cast<std::uint16_t>(range.min + near));
      services.insert(static_cast<std::uint16_t>(range.max + near));
    }
  }
  for (const std::uint16_t service : services) {
    const Found found = table.Find(service);
    ASSERT_EQ(found.rules, Expected(ranges, service)) << service;
    ASSERT_LE(found.matchers, most_matchers) << service;
  }
}

TEST(ServiceTables, FewRangesHaveOneMatcherForASegmentAndOneForAll) {
  const std::vector<std::vector<ServiceRange>> kRows = {
      {},
      {{0, 0xffff}},
      {{22, 22}},
      {{0, 0}},
      {{0xffff, 0xffff}},
      {{0, 0x7fff}, {0x8000, 0xffff}},
      {{22, 22}, {22, 22}, {0, 0xffff}},
      {{1, 100}, {50, 150}, {100, 100}, {0, 0xffff}},
  };
  for (const auto& ranges : kRows) ExpectRight(Table(ranges), ranges, 2);
}

TEST(ServiceTables, RandomRanges) {
  std::mt19937 random(1);
  for (int round = 0; round < 200; ++round) {
    std::vector<ServiceRange> ranges(random() % 60);
    for (ServiceRange& range : ranges) {
      range.min = static_cast<std::uint16_t>(random() % (round % 2 == 0 ? 200 : 65536));
      range.max = static_cast<std::uint16_t>(range.min + random() % (65536 - range.min));
    }
    ExpectRight(Table(ranges), ranges, 2);
  }
}

// Without the tree these would have a million entries; a list stays short all the same.
TEST(ServiceTables, ThousandsOfWideRangesTakeBoundedMemory) {
  std::mt19937 random(2);
  std::vector<ServiceRange> ranges(1000);
  for (ServiceRange& range : ranges) {
    range.min = static_cast<std::uint16_t>(random() % 32768);
    range.max = static_cast<std::uint16_t>(32768 + random() % 32768);
  }
  const Table table(ranges);
  ExpectRight(table, ranges, 4);
  EXPECT_LT(table.MemoryBytes(), 200'000u);
}

}  // namespace
}  // namespace tidegate::rules
