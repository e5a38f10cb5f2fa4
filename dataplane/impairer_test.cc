// A bad wire: what gets lost, doubled, late and out of order, and that nothing else does.
#include "impairer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

namespace tidegate {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr TimeNs kMs = kSecond / 1000;

// Packets are numbers. Lost ones are left out and doubled ones entered twice, as the node does.
class Wire {
  auto Collector() {
    return [this](void* packet, std::size_t) { arrived_.push_back(reinterpret_cast<std::uintptr_t>(packet)); };
  }

 public:
  explicit Wire(const Impairment& impairment, std::uint64_t seed = 1) : impairer_(impairment, seed, 2) {}

  void Send(std::uintptr_t packet, std::size_t port = 0, TimeNs now = 0) {
    if (impairer_.Loses()) return;
    const bool twice = impairer_.Doubles();
    Enter(packet, port, now);
    if (!twice) return;
    impairer_.CountDoubled();
    Enter(packet, port, now);
  }

  void SendMany(std::uintptr_t count) {
    for (std::uintptr_t packet = 1; packet <= count; ++packet) Send(packet);
  }

  void Elapse(TimeNs now) { impairer_.Elapse(now, Collector()); }

  const std::vector<std::uintptr_t>& arrived() const { return arrived_; }
  const Impairer& impairer() const { return impairer_; }

 private:
  void Enter(std::uintptr_t packet, std::size_t port, TimeNs now) {
    impairer_.Enter(reinterpret_cast<void*>(packet), port, now, Collector());
  }

  Impairer impairer_;
  std::vector<std::uintptr_t> arrived_;
};

std::vector<std::uintptr_t> UpTo(std::uintptr_t count) {
  std::vector<std::uintptr_t> numbers(count);
  std::iota(numbers.begin(), numbers.end(), std::uintptr_t{1});
  return numbers;
}

TEST(Impairer, WithoutWishesEveryPacketPassesAtOnceInOrder) {
  Wire wire({});
  wire.SendMany(1000);
  EXPECT_EQ(wire.arrived(), UpTo(1000));
}

TEST(Impairer, LosesTheShareThatIsAskedForAndCountsIt) {
  Wire wire({.loss = 0.1});
  wire.SendMany(100000);
  const std::uint64_t lost = wire.impairer().Counters().lost;
  EXPECT_NEAR(static_cast<double>(lost), 10000, 400);  // four standard deviations
  EXPECT_EQ(wire.arrived().size() + lost, 100000u);
}

TEST(Impairer, AShareOfOneIsAllAndOfZeroIsNone) {
  Wire all({.loss = 1});
  all.SendMany(1000);
  EXPECT_THAT(all.arrived(), IsEmpty());
  EXPECT_EQ(all.impairer().Counters().lost, 1000u);
  Wire none({.loss = 0, .duplicate = 0, .reorder = 0});
  none.SendMany(1000);
  EXPECT_EQ(none.arrived().size(), 1000u);
}

TEST(Impairer, DoublesPackets) {
  Wire wire({.duplicate = 1});
  wire.SendMany(2);
  EXPECT_THAT(wire.arrived(), ElementsAre(1, 1, 2, 2));
  EXPECT_EQ(wire.impairer().Counters().duplicated, 2u);
}

TEST(Impairer, AReorderedPacketIsPassedByAFewAndGoesOn) {
  Wire wire({.reorder = 0.05});
  wire.SendMany(10000);
  wire.Elapse(Impairer::kHoldTime);
  std::vector<std::uintptr_t> sorted = wire.arrived();
  std::sort(sorted.begin(), sorted.end());
  EXPECT_EQ(sorted, UpTo(10000)) << "lost or doubled";
  std::size_t late = 0;
  std::uintptr_t newest = 0;
  for (const std::uintptr_t packet : wire.arrived()) {
    if (packet > newest) {
      newest = packet;
      continue;
    }
    ++late;
    // Besides those that had to pass, some of the newer ones may themselves have been held back.
    EXPECT_LE(newest - packet, Impairer::kMaxPassing + 8);
  }
  const std::uint64_t reordered = wire.impairer().Counters().reordered;
  EXPECT_NEAR(static_cast<double>(reordered), 500, 90);
  EXPECT_GT(late, reordered / 2);
  EXPECT_LE(late, reordered);
}

TEST(Impairer, AHeldPacketGoesOnWhenItsTimeIsOverThoughNoneComesBehind) {
  Wire wire({.reorder = 1});
  wire.Send(1);
  EXPECT_THAT(wire.arrived(), IsEmpty());
  wire.Elapse(Impairer::kHoldTime - 1);
  EXPECT_THAT(wire.arrived(), IsEmpty());
  wire.Elapse(Impairer::kHoldTime);
  EXPECT_THAT(wire.arrived(), ElementsAre(1));
  EXPECT_EQ(wire.impairer().waiting(), 0u);
}

TEST(Impairer, PacketsOfAnotherPortDoNotEndAWait) {
  Wire wire({.reorder = 0.5});
  std::uintptr_t packet = 0;
  while (wire.impairer().waiting() == 0) wire.Send(++packet, 0);
  const std::uintptr_t held = packet;
  while (packet < held + 100) wire.Send(++packet, 1);
  EXPECT_EQ(std::count(wire.arrived().begin(), wire.arrived().end(), held), 0);
}

TEST(Impairer, WhenTheStoreIsFullPacketsPassInsteadOfGettingLost) {
  Wire wire({.reorder = 1});
  wire.SendMany(Impairer::kMaxHeld + 10);
  wire.Elapse(Impairer::kHoldTime);
  EXPECT_EQ(wire.arrived().size(), Impairer::kMaxHeld + 10);
}

TEST(Impairer, DelaysEveryPacketAndKeepsTheOrder) {
  Wire wire({.delay_ms = 3});
  wire.Send(1, 0, 0);
  wire.Send(2, 0, kMs);
  wire.Elapse(3 * kMs - 1);
  EXPECT_THAT(wire.arrived(), IsEmpty());
  wire.Elapse(3 * kMs);
  EXPECT_THAT(wire.arrived(), ElementsAre(1));
  wire.Elapse(4 * kMs);
  EXPECT_THAT(wire.arrived(), ElementsAre(1, 2));
}

TEST(Impairer, AFullDelayLetsTheOldestGoOnEarly) {
  Wire wire({.delay_ms = 3});
  wire.SendMany(Impairer::kMaxDelayed + 2);
  EXPECT_THAT(wire.arrived(), ElementsAre(1, 2));
  while (wire.impairer().waiting() > 0) wire.Elapse(3 * kMs);
  EXPECT_EQ(wire.arrived(), UpTo(Impairer::kMaxDelayed + 2));
}

TEST(Impairer, TheSameSeedMakesTheSameFateAndAnotherOneAnother) {
  const Impairment impairment{.loss = 0.1, .duplicate = 0.1, .reorder = 0.1};
  Wire one(impairment, 7);
  Wire same(impairment, 7);
  Wire other(impairment, 8);
  for (Wire* wire : {&one, &same, &other}) wire->SendMany(1000);
  EXPECT_EQ(one.arrived(), same.arrived());
  EXPECT_NE(one.arrived(), other.arrived());
}

}  // namespace
}  // namespace tidegate
