// Devices that are silent for a keep-alive and connected for hours.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

#include "testbed/workload/workload_test_util.h"

namespace tidegate::testbed {
namespace {

TEST(IdleIot, AllDevicesAreConnectedAfterTheRamp) {
  FakeStage stage;
  stage.Play(*WorkloadOf(R"({"name": "idle_iot", "devices": 2000})"), 300 * kSecond);
  EXPECT_NEAR(static_cast<double>(stage.OpenAt(30 * kSecond)), 1000, 100);
  EXPECT_GE(stage.OpenAt(100 * kSecond), 1990u);
  EXPECT_GE(stage.OpenAt(299 * kSecond), 1990u);
}

TEST(IdleIot, EachDeviceHasAKeepAliveOfItsOwn) {
  FakeStage stage;
  stage.Play(*WorkloadOf(R"({"name": "idle_iot", "devices": 2000})"), 3600 * kSecond);
  std::map<std::uint32_t, TimeNs> keep_alives;
  for (const Played& played : stage.played()) {
    for (const TimeNs pause : played.pauses) {
      EXPECT_EQ(keep_alives.try_emplace(played.plan.client_address, pause).first->second, pause);
    }
  }
  std::vector<double> sorted;
  sorted.reserve(keep_alives.size());
  for (const auto& [device, keep_alive] : keep_alives) sorted.push_back(static_cast<double>(keep_alive) / 1e9);
  std::sort(sorted.begin(), sorted.end());
  EXPECT_GE(sorted.front(), 30);
  EXPECT_LE(sorted.back(), 1200);
  EXPECT_NEAR(sorted[sorted.size() / 2], std::sqrt(30.0 * 1200), 15);  // evenly spread on a logarithmic scale
}

TEST(IdleIot, ConnectionsLastForHours) {
  FakeStage stage;
  stage.Play(*WorkloadOf(R"({"name": "idle_iot", "devices": 2000})"), 200'000 * kSecond);
  double sum = 0;
  double count = 0;
  for (const Played& played : stage.played()) {
    if (played.at > 100'000 * kSecond || played.end == 0) continue;
    sum += static_cast<double>(played.end - played.at) / 1e9;
    ++count;
  }
  EXPECT_NEAR(sum / count, 14'400, 600);  // cut to whole keep-alives
}

TEST(IdleIot, ADeviceThatIsCutOffComesBackSoon) {
  FakeStage stage;
  stage.fate = [](const Plan&, TimeNs now) { return now < 200 * kSecond ? Ending::kBroken : Ending::kDone; };
  stage.Play(*WorkloadOf(R"({"name": "idle_iot", "devices": 500, "keepalive_max_s": 60})"), 400 * kSecond);
  std::map<std::uint32_t, const Played*> last;
  for (const Played& played : stage.played()) {
    const Played*& before = last[played.plan.client_address];
    if (before != nullptr && before->ending == Ending::kBroken) {
      EXPECT_LE(played.at - before->end, kSecond);
    }
    before = &played;
  }
  EXPECT_EQ(stage.OpenAt(399 * kSecond), 500u);
}

}  // namespace
}  // namespace tidegate::testbed
