// The vector scans and their portable twin say the same, over random sets and times.
#include "table/directory.h"

#include <gtest/gtest.h>

#include <random>

#include "table/atomics.h"

namespace tidegate {
namespace {

using TestLine = DirectoryLine<OwnedAtomics>;

// Few tags, and ticks near now, so that hits and due slots are frequent.
void Randomize(std::mt19937_64& random, const TickClock& clock, TestLine& line) {
  // Spill counters that are zero half of the time.
  line.control.store(random() & random() & random());
  for (auto& slot : line.slots) {
    SlotWord word(static_cast<std::uint32_t>(random()) & ~0xfcu);
    if (random() % 2 == 0) {
      const auto near =
          clock.ticks[static_cast<std::size_t>(word.cls())] + static_cast<std::uint32_t>(random() % 5) - 2;
      word = word.WithExpiry(near & kTickMask);
    }
    slot.store(word.raw());
  }
}

template <class Scan>
class DirectoryScan : public ::testing::Test {};

using Scans = ::testing::Types<
#if defined(__SSE2__)
    ScanSse2,
#endif
#if defined(__AVX2__)
    ScanAvx2,
#endif
#if defined(__AVX512F__)
    ScanAvx512,
#endif
    VectorScan>;
TYPED_TEST_SUITE(DirectoryScan, Scans);

TYPED_TEST(DirectoryScan, FindsTheTagsItsPortableTwinFinds) {
  std::mt19937_64 random(1);
  TestLine line;
  int hits = 0;
  int spills = 0;
  for (int round = 0; round < 20'000; ++round) {
    Randomize(random, TickClock(0), line);
    for (std::uint32_t tag = 0; tag < 1024; tag = tag % 256 == 3 ? tag + 253 : tag + 1) {
      const TagScan expected = ScanPortable::Tags(line, tag);
      ASSERT_EQ(TypeParam::Tags(line, tag).raw(), expected.raw()) << tag;
      hits += expected.hits() != 0;
      spills += expected.spills();
    }
  }
  EXPECT_GT(hits, 1000);
  EXPECT_GT(spills, 1000);
}

TYPED_TEST(DirectoryScan, SurveysAsItsPortableTwin) {
  std::mt19937_64 random(2);
  TestLine line;
  int due = 0;
  for (int round = 0; round < 20'000; ++round) {
    const TickClock clock(random() >> (random() % 40));
    Randomize(random, clock, line);
    const auto tag = static_cast<std::uint32_t>(random() % 4);
    const LineSurvey expected = ScanPortable::Survey(line, tag, clock);
    const LineSurvey found = TypeParam::Survey(line, tag, clock);
    ASSERT_EQ(found.hits, expected.hits);
    ASSERT_EQ(found.busy, expected.busy);
    ASSERT_EQ(found.empty, expected.empty);
    ASSERT_EQ(found.due, expected.due);
    due += expected.due != 0;
  }
  EXPECT_GT(due, 1000);
}

TEST(TagScan, FirstLaneIsSomeSlotsLaneIfThereIsNoHit) {
  EXPECT_EQ(TagScan(1u << 3 | 1u << 9, true).FirstLane(), 3u);
  EXPECT_LT(TagScan(0, false).FirstLane(), kSlotsPerSet);
  EXPECT_LT(TagScan(0, true).FirstLane(), kSlotsPerSet);
}

}  // namespace
}  // namespace tidegate
