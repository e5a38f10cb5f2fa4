// The vector scans and their portable twins say the same, over random sets and times.
#include "table/directory.h"

#include <gtest/gtest.h>

#include <random>

#include "table/atomics.h"

namespace tidegate {
namespace {

#if defined(__SSE2__)
TEST(Directory, VectorScansAgreeWithTheirTwins) {
  std::mt19937_64 random(1);
  DirectoryLine<OwnedAtomics> line;
  std::uint64_t hits = 0;
  std::uint64_t due = 0;
  for (int round = 0; round < 20'000; ++round) {
    const TickClock clock(random() >> (random() % 40));
    line.control.store(random());
    for (auto& slot : line.slots) {
      // Few tags, and ticks near now, so that hits and due slots are frequent.
      SlotWord word(static_cast<std::uint32_t>(random()) & ~0x3fcu);
      if (random() % 2 == 0) {
        const std::uint32_t near = clock.ticks[static_cast<std::size_t>(word.cls())] + random() % 5 - 2;
        word = word.WithExpiry(near & kTickMask);
      }
      slot.store(word.raw());
    }
    for (std::uint32_t tag = 0; tag < 4; ++tag) {
      for (const bool spilled : {false, true}) {
        const std::uint32_t expected = ScanTagsPortable(line, tag, spilled);
        ASSERT_EQ(ScanTagsSse2(line, tag, spilled), expected);
        ASSERT_EQ(ScanTags(line, tag, spilled), expected) << "the form of this build";
        hits += expected != 0;
      }
    }
    const FreeSlots expected = ScanFreePortable(line, clock);
    const FreeSlots found = ScanFreeSse2(line, clock);
    ASSERT_EQ(found.empty, expected.empty);
    ASSERT_EQ(found.due, expected.due);
    const FreeSlots chosen = ScanFree(line, clock);
    ASSERT_EQ(chosen.empty, expected.empty) << "the form of this build";
    ASSERT_EQ(chosen.due, expected.due) << "the form of this build";
    due += expected.due != 0;
  }
  EXPECT_GT(hits, 1000u);
  EXPECT_GT(due, 1000u);
}
#endif

}  // namespace
}  // namespace tidegate
