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

absl::StatusOr<std::vector<Wire>> WiresOf(const std::vector<PortSpec>& ports) {
  return MakeWires(ports, std::vector<SwitchPortSpec>(ports.size()));
}

std::string ErrorOf(const std::vector<PortSpec>& ports) { return std::string(WiresOf(ports).status().message()); }

TEST(MakeWires, BothDirectionsAreInTheZoneOfTheFirewalledEnd) {
  const auto wires = WiresOf({Port("vm", "up", 7, true), Port("up", "vm", 3)});
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

std::set<unsigned> ForwardersFrom(const QueuePlan& plan, PortIndex port) {
  std::set<unsigned> workers;
  for (unsigned worker = 0; worker < plan.workers(); ++worker) {
    if (plan.Spreads(port) || plan.RxQueueOf(worker, port)) workers.insert(worker);
  }
  return workers;
}

// Whatever a worker receives itself or from others, it can send, itself or through one that has a queue.
void ExpectEachForwarderCanSend(const QueuePlan& plan) {
  for (PortIndex from = 0; from < plan.ports(); ++from) {
    for (const unsigned worker : ForwardersFrom(plan, from)) {
      EXPECT_TRUE(plan.IsBusy(worker));
      for (PortIndex to = 0; to < plan.ports(); ++to) {
        const Wire& wire = plan.wires()[from];
        if (wire.switched() ? !plan.wires()[to].switched() : to != wire.peer) continue;
        const auto sender = plan.SenderFor(worker, to);
        ASSERT_TRUE(sender) << "a worker forwards what nobody can send";
        EXPECT_TRUE(plan.TxQueueOf(*sender, to));
        EXPECT_TRUE(*sender == worker || plan.SendsThrough(worker, *sender));
        EXPECT_TRUE(plan.IsBusy(*sender));
      }
    }
  }
}

// Every receive queue has exactly one worker, every transmit queue at most one: no lock is needed.
void ExpectEachQueueHasOneWorker(const QueuePlan& plan) {
  std::set<std::pair<PortIndex, std::uint16_t>> polled, sent_to;
  for (PortIndex port = 0; port < plan.ports(); ++port) {
    for (unsigned worker = 0; worker < plan.workers(); ++worker) {
      if (const auto queue = plan.RxQueueOf(worker, port)) {
        EXPECT_TRUE(polled.insert({port, *queue}).second);
        EXPECT_LT(*queue, plan.RxQueues(port));
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
  ExpectEachForwarderCanSend(plan);
}

constexpr Spread kAllSpreads[] = {Spread::kOff, Spread::kAuto, Spread::kOn};

const std::vector<Wire> kTwoPairs = {{1, 0}, {0, 0}, {3, 0}, {2, 0}};

TEST(QueuePlan, EachQueueHasOneWorkerForAllLimits) {
  for (unsigned workers = 1; workers <= 5; ++workers) {
    for (std::uint16_t rx = 1; rx <= 6; ++rx) {
      for (std::uint16_t tx = 1; tx <= 6; ++tx) {
        for (const Spread spread : kAllSpreads) {
          const QueuePlan plan(kTwoPairs, {{rx, tx}, {1, 4}, {tx, rx}, {8, 8}}, workers, spread);
          ExpectEachQueueHasOneWorker(plan);
          EXPECT_LE(plan.RxQueues(0), rx);
          EXPECT_LE(plan.TxQueues(0), tx);
        }
      }
    }
  }
}

TEST(QueuePlan, AWorkerOfSwitchedPortsCanSendToAllOfThem) {
  const std::vector<Wire> wires = {{}, {2, 0}, {1, 0}, {}, {}};
  for (unsigned workers = 1; workers <= 5; ++workers) {
    for (std::uint16_t rx = 1; rx <= 6; ++rx) {
      for (std::uint16_t tx = 1; tx <= 6; ++tx) {
        for (const Spread spread : kAllSpreads) {
          const QueuePlan plan(wires, {{rx, tx}, {rx, tx}, {2, 1}, {1, 4}, {8, 8}}, workers, spread);
          ExpectEachQueueHasOneWorker(plan);
          EXPECT_LE(plan.TxQueues(0), tx);
          EXPECT_LE(plan.TxQueues(1), tx);
        }
      }
    }
  }
}

TEST(QueuePlan, AnswersHaveAQueueWhereThereIsOne) {
  EXPECT_FALSE(QueuePlan({{1, 0}, {0, 0}}, {{1, 1}, {1, 1}}, 2).TxQueueOf(0, 0));
  const QueuePlan plan({{1, 0}, {0, 0}}, {{1, 2}, {1, 2}}, 2);
  EXPECT_EQ(plan.TxQueueOf(1, 0), 0);  // forwards
  EXPECT_EQ(plan.TxQueueOf(0, 0), 1);  // answers
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

const std::vector<Wire> kPair = {{1, 0}, {0, 0}};

TEST(QueuePlan, PacketsAreSpreadOnDemandOnly) {
  EXPECT_FALSE(QueuePlan(kPair, {{1, 1}, {1, 1}}, 3, Spread::kAuto).SpreadsAny());
  EXPECT_FALSE(QueuePlan(kPair, {{2, 2}, {2, 2}}, 2, Spread::kOn).SpreadsAny()) << "devices with queues for all";
  const QueuePlan plan(kPair, {{1, 1}, {1, 1}}, 3, Spread::kOn);
  EXPECT_TRUE(plan.Spreads(0));
  EXPECT_TRUE(plan.Spreads(1));
  for (unsigned worker = 0; worker < 3; ++worker) EXPECT_TRUE(plan.IsBusy(worker));
  EXPECT_TRUE(plan.SpreadsTo(0, 2));
  EXPECT_FALSE(plan.SpreadsTo(2, 0)) << "it polls nothing";
  EXPECT_EQ(plan.TxQueueOf(2, 0), 0) << "who polls nothing has time to send";
  EXPECT_EQ(plan.TxQueueOf(2, 1), 0);
}

TEST(QueuePlan, OnePortWithFewQueuesIsSpreadBesideOneWithEnough) {
  const QueuePlan plan(kPair, {{1, 1}, {4, 4}}, 4, Spread::kOn);
  EXPECT_TRUE(plan.Spreads(0));
  EXPECT_FALSE(plan.Spreads(1));
  for (unsigned worker = 0; worker < 4; ++worker) {
    EXPECT_TRUE(plan.TxQueueOf(worker, 1)) << "enough to send for everybody";
    EXPECT_TRUE(plan.SenderFor(worker, 0));
  }
}

TEST(QueuePlan, VirtualMachinesWithOneQueueOccupyAllWorkers) {
  const std::vector<QueueLimits> one_each(4, QueueLimits{});
  const std::vector<Wire> switched(4);
  EXPECT_FALSE(QueuePlan(switched, one_each, 2, Spread::kOff).IsBusy(1));
  const QueuePlan plan(switched, one_each, 2, Spread::kAuto);
  EXPECT_TRUE(plan.RxQueueOf(1, 1));
  EXPECT_FALSE(plan.SpreadsAny());
  EXPECT_TRUE(plan.SendsForOthers());
  std::set<unsigned> senders;
  for (PortIndex port = 0; port < 4; ++port) senders.insert(*plan.SenderFor(0, port));
  EXPECT_EQ(senders.size(), 2u);
  const QueuePlan two(std::vector<Wire>(2), {{1, 1}, {1, 1}}, 2, Spread::kAuto);
  EXPECT_FALSE(two.SenderFor(0, 1) != 0u || two.SenderFor(1, 0) != 1u) << "each sends what it receives";
}

TEST(QueuePlan, WithoutHandingOverNobodySendsForOthers) {
  const QueuePlan plan(kPair, {{1, 1}, {1, 1}}, 2, Spread::kOff);
  EXPECT_FALSE(plan.SenderFor(0, 0));
  EXPECT_FALSE(plan.SendsForOthers());
}

TEST(QueuePlan, OneWorkerHandsNothingOver) {
  const QueuePlan plan(kPair, {{1, 1}, {1, 1}}, 1, Spread::kOn);
  EXPECT_FALSE(plan.SpreadsAny());
  EXPECT_FALSE(plan.SendsForOthers());
}

}  // namespace
}  // namespace tidegate
