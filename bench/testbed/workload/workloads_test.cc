// What holds for every workload, and every line about parameters.
#include "testbed/workload/workloads.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "testbed/workload/workload_test_util.h"

namespace tidegate::testbed {
namespace {

using ::testing::HasSubstr;

constexpr TimeNs kLength = 60 * kSecond;

// Small enough to be quick, large enough to be sampled; a replay needs a file and has its own test.
constexpr const char* kSmall[] = {
    R"({"name": "port_exhaustion", "rate": 800, "ports": 4000, "streams": 32})",
    R"({"name": "tcp_crr", "rate": 200})",
    R"({"name": "tcp_rr", "connections": 8000})",
    R"({"name": "tcp_mix", "for_capacity": 16384})",
    R"({"name": "web_zipf", "browsers": 4000})",
    R"({"name": "dns", "rate": 200, "ntp_clients": 800})",
    R"({"name": "nat_gateway", "hosts": 4000})",
    R"({"name": "reconnect_storm", "connections": 8000, "at_s": 40})",
    R"({"name": "idle_iot", "devices": 8000})",
    R"({"name": "lossy", "rate": 200})",
    R"({"name": "syn_flood", "rate": 200})",
    R"({"name": "bots", "bots": 80, "sockets": 50, "rate": 400})",
    R"({"name": "slow_loris", "sources": 8, "connections": 800, "rate": 200})",
    R"({"name": "scan", "rate": 200})",
    R"({"name": "scan", "kind": "vertical", "rate": 200})",
    R"({"name": "scan", "kind": "slow"})",
};

TEST(Workloads, ThisTestKnowsThemAll) {
  for (const WorkloadEntry& entry : Workloads()) {
    const auto names = [&](const std::string& json) {
      return json.find('"' + std::string(entry.name) + '"') != json.npos;
    };
    EXPECT_TRUE(entry.name == "replay" || std::any_of(std::begin(kSmall), std::end(kSmall), names)) << entry.name;
  }
}

class EveryWorkload : public ::testing::TestWithParam<const char*> {
 protected:
  static FakeStage Played(std::uint64_t seed, std::uint64_t sample) {
    FakeStage stage(seed);
    stage.Play(*WorkloadOf(GetParam(), sample, kLength / kSecond), kLength);
    return stage;
  }
};
INSTANTIATE_TEST_SUITE_P(, EveryWorkload, ::testing::ValuesIn(kSmall));

TEST_P(EveryWorkload, IsTheSameForTheSameSeed) {
  const std::uint64_t digest = Played(1, 1).Digest();
  EXPECT_EQ(Played(1, 1).Digest(), digest);
}

TEST_P(EveryWorkload, OpensAnEighthIfOneOfEightIsPlayed) {
  const FakeStage whole = Played(1, 1);
  const FakeStage eighth = Played(2, 8);
  const auto opened = static_cast<double>(whole.played().size());
  EXPECT_GT(opened, 2000);
  EXPECT_NEAR(static_cast<double>(eighth.played().size()), opened / 8, 0.12 * opened / 8);
  const auto open = static_cast<double>(whole.OpenAt(kLength - 1));
  EXPECT_NEAR(static_cast<double>(eighth.OpenAt(kLength - 1)), open / 8, 0.15 * open / 8 + 5);
}

TEST_P(EveryWorkload, SaysWhetherItIsAnAttack) {
  const std::string name = Json::parse(GetParam())["name"];
  const auto entry =
      std::find_if(Workloads().begin(), Workloads().end(), [&](const auto& e) { return e.name == name; });
  const FakeStage stage = Played(1, 8);
  EXPECT_EQ(stage.Count([](const auto& played) { return played.plan.attack; }),
            entry->attack ? stage.played().size() : 0);
}

// Clients that never get in, and clients that are cut off each time: nobody may stop the clock or use a tuple twice.
TEST_P(EveryWorkload, BearsWhateverBecomesOfItsConnections) {
  for (const Ending ending : {Ending::kGaveUp, Ending::kBroken}) {
    FakeStage stage(3);
    stage.fate = [&](const Plan&, TimeNs) { return ending; };
    stage.Play(*WorkloadOf(GetParam(), 8), 4 * kLength);
    EXPECT_GT(stage.played().size(), 0u);
    EXPECT_LT(stage.played().size(), 1'000'000u);
  }
}

TEST(WorkloadError, NamesTheParameter) {
  const struct {
    const char* json;
    const char* message;
  } kRows[] = {
      {R"({"name": "web"})", R"(workload.name: found "web", expected one of port_exhaustion, tcp_crr, )"},
      {R"({"name": "web_zipf", "browsers": 0})",
       "workload.browsers: found 0, expected a whole number from 1 to 8388608"},
      {R"({"name": "web_zipf", "browser": 5})", "workload.browser: no such parameter, expected one of browsers, "},
      {R"({"name": "web_zipf", "keepalive_min_s": 90})", "workload.keepalive_min_s: is more than keepalive_max_s"},
      {R"({"name": "web_zipf", "tail_share": 2})", "workload.tail_share: found 2, expected a number from 0 to 1"},
      {R"({"name": "dns", "rate": 0})", "workload.rate: found 0, expected a number from 0.001 to 1e+09"},
      {R"({"name": "dns", "attempts": 1.5})", "workload.attempts: found 1.5, expected a whole number from 1 to 100"},
      {R"({"name": "nat_gateway", "ports": 70000})",
       "workload.ports: found 70000, expected a whole number from 1 to 64512"},
      {R"({"name": "reconnect_storm", "how": "reboot"})",
       R"(workload.how: found "reboot", expected one of vanish, close, reset)"},
      {R"({"name": "reconnect_storm", "how": 1})", "workload.how: found 1, expected one of vanish, close, reset"},
      {R"({"name": "idle_iot", "keepalive_max_s": 10})", "workload.keepalive_min_s: is more than keepalive_max_s"},
      {R"({"name": "lossy", "loss": 0.9})", "workload.loss: found 0.9, expected a number from 0 to 0.5"},
      {R"({"name": "bots", "sockets": 0})", "workload.sockets: found 0, expected a whole number from 1 to 1000"},
      {R"({"name": "slow_loris", "interval_s": "10"})",
       R"(workload.interval_s: found "10", expected a number from 0.001 to 86400)"},
      {R"({"name": "scan", "kind": "diagonal"})",
       R"(workload.kind: found "diagonal", expected one of horizontal, vertical, slow)"},
      {R"({"name": "replay"})", "workload.file: found nothing, expected a pcap or pcapng file"},
      {R"({"name": "replay", "file": 3})", "workload.file: found 3, expected a text"},
      {R"({"name": "replay", "file": "/nowhere/x.pcap"})", "workload.file: /nowhere/x.pcap: No such file or directory"},
  };
  for (const auto& row : kRows) EXPECT_THAT(ErrorOf(row.json), HasSubstr(row.message)) << row.json;
}

}  // namespace
}  // namespace tidegate::testbed
