// tidegatectl trace: chosen packets, node by node.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pcap_file.h"
#include "running_dataplane.h"

namespace tidegate::test {
namespace {

using ::testing::ContainsRegex;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

// A handshake to port 22, which is allowed, a SYN to port 23, which is not, and other traffic, for ever.
class TraceOfPackets : public ::testing::Test {
 protected:
  static json Config(const ScratchDir& scratch) {
    TcpSpec answer = Reversed(TcpSpec{});
    answer.flags = kTcpSyn | kTcpAck;
    answer.seq = 5000;
    answer.ack = 1001;
    WritePcap(scratch.Path("vm.pcap"), {BuildTcp(answer)});
    WritePcap(scratch.Path("up.pcap"), {BuildTcp({}), BuildTcp({.dst_port = 23}), BuildUdp({}), BuildArpRequest({})});
    return MakeConfig("net_pcap0,infinite_rx=1,rx_pcap=" + scratch.Path("vm.pcap"),
                      "net_pcap1,infinite_rx=1,rx_pcap=" + scratch.Path("up.pcap"));
  }
  static std::vector<std::string> NodesOf(const json& packet) {
    std::vector<std::string> nodes;
    for (const json& step : packet["steps"]) nodes.push_back(step["node"]);
    return nodes;
  }

  ScratchDir scratch_;
  RunningDataplane dataplane_{Config(scratch_)};
};

TEST_F(TraceOfPackets, ThroughAllNodes) {
  ASSERT_TRUE(Eventually([&] { return dataplane_.CtlJson({"conntrack", "count"})["count"] == 1; }));
  const json packets = dataplane_.CtlJson({"trace", "tcp 10.0.0.1:40000 > 192.168.0.4:22", "--count", "200"});
  ASSERT_EQ(packets.size(), 200u);
  std::size_t requests = 0;
  std::size_t answers = 0;
  for (std::size_t i = 0; i < packets.size(); ++i) {
    const json& packet = packets[i];
    EXPECT_EQ(packet["packet"], i + 1);
    const bool request = packet["port"] == "uplink";
    (request ? requests : answers) += 1;
    EXPECT_EQ(packet["tcp_flags"], request ? "S" : "S.");
    EXPECT_THAT(NodesOf(packet), ElementsAre("firewall", request ? "tx-vm1" : "tx-uplink"));
    EXPECT_EQ(packet["steps"][0]["before"], "SYN_RECV") << packet;
    EXPECT_EQ(packet["steps"][0]["behind"], "SYN_RECV");
    EXPECT_LE(packet["steps"][0]["ns"], packet["steps"][1]["ns"]);
  }
  EXPECT_GT(requests, 0u);
  EXPECT_GT(answers, 0u);
}

TEST_F(TraceOfPackets, ToTheReasonWhyTheyAreDropped) {
  const json packets = dataplane_.CtlJson({"trace", "tcp 0.0.0.0:0 > 192.168.0.4:23", "--count", "3"});
  ASSERT_EQ(packets.size(), 3u);
  for (const json& packet : packets) {
    EXPECT_THAT(NodesOf(packet), ElementsAre("firewall", "drop-rule_denied_inbound"));
    EXPECT_TRUE(packet["steps"][0]["behind"].is_null());
  }
}

TEST_F(TraceOfPackets, ForPeople) {
  ASSERT_TRUE(Eventually([&] { return dataplane_.CtlJson({"conntrack", "count"})["count"] == 1; }));
  const Finished finished = dataplane_.Ctl({"trace", "tcp 10.0.0.1:40000 > 192.168.0.4:22", "--count", "1"});
  EXPECT_EQ(finished.status, 0) << finished.err;
  EXPECT_THAT(finished.out, ContainsRegex("packet 1, [0-9]+ bytes, worker 0: tcp .* -> .* [[]S.?[]]\n"));
  EXPECT_THAT(finished.out, ContainsRegex(" +[0-9]+[.][0-9] us  firewall +SYN_RECV\n"));
  EXPECT_THAT(finished.out, Not(HasSubstr("packet 2")));
}

// It ends by itself, and what flows is as fast and as well treated as before.
TEST_F(TraceOfPackets, EndsWhenNothingComes) {
  const Finished finished = dataplane_.Ctl({"trace", "tcp 10.0.0.1:1 > 192.168.0.4:22", "--seconds", "1"});
  EXPECT_EQ(finished.status, 0) << finished.err;
  EXPECT_EQ(finished.out, "no such packet came in 1 s\n");
  const std::uint64_t packets = dataplane_.CtlJson({"stats"})["packets"];
  EXPECT_TRUE(Eventually([&] { return dataplane_.CtlJson({"stats"})["packets"] > packets + 100'000; }));
  EXPECT_EQ(dataplane_.CtlJson({"drops"}).value("tx_queue_full", 0), 0);
}

TEST_F(TraceOfPackets, WrongOnesAreNamed) {
  const Finished finished = dataplane_.Ctl({"trace", "tcp 10.0.0.1 > 192.168.0.4:22"});
  EXPECT_EQ(finished.status, 2);
  EXPECT_THAT(finished.err, HasSubstr("\"10.0.0.1\" is no endpoint; expected ADDRESS:PORT"));
  EXPECT_EQ(dataplane_.Ctl({"trace"}).status, 2);
  EXPECT_THAT(dataplane_.Ctl({"trace", "tcp 10.0.0.1:1 > 192.168.0.4:22", "--count", "257"}).err,
              HasSubstr("1 to 256 packets"));
  EXPECT_EQ(dataplane_.Ctl({"trace", "tcp 10.0.0.1:1 > 192.168.0.4:22", "--zone", "1"}).err,
            "tidegatectl: trace: takes no --zone\n");
}

}  // namespace
}  // namespace tidegate::test
