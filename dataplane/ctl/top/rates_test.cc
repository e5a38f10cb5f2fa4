// Two samples to rates.
#include "ctl/top/rates.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tidegate {
namespace {

const Json kStats = Json::parse(R"({"uptime_s": 10, "packets": 1000, "bytes": 64000, "passed": 900, "dropped": 100,
  "created": 50, "refused": 5, "evicted": {"half_open": 1, "time_wait": 2}, "table_memory": "transparent",
  "occupancy": {"live": 30, "capacity": 100, "half_open": 1, "established": 20, "time_wait": 9}})");
const Json kDrops = Json::parse(R"({"table_full": 0, "rule_denied_inbound": 60, "tcp_no_connection": 40})");
const Json kPorts = Json::parse(R"([
  {"name": "vm1", "peer": "uplink", "link_up": 1, "rx_packets": 10, "rx_bytes": 1000, "tx_packets": 5, "tx_bytes": 400,
   "rx_missed": 1, "rx_errors": 2, "rx_no_buffer": 3, "tx_errors": 4},
  {"name": "vm2", "network": "blue", "peer": "", "link_up": 0}])");
const Json kWorkers =
    Json::parse(R"([{"worker": 0, "processor": 1, "cycles": 1000, "busy_cycles": 100, "packets": 10}])");

TEST(ReadSample, TakesWhatTheControlSocketSays) {
  const TopSample sample = ReadSample(kStats, kDrops, kPorts, kWorkers, 7);
  EXPECT_EQ(sample.uptime_s, 10u);
  EXPECT_EQ(sample.evicted, 3u);
  EXPECT_EQ(sample.live, 30u);
  EXPECT_THAT(sample.by_class, testing::ElementsAre(1, 20, 0, 9, 0));
  ASSERT_EQ(sample.ports.size(), 2u);
  EXPECT_EQ(sample.ports[0].lost, 10u);
  EXPECT_EQ(sample.ports[0].to, "uplink");
  EXPECT_EQ(sample.ports[1].to, "network blue");
  EXPECT_FALSE(sample.ports[1].link_up);
  EXPECT_EQ(sample.workers[0].busy_cycles, 100u);
}

TEST(ReadSample, TakesAnythingForAnAnswer) {
  const TopSample sample =
      ReadSample(Json::object(), Json::object(), Json::array(), Json::parse(R"([{"worker": "x"}])"), 0);
  EXPECT_EQ(sample.packets, 0u);
  EXPECT_EQ(sample.workers.size(), 1u);
}

TopSample Sample(double seconds) { return ReadSample(kStats, kDrops, kPorts, kWorkers, seconds); }

TEST(RatesBetween, AreForEachSecond) {
  const TopSample earlier = Sample(10);
  TopSample later = Sample(12);
  later.packets += 3000;
  later.bytes += 1000;
  later.created += 1;
  later.ports[0].rx_packets += 20;
  later.ports[0].tx_bytes += 100;
  later.ports[0].lost += 4;
  later.live = 77;
  const TopRates rates = RatesBetween(earlier, later);
  EXPECT_DOUBLE_EQ(rates.interval_s, 2);
  EXPECT_DOUBLE_EQ(rates.packets, 1500);
  EXPECT_DOUBLE_EQ(rates.bits, 4000);
  EXPECT_DOUBLE_EQ(rates.created, 0.5);
  EXPECT_DOUBLE_EQ(rates.refused, 0);
  EXPECT_DOUBLE_EQ(rates.ports[0].rx_packets, 10);
  EXPECT_DOUBLE_EQ(rates.ports[0].tx_bits, 400);
  EXPECT_DOUBLE_EQ(rates.ports[0].lost, 2);
  EXPECT_EQ(rates.live, 77u);
}

TEST(RatesBetween, TheMostFrequentDropsComeFirst) {
  const TopSample earlier = Sample(0);
  TopSample later = Sample(1);
  later.drops[2].second += 7;  // tcp_no_connection
  const TopRates rates = RatesBetween(earlier, later);
  ASSERT_EQ(rates.drops.size(), 2u) << "what never occurred is no row";
  EXPECT_EQ(rates.drops[0].reason, "tcp_no_connection");
  EXPECT_DOUBLE_EQ(rates.drops[0].per_s, 7);
  EXPECT_EQ(rates.drops[0].total, 47u);
  EXPECT_EQ(rates.drops[1].reason, "rule_denied_inbound");
}

TEST(RatesBetween, WorkersAreBusyForAShareOfTheirCycles) {
  const TopSample earlier = Sample(0);
  TopSample later = Sample(2);
  later.workers[0].cycles += 4000;
  later.workers[0].busy_cycles += 1000;
  later.workers[0].packets += 10;
  const WorkerRate idle = RatesBetween(earlier, earlier).workers[0];
  EXPECT_DOUBLE_EQ(idle.busy, 0);
  EXPECT_DOUBLE_EQ(idle.cycles_per_packet, 0);
  const WorkerRate busy = RatesBetween(earlier, later).workers[0];
  EXPECT_DOUBLE_EQ(busy.busy, 0.25);
  EXPECT_DOUBLE_EQ(busy.packets, 5);
  EXPECT_DOUBLE_EQ(busy.cycles_per_packet, 100);
}

TEST(RatesBetween, ACounterThatWentBackHasNoRate) {
  const TopSample earlier = Sample(0);
  TopSample later = Sample(1);
  later.ports[0].rx_packets = 0;
  EXPECT_DOUBLE_EQ(RatesBetween(earlier, later).ports[0].rx_packets, 0);
}

TEST(RatesBetween, WhatIsNewHasNoRateYet) {
  TopSample earlier = Sample(0);
  earlier.ports.clear();
  earlier.workers.clear();
  const TopRates rates = RatesBetween(earlier, Sample(1));
  EXPECT_DOUBLE_EQ(rates.ports[0].rx_packets, 0);
  EXPECT_DOUBLE_EQ(rates.workers[0].packets, 0);
}

TEST(ToJson, HoldsAllRates) {
  TopSample later = Sample(1);
  later.packets += 1234;
  later.drops[1].second += 3;
  const Json json = ToJson(RatesBetween(Sample(0), later));
  EXPECT_EQ(json["packets_per_s"], 1234.0);
  EXPECT_EQ(json["drops_per_s"]["rule_denied_inbound"], 3.0);
  EXPECT_EQ(json["occupancy"]["established"], 20);
  EXPECT_EQ(json["occupancy"]["capacity"], 100);
  EXPECT_EQ(json["ports"][0]["name"], "vm1");
  EXPECT_EQ(json["workers"][0]["processor"], 1);
}

}  // namespace
}  // namespace tidegate
