// Wires between ports and the sharing of queues.
#include "wiring.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <utility>

namespace tidegate {
namespace {

using ::testing::HasSubstr;

PortSpec Port(const std::string& name, const std::string& peer, Zone zone = 0, bool firewalled = false) {
  PortSpec port;
  port.name = name;
  port.peer = peer;
  port.zone = zone;
  port.firewalled = firewalled;
  port.device = "net_null_" + name;
  return port;
}

std::string ErrorOf(const std::vector<PortSpec>& ports) { return std::string(MakeWires(ports).status().message()); }

TEST(MakeWires, BothDirectionsAreInTheZoneOfTheFirewalledEnd) {
  const auto wires = MakeWires({Port("vm", "up", 7, true), Port("up", "vm", 3)});
  ASSERT_TRUE(wires.ok()) << wires.status();
  EXPECT_EQ((*wires)[0].peer, 1);
  EXPECT_EQ((*wires)[1].peer, 0);
  EXPECT_EQ((*wires)[0].zone, 7u);
  EXPECT_EQ((*wires)[1].zone, 7u);
}

TEST(MakeWires, EachMistakeNamesItsPort) {
  EXPECT_THAT(ErrorOf({}), HasSubstr("/ports: there is none"));
  EXPECT_THAT(ErrorOf({Port("a", "b"), Port("b", "")}), HasSubstr("/ports/1: port \"b\" has no \"peer\""));
  EXPECT_THAT(ErrorOf({Port("a", "x")}), HasSubstr("/ports/0/peer: \"x\" is no other port"));
  EXPECT_THAT(ErrorOf({Port("a", "a")}), HasSubstr("/ports/0/peer: \"a\" is no other port"));
  EXPECT_THAT(ErrorOf({Port("a", "b"), Port("b", "a"), Port("c", "a")}), HasSubstr("/ports/2/peer: \"a\" already is"));
  EXPECT_THAT(ErrorOf({Port("a", "b", 1, true), Port("b", "a", 2, true)}),
              HasSubstr("/ports/0/zone: 1 differs from 2"));
  PortSpec bare = Port("a", "b");
  bare.device.clear();
  EXPECT_THAT(ErrorOf({bare, Port("b", "a")}), HasSubstr("/ports/0: port \"a\" has no \"device\""));
}

// Every receive queue has exactly one worker, every transmit queue at most one: no lock is needed.
void ExpectEachQueueHasOneWorker(const QueuePlan& plan) {
  std::set<std::pair<PortIndex, std::uint16_t>> polled, sent_to;
  for (PortIndex port = 0; port < plan.ports(); ++port) {
    for (unsigned worker = 0; worker < plan.workers(); ++worker) {
      if (const auto queue = plan.RxQueueOf(worker, port)) {
        EXPECT_TRUE(polled.insert({port, *queue}).second);
        EXPECT_LT(*queue, plan.RxQueues(port));
        EXPECT_TRUE(plan.TxQueueOf(worker, plan.wires()[port].peer)) << "a worker receives what it cannot send";
      }
      if (const auto queue = plan.TxQueueOf(worker, port)) {
        EXPECT_TRUE(sent_to.insert({port, *queue}).second);
        EXPECT_LT(*queue, plan.TxQueues(port));
      }
    }
  }
  std::size_t queues = 0;
  for (PortIndex port = 0; port < plan.ports(); ++port) queues += plan.RxQueues(port);
  EXPECT_EQ(polled.size(), queues);
}

const std::vector<Wire> kTwoPairs = {{1, 0}, {0, 0}, {3, 0}, {2, 0}};

TEST(QueuePlan, EachQueueHasOneWorkerForAllLimits) {
  for (unsigned workers = 1; workers <= 5; ++workers) {
    for (std::uint16_t rx = 1; rx <= 6; ++rx) {
      for (std::uint16_t tx = 1; tx <= 6; ++tx) {
        ExpectEachQueueHasOneWorker(QueuePlan(kTwoPairs, {{rx, tx}, {1, 4}, {tx, rx}, {8, 8}}, workers));
      }
    }
  }
}

TEST(QueuePlan, PortsOfOneQueueOccupySeveralWorkers) {
  const QueuePlan plan({{1, 0}, {0, 0}}, {{1, 1}, {1, 1}}, 2);
  EXPECT_TRUE(plan.RxQueueOf(0, 0));
  EXPECT_FALSE(plan.RxQueueOf(1, 0));
  EXPECT_TRUE(plan.RxQueueOf(1, 1));
}

TEST(QueuePlan, MoreWorkersThanQueuesLeaveSomeWithoutWork) {
  const QueuePlan plan({{1, 0}, {0, 0}}, {{1, 1}, {1, 1}}, 3);
  EXPECT_TRUE(plan.IsBusy(0));
  EXPECT_TRUE(plan.IsBusy(1));
  EXPECT_FALSE(plan.IsBusy(2));
}

}  // namespace
}  // namespace tidegate
