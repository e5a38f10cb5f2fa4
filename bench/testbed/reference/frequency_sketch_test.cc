#include "testbed/reference/frequency_sketch.h"

#include <gtest/gtest.h>

namespace tidegate::testbed {
namespace {

TEST(FrequencySketch, CountsWhatItWasAsked) {
  FrequencySketch sketch(1000, 1);
  EXPECT_EQ(sketch.Estimate(5), 0u);
  for (std::uint32_t count = 1; count <= 16; ++count) {
    sketch.Count(5);
    EXPECT_EQ(sketch.Estimate(5), count);
  }
  sketch.Count(5);
  EXPECT_EQ(sketch.Estimate(5), 16u) << "15 in four bits, 1 at the door";
  EXPECT_EQ(sketch.Estimate(6), 0u);
}

// Ten requests for each of 100 entries: after the thousandth, counts are halved and the doorkeeper is empty.
TEST(FrequencySketch, HalvesAfterTenRequestsForEachEntry) {
  FrequencySketch sketch(100, 1);
  for (int i = 0; i < 9; ++i) sketch.Count(5);
  for (int i = 0; i < 990; ++i) sketch.Count(6);
  EXPECT_EQ(sketch.Estimate(5), 9u);
  sketch.Count(6);
  EXPECT_EQ(sketch.Estimate(5), 4u) << "8 / 2, and no longer 1 at the door";
  EXPECT_EQ(sketch.Estimate(6), 7u) << "15 / 2";
}

// As many keys once as the doorkeeper is meant for: those asked for four times are told from them.
TEST(FrequencySketch, TellsFrequentKeysFromSingleOnes) {
  FrequencySketch sketch(1000, 1);
  for (std::uint64_t key = 0; key < 4000; ++key) sketch.Count(key);
  for (int i = 0; i < 3; ++i) {
    for (std::uint64_t key = 0; key < 100; ++key) sketch.Count(key);
  }
  int overrated = 0;
  for (std::uint64_t key = 100; key < 4000; ++key) overrated += sketch.Estimate(key) >= 4 ? 1 : 0;
  for (std::uint64_t key = 0; key < 100; ++key) EXPECT_GE(sketch.Estimate(key), 4u);
  EXPECT_LT(overrated, 4) << "one in a thousand";
}

}  // namespace
}  // namespace tidegate::testbed
