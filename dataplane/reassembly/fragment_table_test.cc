// Which fragments make a packet, which spoil it, and what becomes of the others.
#include "reassembly/fragment_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

namespace tidegate {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr TimeNs kTimeout = 2 * kSecond;
constexpr auto kInvalid = DropReason::kFragmentInvalid;
constexpr auto kFull = DropReason::kFragmentTableFull;
constexpr auto kLate = DropReason::kFragmentTimeout;

// UDP over IPv4. A `packet` is its identification.
Fragment Piece(std::uint32_t offset, std::uint16_t length, bool more, std::uint32_t packet = 1) {
  Fragment fragment;
  fragment.key.words[4] = packet;
  fragment.id = packet;
  fragment.l2_bytes = 14;
  fragment.header_bytes = 20;
  fragment.offset = offset;
  fragment.length = length;
  fragment.more = more;
  fragment.ip_version = 4;
  fragment.protocol = 17;
  return fragment;
}

// A table whose buffers are numbers, counted up from 1, and which knows where each of them went.
class Harness {
 public:
  explicit Harness(std::uint32_t max_packets = 16) : table_(max_packets, kTimeout) {}

  // Returns the offsets of the packet that is whole now, or nothing.
  std::vector<std::uint32_t> Add(const Fragment& fragment, TimeNs now = 0) {
    DroppedFragments dropped;
    const WholePacket* whole = table_.Add(fragment, reinterpret_cast<void*>(++last_), now, dropped);
    Collect(dropped);
    std::vector<std::uint32_t> offsets;
    if (whole == nullptr) return offsets;
    whole_ = *whole;
    for (const FragmentPiece& piece : whole->pieces) {
      offsets.push_back(piece.offset);
      EXPECT_TRUE(gone_.insert(piece.buffer).second);
      EXPECT_EQ(piece.buffer == nullptr, false);
    }
    return offsets;
  }

  void Expire(TimeNs now) {
    DroppedFragments dropped;
    table_.Expire(now, dropped);
    Collect(dropped);
  }

  std::size_t Drops(DropReason reason) const {
    return static_cast<std::size_t>(std::count(reasons_.begin(), reasons_.end(), reason));
  }
  std::size_t drops() const { return reasons_.size(); }
  const FragmentTable& table() const { return table_; }
  const WholePacket& whole() const { return whole_; }

  // Each buffer is in the table, or was dropped or handed on, once.
  void ExpectNothingLost() const { EXPECT_EQ(gone_.size() + table_.fragments(), last_); }

 private:
  void Collect(const DroppedFragments& dropped) {
    EXPECT_LE(dropped.count, DroppedFragments::kMax);
    for (std::size_t i = 0; i < dropped.count; ++i) {
      EXPECT_TRUE(gone_.insert(dropped.buffers[i]).second) << "dropped or handed on twice";
      reasons_.push_back(dropped.reasons[i]);
    }
  }

