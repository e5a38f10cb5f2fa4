// How conversations go that do not end by two FINs: packet by packet, past a firewall that passes all.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "testbed/world/world.h"

namespace tidegate::testbed {
namespace {

using ::testing::ElementsAre;

// Writes down what passes: "c syn", "s synack" with the time in seconds.
class Wire final : public FirewallModel {
 public:
  Passage Process(const SimPacket& packet, TimeNs now) override {
    static constexpr const char* kNames[] = {"syn", "synack", "ack", "data", "fin", "rst", "datagram"};
    const std::string seconds = std::to_string(now / kSecond);
    seen.push_back((packet.from_server ? "s " : "c ") + std::string(kNames[static_cast<int>(packet.kind)]) + " " +
                   seconds);
    return {.fate = Fate::kPassedBy};
  }
  CountByClass Live(TimeNs) override { return {}; }
  std::uint64_t slots() const override { return 0; }
  std::uint64_t slot_end() const override { return 0; }

  std::vector<std::string> seen;
};

class One final : public Workload {
 public:
  One(const Plan& plan, std::vector<TimeNs>& ends) : plan_(plan), ends_(ends) {}
  void Begin(Stage& stage) override { stage.Open(plan_); }
  TimeNs Pause(Stage&, std::uint32_t) override { return 10 * kSecond; }
  void OnEnd(Stage& stage, std::uint32_t, Ending) override { ends_.push_back(stage.now() / kSecond); }

 private:
  Plan plan_;
  std::vector<TimeNs>& ends_;
};

std::vector<std::string> Seen(const Plan& plan) {
  Metrics metrics;
  std::vector<TimeNs> ends;
  std::vector<std::unique_ptr<Workload>> workloads;
  workloads.push_back(std::make_unique<One>(plan, ends));
  World world({.length = 1000 * kSecond}, std::move(workloads), metrics, nullptr);
  Wire wire;
  world.Run(wire);
  for (const TimeNs end : ends) wire.seen.push_back("end " + std::to_string(end));
  return wire.seen;
}

TEST(Endings, AConnectionLingersBeforeItsClosing) {
  EXPECT_THAT(Seen({.closing = Closing::kServerFirst, .lingers = true}),
              ElementsAre("c syn 0", "s synack 0", "c ack 0", "c data 0", "s data 0", "s fin 10", "c fin 10",
                          "s ack 10", "end 10"));
}

TEST(Endings, AConnectionWithoutAnExchangeLingersBehindItsHandshake) {
  EXPECT_THAT(Seen({.closing = Closing::kReset, .exchanges = 0, .lingers = true}),
              ElementsAre("c syn 0", "s synack 0", "c ack 0", "c rst 10", "end 10"));
}

// 0.2, 0.4, 0.8, ... s between the repetitions.
TEST(Endings, AServerWhoseClientIsGoneSendsItsFinAgain) {
  EXPECT_THAT(Seen({.closing = Closing::kUnanswered}),
              ElementsAre("c syn 0", "s synack 0", "c ack 0", "c data 0", "s data 0", "s fin 0", "s fin 0", "s fin 0",
                          "s fin 1", "s fin 3", "s fin 6", "s fin 12", "s fin 25", "s fin 51", "end 51"));
}

TEST(Endings, WhoHasNotAskedResetsOrSaysNothing) {
  EXPECT_THAT(Seen({.answer = Answer::kForged, .closing = Closing::kReset}),
              ElementsAre("c syn 0", "s synack 0", "c rst 0", "end 0"));
  EXPECT_THAT(Seen({.answer = Answer::kForged}), ElementsAre("c syn 0", "s synack 0", "end 0"));
}

}  // namespace
}  // namespace tidegate::testbed
