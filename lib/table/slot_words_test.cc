// What a policy sees of two sets: the vector form says what its portable twin says.
#include "table/slot_words.h"

#include <gtest/gtest.h>

#include <random>

#include "table/atomics.h"

namespace tidegate {
namespace {

constexpr TimeNs kNow = 1'000 * kSecond;

SlotWord Entry(ConnClass cls, std::uint32_t left_s) {
  return SlotWord::Make(cls, 0, false, ExpiryTick(cls, kNow + left_s * kSecond, kNow), 0);
}

TEST(SlotWords, FindTheEntryOfAClassThatEndsFirst) {
  SlotWords words;
  words.Set(3, Entry(ConnClass::kTimeWait, 90));
  words.Set(20, Entry(ConnClass::kTimeWait, 30));
  words.Set(21, Entry(ConnClass::kDatagram, 10));
  const TickClock clock(kNow);
  EXPECT_EQ(words.FirstToEnd(ConnClass::kTimeWait, clock), 20);
  EXPECT_EQ(words.FirstToEnd(ConnClass::kDatagram, clock), 21);
  EXPECT_EQ(words.FirstToEnd(ConnClass::kHalfOpen, clock), SlotWords::kNone);
}

TEST(SlotWords, PutEntriesThatHaveEndedFirst) {
  SlotWords words;
  words.Set(0, Entry(ConnClass::kTimeWait, 2));
  words.Set(1, SlotWord::Make(ConnClass::kTimeWait, 0, false, TickOf(ConnClass::kTimeWait, kNow - 60 * kSecond), 0));
  EXPECT_EQ(words.FirstToEnd(ConnClass::kTimeWait, TickClock(kNow)), 1);
}

TEST(SlotWords, CopyTwoLinesAndNothingElseOfThem) {
  DirectoryLine<SharedAtomics> line;
  line.control.store(~std::uint64_t{0});
  for (auto& slot : line.slots) slot.store(Entry(ConnClass::kEstablished, 100).raw());
  SlotWords words;
  words.Copy(line, false);
  EXPECT_EQ(words.Live(), kSlotLanes);
  words.Copy(line, true);
  EXPECT_EQ(words.Live(), kSlotLanes | kSlotLanes << kLanes);
}

#if defined(__AVX2__)
TEST(SlotWords, VectorFormAgreesWithItsTwin) {
  std::mt19937_64 random(1);
  int found = 0;
  for (int round = 0; round < 50'000; ++round) {
    const TickClock clock(random() >> (random() % 40));
    SlotWords words;
    for (int i = 0; i < 30; ++i) {
      if (random() % 2 == 0) words.Set(i, SlotWord(static_cast<std::uint32_t>(random())));
    }
    const auto cls = static_cast<ConnClass>(2 + random() % 6);
    const int expected = words.FirstToEndPortable(cls, clock);
    ASSERT_EQ(words.FirstToEndAvx2(cls, clock), expected);
    found += expected != SlotWords::kNone;
  }
  EXPECT_GT(found, 1000);
}
#endif

}  // namespace
}  // namespace tidegate
