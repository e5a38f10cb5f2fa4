#include "real_stacks/plan.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <tuple>

#include "real_stacks/script.h"

namespace tidegate::real_stacks {
namespace {

constexpr std::uint32_t kSmallest = 1500;

TEST(Plan, SmallPlanHasEveryKindInBothFamilies) {
  const Plan plan{.seed = 1, .connections = kSmallest};
  std::set<std::pair<Kind, bool>> seen;
  std::set<std::size_t> profiles;
  for (std::uint32_t i = 0; i < plan.connections; ++i) {
    const PlannedConnection one = plan.At(i);
    seen.emplace(one.kind, one.ipv6);
    profiles.insert(one.profile);
  }
  EXPECT_EQ(seen.size(), 2 * kKindCount);
  EXPECT_EQ(profiles.size(), kProfiles.size());
}

TEST(Plan, SeedDecides) {
  const auto draw = [](std::uint64_t seed) {
    std::map<std::uint32_t, std::tuple<Kind, bool, std::uint32_t, std::uint32_t>> all;
    for (std::uint32_t i = 0; i < 100; ++i) {
      const PlannedConnection one = Plan{.seed = seed, .connections = 100}.At(i);
      all[i] = {one.kind, one.ipv6, one.up, one.down};
    }
    return all;
  };
  EXPECT_EQ(draw(1), draw(1));
  EXPECT_NE(draw(1), draw(2));
}

TEST(Plan, TupleHeldByTheClientComesAgainOnlyWithTimestamps) {
  const Plan plan{.seed = 3, .connections = kSmallest};
  std::set<unsigned> rounds_with, rounds_without;
  for (std::uint32_t i = 0; i < plan.connections; ++i) {
    const PlannedConnection one = plan.At(i);
    if (one.kind != Kind::kReuseClientClosed) continue;
    const Profile& profile = kProfiles[one.profile];
    (profile.client.timestamps && profile.server.timestamps ? rounds_with : rounds_without).insert(one.rounds);
  }
  EXPECT_EQ(rounds_with, std::set<unsigned>{3});
  EXPECT_EQ(rounds_without, std::set<unsigned>{1});
}

std::uint64_t Sum(const std::vector<Step>& script, std::uint32_t Step::*member) {
  std::uint64_t sum = 0;
  for (const Step& step : script) sum += step.*member + (step.act == Act::kSendUrgent && member == &Step::send ? 1 : 0);
  return sum;
}

// What one side waits for, the other one sends; only before a RST may there be more.
TEST(Script, SidesAgree) {
  for (const KindRow& row : kKinds) {
    const Script script = MakeScript(row.kind, 600'000, 500'000, row.rounds);
    for (const auto& [from, to] : {std::pair(&script.client, &script.server), {&script.server, &script.client}}) {
      bool reset = false;
      for (const Step& step : *from) reset |= step.act == Act::kExpectReset;
      const std::uint64_t sent = Sum(*from, &Step::send), received = Sum(*to, &Step::receive);
      EXPECT_TRUE(reset ? sent >= received : sent == received) << row.name << ": " << sent << ", " << received;
    }
  }
}

TEST(Script, EndsWithBothSocketsGone) {
  for (const KindRow& row : kKinds) {
    const Script script = MakeScript(row.kind, 10, 10, row.rounds);
    for (const auto* side : {&script.client, &script.server}) {
      if (side->empty()) continue;
      const Act last = side->back().act;
      EXPECT_TRUE(last == Act::kClose || last == Act::kReset || last == Act::kExpectReset ||
                  last == Act::kExpectRefused)
          << row.name << " ends with " << Name(last);
    }
  }
}

}  // namespace
}  // namespace tidegate::real_stacks
