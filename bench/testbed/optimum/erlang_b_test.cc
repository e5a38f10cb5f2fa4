#include "testbed/optimum/erlang_b.h"

#include <gtest/gtest.h>

namespace tidegate::testbed {
namespace {

struct Row {
  double offered;
  std::uint64_t slots;
  double refused;
  double tolerance;
};

// The first are fractions that can be worked by hand: E(a, k) = a^k/k! over the sum of a^i/i!, i = 0 ... k.
constexpr Row kRows[] = {
    {1, 0, 1, 0},             // no slots
    {0, 3, 0, 0},             // no traffic
    {1, 1, 1.0 / 2, 1e-15},   // 1 / (1 + 1)
    {2, 2, 2.0 / 5, 1e-15},   // 2 / (1 + 2 + 2)
    {3, 2, 9.0 / 17, 1e-15},  // 4.5 / (1 + 3 + 4.5)
    {2, 4, 2.0 / 21, 1e-15},  // (2/3) / (1 + 2 + 2 + 4/3 + 2/3)
    {10, 10, 0.2146, 5e-5},   // from the usual tables
    {20, 30, 0.0085, 5e-5},   // likewise
    {1000.0 * 120, 112'928, 0.059,
     5e-4},  // TIME-WAIT of 120 s, 4 clients' ports: 1000 connections a second are too many
    {941.0 * 120, 112'928, 0.0023, 5e-5},  // and 941 are nearly not
};

TEST(ErlangBTest, IsTheLossFormula) {
  for (const Row& row : kRows) {
    EXPECT_NEAR(ErlangB(row.offered, row.slots), row.refused, row.tolerance) << row.offered << " on " << row.slots;
  }
}

}  // namespace
}  // namespace tidegate::testbed
