// Tests of the capacity that a loss takes.
#include "testbed/report/iso_capacity.h"

#include <gtest/gtest.h>

#include <vector>

namespace tidegate::testbed {
namespace {

using Kind = IsoCapacity::Kind;

struct Case {
  const char* what;
  std::vector<LossAt> losses;
  Kind kind;
  double capacity;
};

TEST(IsoCapacityOf, IsWhereTheLossStaysBelow) {
  const Case cases[] = {
      {"nothing was measured", {}, Kind::kNotMeasured, 0},
      {"the smallest is enough", {{100, 0.001}, {200, 0}}, Kind::kAtMost, 100},
      {"the largest is not", {{100, 0.5}, {200, 0.002}}, Kind::kAbove, 200},
      {"0.002 of the 0.003 have to go: two thirds of the way", {{100, 0.003}, {200, 0}}, Kind::kBetween, 166.6667},
      {"just there", {{100, 0.1}, {200, 0.001}}, Kind::kBetween, 200},
      {"what rises again does not count", {{100, 0}, {200, 0.002}, {300, 0}}, Kind::kBetween, 250},
  };
  for (const Case& c : cases) {
    const IsoCapacity iso = IsoCapacityOf(c.losses, 0.001);
    EXPECT_EQ(iso.kind, c.kind) << c.what;
    EXPECT_NEAR(iso.capacity, c.capacity, 1e-3) << c.what;
  }
}

}  // namespace
}  // namespace tidegate::testbed
