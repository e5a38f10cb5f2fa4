#include "switching/mac_table.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace tidegate {
namespace {

constexpr TimeNs kNow = 1000 * kSecond;

MacAddress Mac(std::uint32_t number) {
  return {{2, 0, static_cast<std::uint8_t>(number >> 24), static_cast<std::uint8_t>(number >> 16),
           static_cast<std::uint8_t>(number >> 8), static_cast<std::uint8_t>(number)}};
}

std::optional<Location> Find(const MacTable& table, NetworkIndex network, std::uint32_t number, TimeNs now = kNow) {
  return table.Find(network, Mac(number).bytes.data(), now);
}
void Learn(MacTable& table, NetworkIndex network, std::uint32_t number, Location place, TimeNs now = kNow) {
  table.Learn(network, Mac(number).bytes.data(), place, now);
}

TEST(MacTable, AnAddressIsFoundWhereItWasSeenLast) {
  MacTable table(1024);
  EXPECT_FALSE(Find(table, 1, 5));
  Learn(table, 1, 5, {3, 7});
  EXPECT_EQ(Find(table, 1, 5), (Location{3, 7}));
  Learn(table, 1, 5, {4, kNoTunnel});
  EXPECT_EQ(Find(table, 1, 5), (Location{4, kNoTunnel}));
}

TEST(MacTable, NetworksHaveAddressesOfTheirOwn) {
  MacTable table(1024);
  Learn(table, 1, 5, {3, kNoTunnel});
  Learn(table, 2, 5, {4, kNoTunnel});
  EXPECT_EQ(Find(table, 1, 5)->port, 3);
  EXPECT_EQ(Find(table, 2, 5)->port, 4);
  EXPECT_FALSE(Find(table, 3, 5));
}

TEST(MacTable, NamedAddressesStayWhereTheyAre) {
  MacTable table(1024);
  EXPECT_TRUE(table.Name(1, Mac(5), {3, kNoTunnel}));
  EXPECT_FALSE(table.Name(1, Mac(5), {4, kNoTunnel}));
  Learn(table, 1, 5, {9, kNoTunnel});
  EXPECT_EQ(Find(table, 1, 5, kNow + 10 * MacTable::kAge)->port, 3);
}

TEST(MacTable, SilentAddressesAgeOut) {
  MacTable table(1024);
  Learn(table, 1, 5, {3, kNoTunnel});
  EXPECT_TRUE(Find(table, 1, 5, kNow + MacTable::kAge - kSecond));
  EXPECT_FALSE(Find(table, 1, 5, kNow + MacTable::kAge));
  Learn(table, 1, 5, {3, kNoTunnel}, kNow + MacTable::kAge);
  EXPECT_TRUE(Find(table, 1, 5, kNow + MacTable::kAge + kSecond));
}

TEST(MacTable, GroupsAndNobodyAreNotLearned) {
  MacTable table(1024);
  const MacAddress group{{1, 0, 0x5e, 0, 0, 1}};
  table.Learn(1, group.bytes.data(), {3, kNoTunnel}, kNow);
  EXPECT_FALSE(table.Find(1, group.bytes.data(), kNow));
  const MacAddress nobody{};
  table.Learn(0, nobody.bytes.data(), {3, kNoTunnel}, kNow);
  EXPECT_FALSE(table.Find(0, nobody.bytes.data(), kNow));
}

// Of one set: the addresses that were seen last are those that stay.
TEST(MacTable, AFullSetForgetsTheLongestSilent) {
  MacTable table(4);
  for (std::uint32_t i = 0; i < 6; ++i) Learn(table, 1, i, {static_cast<PortIndex>(i), kNoTunnel}, kNow + i * kSecond);
  for (std::uint32_t i = 0; i < 6; ++i) EXPECT_EQ(Find(table, 1, i, kNow + 6 * kSecond).has_value(), i >= 2) << i;
}

TEST(MacTable, WhatWasLearnedIsShownWithItsAge) {
  MacTable table(1024);
  Learn(table, 3, 5, {3, 7}, kNow);
  std::vector<MacTable::Learned> all;
  table.ForEachLearned(kNow + 12 * kSecond, [&](const MacTable::Learned& learned) { all.push_back(learned); });
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].network, 3);
  EXPECT_EQ(all[0].mac, Mac(5));
  EXPECT_EQ(all[0].place, (Location{3, 7}));
  EXPECT_EQ(all[0].age, 12 * kSecond);
}

// Each address is only ever told to be at the port with its own number: whatever is found must be that.
TEST(MacTable, ThreadsNeverSeeAnAddressInAnotherNetwork) {
  MacTable table(16);
  const auto work = [&](std::uint32_t seed) {
    std::uint32_t x = seed;
    for (int i = 0; i < 200000; ++i) {
      x = x * 1664525 + 1013904223;
      const auto network = static_cast<NetworkIndex>(x >> 28);
      const std::uint32_t number = x >> 8 & 63;
      Learn(table, network, number, {network, kNoTunnel}, kNow + static_cast<TimeNs>(i) * kMillisecond);
      const auto found = Find(table, network, number, kNow + static_cast<TimeNs>(i) * kMillisecond);
      if (found) {
        ASSERT_EQ(found->port, network);
      }
    }
  };
  std::thread other(work, 1);
  work(2);
  other.join();
}

}  // namespace
}  // namespace tidegate
