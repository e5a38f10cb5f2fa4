// What attackers do: how many, from where, with which answers, and when it is over.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>

#include "testbed/workload/addresses.h"
#include "testbed/workload/workload_test_util.h"

namespace tidegate::testbed {
namespace {

double ShareOf(const FakeStage& stage, const std::function<bool(const Played&)>& condition) {
  return static_cast<double>(stage.Count(condition)) / static_cast<double>(stage.played().size());
}
auto AnsweredBy(Answer answer) {
  return [=](const Played& played) { return played.plan.answer == answer; };
}
auto EndedBy(Closing closing) {
  return [=](const Played& played) { return played.plan.closing == closing; };
}

TEST(Bots, HoldNoMoreThanTheirSockets) {
  FakeStage stage;
  stage.Play(*WorkloadOf(R"({"name": "bots", "bots": 100, "sockets": 20, "rate": 1000, "begin_s": 10, "end_s": 200})"),
             320 * kSecond);
  EXPECT_EQ(stage.OpenAt(9 * kSecond), 0u);
  // A socket is free for at most 1.9 of its 2 s; three in ten connections are reset at once.
  EXPECT_GT(stage.OpenAt(100 * kSecond), 1900u);
  EXPECT_LE(stage.OpenAt(100 * kSecond), 2000u);
  EXPECT_EQ(stage.OpenAt(319 * kSecond), 0u);
  std::set<std::uint32_t> bots;
  for (const Played& played : stage.played()) bots.insert(played.plan.client_address);
  EXPECT_EQ(bots.size(), 100u);
}

// 0.3 x 2 s + 0.5 x 60 s + 0.2 x (60 + 51) s: a socket has a connection each 52.8 s.
TEST(Bots, ComeAtTheRateUntilTheirSocketsAreHeld) {
  FakeStage stage;
  stage.Play(*WorkloadOf(R"({"name": "bots", "bots": 100, "sockets": 20, "rate": 1000})", 1, 3000), 3000 * kSecond);
  EXPECT_NEAR(static_cast<double>(stage.Count([](const auto& played) { return played.at < kSecond; })), 1000, 5);
  EXPECT_NEAR(static_cast<double>(stage.played().size()), 3000 / 52.8 * 2000, 4000);
  EXPECT_NEAR(ShareOf(stage, EndedBy(Closing::kReset)), 0.3, 0.01);
  EXPECT_NEAR(ShareOf(stage, EndedBy(Closing::kUnanswered)), 0.2, 0.01);
  EXPECT_EQ(stage.Count([](const auto& played) { return played.plan.exchanges != 0; }), 0u);
}

TEST(SlowLoris, HoldsAllItsConnections) {
  FakeStage stage;
  stage.Play(*WorkloadOf(R"({"name": "slow_loris", "sources": 10, "connections": 100, "rate": 100, "end_s": 200})"),
             300 * kSecond);
  EXPECT_NEAR(static_cast<double>(stage.OpenAt(5 * kSecond)), 500, 5);
  EXPECT_GT(stage.OpenAt(100 * kSecond), 970u);
  EXPECT_EQ(stage.OpenAt(299 * kSecond), 0u);
  for (const Played& played : stage.played()) {
    if (played.end == 0) continue;
    EXPECT_NEAR(static_cast<double>(played.end - played.at), 60e9, 1e9);
    for (const TimeNs pause : played.pauses) EXPECT_EQ(pause, 10 * kSecond);
  }
}

TEST(SlowLoris, HoldsThemForEverIfTheServerLetsIt) {
  FakeStage stage;
  stage.Play(*WorkloadOf(R"({"name": "slow_loris", "sources": 10, "connections": 10, "server_timeout_s": 0})"),
             3000 * kSecond);
  EXPECT_EQ(stage.played().size(), 100u);
  EXPECT_EQ(stage.OpenAt(2999 * kSecond), 100u);
}

TEST(SlowLoris, ComesBackIfItIsRefused) {
  FakeStage stage;
  stage.fate = [](const Plan&, TimeNs now) { return now < 100 * kSecond ? Ending::kGaveUp : Ending::kDone; };
  stage.Play(*WorkloadOf(R"({"name": "slow_loris", "sources": 10, "connections": 10})"), 290 * kSecond);
  EXPECT_GT(stage.OpenAt(280 * kSecond), 90u);
}

TEST(Scan, AHorizontalOneTriesAPortEverywhere) {
  FakeStage stage;
  stage.Play(*WorkloadOf(R"({"name": "scan", "rate": 2000})"), 50 * kSecond);
  EXPECT_NEAR(static_cast<double>(stage.played().size()), 100'000, 1000);
  std::map<std::uint16_t, std::set<std::uint32_t>> targets;
  std::set<std::uint32_t> sources;
  for (const Played& played : stage.played()) {
    EXPECT_TRUE(targets[played.plan.server_port].insert(played.plan.server_address).second);
    sources.insert(played.plan.client_address);
    EXPECT_FALSE(played.plan.tries_again);
  }
  ASSERT_EQ(targets.size(), 2u);
  EXPECT_EQ(targets[23].size(), 65536u);
  EXPECT_EQ(sources.size(), 1u);
  EXPECT_NEAR(ShareOf(stage, AnsweredBy(Answer::kSilence)), 0.9, 0.01);
  EXPECT_NEAR(ShareOf(stage, AnsweredBy(Answer::kRefuse)), 0.098, 0.01);
  EXPECT_NEAR(ShareOf(stage, AnsweredBy(Answer::kForged)), 0.002, 0.001);
  EXPECT_EQ(stage.Count(EndedBy(Closing::kReset)), stage.played().size());
}

TEST(Scan, AVerticalOneTriesAllPortsOfHostsThatAreThere) {
  FakeStage stage;
  stage.Play(*WorkloadOf(R"({"name": "scan", "kind": "vertical", "rate": 2000})"), 50 * kSecond);
  std::map<std::uint32_t, std::set<std::uint16_t>> ports;
  for (const Played& played : stage.played()) {
    EXPECT_TRUE(ports[played.plan.server_address].insert(played.plan.server_port).second);
  }
  ASSERT_EQ(ports.size(), 2u);
  EXPECT_EQ(std::max(ports.begin()->second.size(), ports.rbegin()->second.size()), 65535u);
  EXPECT_EQ(stage.Count(AnsweredBy(Answer::kSilence)), 0u);
  EXPECT_NEAR(ShareOf(stage, AnsweredBy(Answer::kForged)), 0.02, 0.003);
}

TEST(Scan, ASlowOneComesFromManyNetworks) {
  FakeStage stage;
  stage.Play(*WorkloadOf(R"({"name": "scan", "kind": "slow"})"), 300 * kSecond);
  std::map<std::uint32_t, int> networks;
  for (const Played& played : stage.played()) ++networks[played.plan.client_address >> 8];
  EXPECT_EQ(networks.size(), 256u);
  for (const auto& [network, probes] : networks) EXPECT_NEAR(probes, 300 * 50 / 256.0, 5);
}

TEST(Scan, KeepsToItsTime) {
  FakeStage stage;
  stage.Play(*WorkloadOf(R"({"name": "scan", "rate": 100, "begin_s": 20, "end_s": 30})"), 100 * kSecond);
  EXPECT_NEAR(static_cast<double>(stage.played().size()), 1000, 100);
  EXPECT_GE(stage.played().front().at, 20 * kSecond);
  EXPECT_LT(stage.played().back().at, 30 * kSecond);
}

}  // namespace
}  // namespace tidegate::testbed