  FragmentTable table_;
  WholePacket whole_;
  std::uintptr_t last_ = 0;
  std::set<void*> gone_;
  std::vector<DropReason> reasons_;
};

TEST(FragmentTable, FragmentsInAnyOrderMakeTheWholePacket) {
  const Fragment pieces[] = {Piece(0, 16, true), Piece(16, 8, true), Piece(24, 32, true), Piece(56, 5, false)};
  std::vector<int> order = {0, 1, 2, 3};
  do {
    Harness harness;
    for (int i = 0; i < 3; ++i) EXPECT_THAT(harness.Add(pieces[order[static_cast<std::size_t>(i)]]), IsEmpty());
    EXPECT_THAT(harness.Add(pieces[order[3]]), ElementsAre(0, 16, 24, 56));
    EXPECT_EQ(harness.whole().largest, 52);
    EXPECT_EQ(harness.whole().id, 1u);
    EXPECT_EQ(harness.drops(), 0u);
    EXPECT_EQ(harness.table().packets(), 0u);
    harness.ExpectNothingLost();
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST(FragmentTable, PacketsDoNotMix) {
  Harness harness;
  harness.Add(Piece(0, 8, true, 1));
  harness.Add(Piece(0, 16, true, 2));
  EXPECT_THAT(harness.Add(Piece(8, 8, false, 1)), ElementsAre(0, 8));
  EXPECT_THAT(harness.Add(Piece(16, 8, false, 2)), ElementsAre(0, 16));
}

// What spoils a packet. Of each row, the last fragment does; then also those that would have completed it are dropped.
TEST(FragmentTable, AConflictSpoilsThePacketAndAllThatComesOfIt) {
  const struct {
    const char* what;
    std::vector<Fragment> pieces;
  } kRows[] = {
      {"overlaps the one before", {Piece(0, 24, true), Piece(16, 16, true)}},
      {"overlaps the one behind", {Piece(16, 16, true), Piece(0, 24, true)}},
      {"within another (teardrop)", {Piece(0, 40, true), Piece(24, 4, false)}},
      {"around another", {Piece(16, 8, true), Piece(8, 24, true)}},
      {"the same place, shorter", {Piece(8, 16, true), Piece(8, 8, true)}},
      {"the same place, longer", {Piece(8, 16, true), Piece(8, 24, true)}},
      {"overlaps by the last one", {Piece(0, 24, true), Piece(16, 20, false)}},
      {"a second end behind the first", {Piece(8, 8, false), Piece(24, 8, false)}},
      {"a second end before the first", {Piece(24, 8, false), Piece(8, 8, false)}},
      {"the end is not the end", {Piece(8, 8, false), Piece(16, 8, true)}},
      {"an end before what is there", {Piece(32, 8, true), Piece(8, 8, false)}},
      {"the same as the last, but not the last", {Piece(8, 8, false), Piece(8, 8, true)}},
      {"the same as one in the middle, but the last", {Piece(8, 8, true), Piece(8, 8, false)}},
      {"more data at the end", {Piece(16, 8, false), Piece(8, 16, true)}},
  };
  for (const auto& row : kRows) {
    Harness harness;
    for (const Fragment& piece : row.pieces) EXPECT_THAT(harness.Add(piece), IsEmpty()) << row.what;
    EXPECT_EQ(harness.Drops(kInvalid), row.pieces.size()) << row.what;
    // What would complete either reading of it.
    for (std::uint32_t offset = 0; offset < 64; offset += 8) {
      EXPECT_THAT(harness.Add(Piece(offset, 8, true)), IsEmpty()) << row.what;
    }
    EXPECT_THAT(harness.Add(Piece(64, 8, false)), IsEmpty()) << row.what;
    EXPECT_EQ(harness.Drops(kInvalid), row.pieces.size() + 9) << row.what;
    EXPECT_EQ(harness.table().fragments(), 0u);
    harness.ExpectNothingLost();
  }
}

TEST(FragmentTable, ASpoiledPacketIsForgottenAfterTheTimeout) {
  Harness harness;
  harness.Add(Piece(0, 24, true));
  harness.Add(Piece(16, 16, true));
  EXPECT_EQ(harness.table().packets(), 1u);
  harness.Expire(kTimeout);
  EXPECT_EQ(harness.table().packets(), 0u);
  EXPECT_EQ(harness.Drops(kLate), 0u);
  harness.Add(Piece(0, 8, true), kTimeout);
  EXPECT_THAT(harness.Add(Piece(8, 8, false), kTimeout), ElementsAre(0, 8));
}

TEST(FragmentTable, ARepeatedFragmentIsDroppedAlone) {
  Harness harness;
  for (int i = 0; i < 3; ++i) EXPECT_THAT(harness.Add(Piece(0, 8, true)), IsEmpty());
  for (int i = 0; i < 3; ++i) EXPECT_THAT(harness.Add(Piece(16, 4, false)), IsEmpty());
  EXPECT_EQ(harness.Drops(kInvalid), 4u);
  EXPECT_THAT(harness.Add(Piece(8, 8, true)), ElementsAre(0, 8, 16));
  harness.ExpectNothingLost();
}

TEST(FragmentTable, AFragmentThatFitsNoPacketDoesNotSpoilAny) {
  Harness harness;
  harness.Add(Piece(0, 8, true));
  harness.Add(Piece(8, 12, true));
  harness.Add(Piece(65528, 100, false));
  EXPECT_EQ(harness.Drops(kInvalid), 2u);
  EXPECT_THAT(harness.Add(Piece(8, 8, false)), ElementsAre(0, 8));
}

TEST(FragmentTable, AsManyFragmentsAsAllowedAndNoMore) {
  Harness harness;
  for (std::uint32_t i = 0; i + 1 < FragmentTable::kMaxFragments; ++i) harness.Add(Piece(i * 8, 8, true));
  EXPECT_THAT(harness.Add(Piece(56, 8, false)), ElementsAre(0, 8, 16, 24, 32, 40, 48, 56));
  for (std::uint32_t i = 0; i < FragmentTable::kMaxFragments; ++i) harness.Add(Piece(i * 8, 8, true));
  EXPECT_EQ(harness.drops(), 0u);
  harness.Add(Piece(64, 8, false));
  EXPECT_EQ(harness.Drops(kInvalid), 9u);
  harness.ExpectNothingLost();
}

TEST(FragmentTable, APacketBeyondTheBufferIsNotPutTogether) {
  Harness harness;
  const std::uint32_t most = FragmentTable::kMaxWholeBytes - 14 - 20;
  harness.Add(Piece(0, 8192, true));
  EXPECT_THAT(harness.Add(Piece(8192, static_cast<std::uint16_t>(most - 8192), false)), ElementsAre(0, 8192));
  harness.Add(Piece(0, 8192, true));
  EXPECT_THAT(harness.Add(Piece(8192, static_cast<std::uint16_t>(most - 8192 + 1), false)), IsEmpty());
  EXPECT_EQ(harness.Drops(kInvalid), 2u);
}

TEST(FragmentTable, WhatIsIncompleteAfterTheTimeoutIsDroppedThoughNothingComes) {
  Harness harness;
  harness.Add(Piece(0, 8, true), 0);
  harness.Add(Piece(16, 8, true), kTimeout - 1);  // the first one counts
  EXPECT_TRUE(harness.table().NothingExpires(kTimeout - 1));
  harness.Expire(kTimeout - 1);
  EXPECT_EQ(harness.drops(), 0u);
  EXPECT_FALSE(harness.table().NothingExpires(kTimeout));
  harness.Expire(kTimeout);
  EXPECT_EQ(harness.Drops(kLate), 2u);
  EXPECT_EQ(harness.table().packets(), 0u);
  EXPECT_TRUE(harness.table().NothingExpires(kTimeout));
}

TEST(FragmentTable, AFragmentThatComesTooLateBeginsAnew) {
  Harness harness;
  harness.Add(Piece(0, 8, true), 0);
  EXPECT_THAT(harness.Add(Piece(8, 8, false), kTimeout), IsEmpty());
  EXPECT_EQ(harness.Drops(kLate), 1u);
  EXPECT_THAT(harness.Add(Piece(0, 8, true), kTimeout), ElementsAre(0, 8));
}

TEST(FragmentTable, ExpiringTakesSeveralCallsForMany) {
  Harness harness(100);
  for (std::uint32_t packet = 1; packet <= 100; ++packet) harness.Add(Piece(0, 8, true, packet));
  harness.Expire(kTimeout);
  EXPECT_GT(harness.Drops(kLate), 50u);
  EXPECT_LE(harness.Drops(kLate), DroppedFragments::kMax);
  harness.Expire(kTimeout);
  EXPECT_EQ(harness.Drops(kLate), 100u);
}

TEST(FragmentTable, WhenItIsFullThePacketThatWaitsLongestMakesRoom) {
  Harness harness(4);
  for (std::uint32_t packet = 1; packet <= 5; ++packet) harness.Add(Piece(0, 8, true, packet));
  EXPECT_EQ(harness.Drops(kFull), 1u);
  EXPECT_EQ(harness.table().packets(), 4u);
  EXPECT_THAT(harness.Add(Piece(8, 8, false, 2)), ElementsAre(0, 8)) << "the second oldest is still there";
  EXPECT_THAT(harness.Add(Piece(8, 8, false, 1)), IsEmpty()) << "the oldest is gone";
}

TEST(FragmentTable, AnHonestPacketGetsThroughAFlood) {
  Harness harness(16);
  std::uint32_t flood = 1000;
  for (std::uint32_t packet = 1; packet <= 100; ++packet) {
    harness.Add(Piece(0, 8, true, packet));
    for (int i = 0; i < 10; ++i) harness.Add(Piece(0, 8, true, ++flood));
    EXPECT_THAT(harness.Add(Piece(8, 8, false, packet)), ElementsAre(0, 8));
  }
  EXPECT_EQ(harness.Drops(kFull), 1000u + 1 - 16);
  harness.ExpectNothingLost();
}

TEST(FragmentTable, AllPacketsTogetherHoldNoMoreThanTheirShare) {
  constexpr std::uint32_t kPackets = 32;
  Harness harness(kPackets);
  for (std::uint32_t packet = 1; packet <= kPackets; ++packet) {
    for (std::uint32_t i = 0; i < 7; ++i) {
      harness.Add(Piece(i * 8, 8, true, packet));
      EXPECT_LE(harness.table().fragments(), FragmentTable::MostWaiting(kPackets));
    }
  }
  EXPECT_EQ(harness.table().fragments() + harness.Drops(kFull), 7 * kPackets);
  EXPECT_THAT(harness.Add(Piece(56, 8, false, kPackets)), ElementsAre(0, 8, 16, 24, 32, 40, 48, 56));
  harness.ExpectNothingLost();
}

TEST(FragmentTable, TheSmallestTableStillPutsALargePacketTogether) {
  Harness harness(1);
  for (std::uint32_t i = 0; i < 7; ++i) harness.Add(Piece(i * 8, 8, true));
  EXPECT_EQ(harness.Add(Piece(56, 8, false)).size(), 8u);
  EXPECT_EQ(harness.drops(), 0u);
}

Fragment WithEcn(Fragment fragment, std::uint8_t ecn) {
  fragment.ecn = ecn;
  return fragment;
}

TEST(FragmentTable, ACongestionMarkOnOneFragmentMarksThePacket) {
  Harness harness;
  harness.Add(WithEcn(Piece(0, 8, true), 2));
  harness.Add(WithEcn(Piece(8, 8, false), 3));
  EXPECT_TRUE(harness.whole().congestion);
  harness.Add(WithEcn(Piece(0, 8, true), 2));
  harness.Add(WithEcn(Piece(8, 8, false), 2));
  EXPECT_FALSE(harness.whole().congestion);
}

TEST(FragmentTable, ACongestionMarkAmongFragmentsThatCannotBeMarkedSpoilsThem) {
  Harness harness;
  harness.Add(WithEcn(Piece(0, 8, true), 0));
  EXPECT_THAT(harness.Add(WithEcn(Piece(8, 8, false), 3)), IsEmpty());
  EXPECT_EQ(harness.Drops(kInvalid), 2u);
}

// Whatever comes, no buffer is lost or given out twice, the bounds hold, and what is handed on is without gap or
// overlap.
TEST(FragmentTable, RandomFragmentsKeepTheInvariants) {
  std::mt19937 random(1);
  Harness harness(8);
  TimeNs now = 0;
  std::size_t whole = 0;
  for (int i = 0; i < 200000; ++i) {
    now += random() % (kTimeout / 16);
    const std::uint32_t offset = random() % 5 * 8;
    const auto length = static_cast<std::uint16_t>(8 + random() % 2 * 8);
    const std::vector<std::uint32_t> offsets =
        harness.Add(Piece(offset, length, random() % 3 != 0, random() % 12), now);
    if (random() % 4 == 0) harness.Expire(now);
    ASSERT_LE(harness.table().packets(), 8u);
    ASSERT_LE(harness.table().fragments(), FragmentTable::MostWaiting(8));
    if (offsets.empty()) continue;
    ++whole;
    std::uint32_t end = 0;
    for (const FragmentPiece& piece : harness.whole().pieces) {
      ASSERT_EQ(piece.offset, end);
      end = piece.end();
    }
  }
  EXPECT_GT(whole, 1000u);
  for (const DropReason reason : {kInvalid, kFull, kLate}) EXPECT_GT(harness.Drops(reason), 100u) << Name(reason);
  harness.ExpectNothingLost();
}

}  // namespace
}  // namespace tidegate
