// The test instrument in the graph: what it does on either side of the firewall, and that it is not there unless it is
// asked for.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "pcap_file.h"
#include "running_dataplane.h"

namespace tidegate::test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr std::size_t kFrames = 1000;

std::vector<std::string> Sorted(const std::vector<Bytes>& frames) {
  std::vector<std::string> sorted;
  for (const Bytes& frame : frames) sorted.emplace_back(frame.begin(), frame.end());
  std::sort(sorted.begin(), sorted.end());
  return sorted;
}

// The uplink receives connection attempts that are all allowed, each from a port of its own.
class Impairment : public ::testing::Test {
 protected:
  Impairment() {
    for (std::size_t i = 0; i < kFrames; ++i)
      frames_.push_back(BuildTcp({.src_port = static_cast<std::uint16_t>(20000 + i), .dst_port = 22}));
    WritePcap(scratch_.Path("in.pcap"), frames_);
    WritePcap(scratch_.Path("none.pcap"), {});
    config_ = MakeConfig("net_pcap0,rx_pcap=" + scratch_.Path("none.pcap") + ",tx_pcap=" + scratch_.Path("vm.pcap"),
                         "net_pcap1,rx_pcap=" + scratch_.Path("in.pcap") + ",tx_pcap=/dev/null");
  }

  // Runs it until `packets` went through the firewall and nothing waits any more; returns its counters.
  json Run(const json& impairment) {
    config_["dataplane"]["impairment"] = impairment;
    RunningDataplane dataplane(config_);
    json stats;
    std::uint64_t last = 0;
    // Nothing waits longer than a few milliseconds: when nothing has come for a look or two, all has come.
    EXPECT_TRUE(Eventually([&] {
      stats = dataplane.CtlJson({"stats"});
      const std::uint64_t sent = Sent(dataplane);
      return stats["packets"] > 0 && sent == std::exchange(last, sent);
    }));
    EXPECT_THAT(dataplane.CtlJson({"drops"}), IsEmpty()) << "what is impaired is not dropped by the firewall";
    dataplane.process().Signal(SIGTERM);
    EXPECT_EQ(dataplane.process().WaitForEnd(), 0);
    arrived_ = ReadPcap(scratch_.Path("vm.pcap"));
    return stats;
  }

  static std::uint64_t Sent(const RunningDataplane& dataplane) {
    return dataplane.CtlJson({"ports"})[0]["tx_packets"].get<std::uint64_t>();
  }

  ScratchDir scratch_;
  json config_;
  std::vector<Bytes> frames_;
  std::vector<Bytes> arrived_;
};

TEST_F(Impairment, WhatIsLostBeforeTheFirewallMakesNoConnection) {
  const json stats = Run({{"before", {{"loss", 0.2}}}});
  const auto lost = stats["impaired_before_lost"].get<std::uint64_t>();
  EXPECT_NEAR(static_cast<double>(lost), 200, 55);
  EXPECT_EQ(stats["packets"], kFrames - lost);
  EXPECT_EQ(stats["created"], kFrames - lost);
  EXPECT_EQ(arrived_.size(), kFrames - lost);
  EXPECT_FALSE(stats.contains("impaired_after_lost"));
}

TEST_F(Impairment, WhatIsLostAfterTheFirewallHasMadeAConnection) {
  const json stats = Run({{"after", {{"loss", 0.2}}}});
  const auto lost = stats["impaired_after_lost"].get<std::uint64_t>();
  EXPECT_NEAR(static_cast<double>(lost), 200, 55);
  EXPECT_EQ(stats["created"], kFrames);
  EXPECT_EQ(arrived_.size(), kFrames - lost);
  EXPECT_FALSE(stats.contains("impaired_before_lost"));
}

TEST_F(Impairment, DoubledPacketsArriveTwiceUnchanged) {
  const json stats = Run({{"before", {{"duplicate", 0.1}}}, {"after", {{"duplicate", 0.1}}}});
  const auto before = stats["impaired_before_duplicated"].get<std::uint64_t>();
  const auto after = stats["impaired_after_duplicated"].get<std::uint64_t>();
  EXPECT_NEAR(static_cast<double>(before), 100, 40);
  EXPECT_NEAR(static_cast<double>(after), 110, 42);
  EXPECT_EQ(stats["packets"], kFrames + before);
  EXPECT_EQ(stats["created"], kFrames);
  EXPECT_EQ(arrived_.size(), kFrames + before + after);
  std::vector<std::string> arrived = Sorted(arrived_);
  arrived.erase(std::unique(arrived.begin(), arrived.end()), arrived.end());
  EXPECT_EQ(arrived, Sorted(frames_));
}

TEST_F(Impairment, ReorderedPacketsAllArriveAndNothingWaitsForEver) {
  const json stats = Run({{"before", {{"reorder", 1}}}, {"after", {{"reorder", 0.1}}}, {"seed", 5}});
  EXPECT_GT(stats["impaired_before_reordered"], 0);
  EXPECT_NEAR(stats["impaired_after_reordered"].get<double>(), 100, 40);
  EXPECT_NE(arrived_, frames_);
  EXPECT_EQ(Sorted(arrived_), Sorted(frames_));
}

TEST_F(Impairment, DelayedPacketsAllArriveInOrder) {
  Run({{"before", {{"delay_ms", 20}}}, {"after", {{"delay_ms", 20}}}});
  EXPECT_EQ(arrived_, frames_);
}

TEST_F(Impairment, IsNotInTheGraphUnlessItIsAskedFor) {
  RunningDataplane dataplane(config_);
  const std::string nodes = dataplane.Ctl({"graph", "--all"}).out;
  EXPECT_THAT(nodes, HasSubstr("firewall"));
  EXPECT_THAT(nodes, Not(HasSubstr("impair")));
  EXPECT_THAT(dataplane.Ctl({"stats"}).out, Not(HasSubstr("impair")));
}

}  // namespace
}  // namespace tidegate::test
