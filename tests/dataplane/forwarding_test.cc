// Packets through the whole dataplane: a capture in at one port, what passes out at the other, the rest in the
// counters.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <ctime>
#include <numeric>
#include <set>

#include "pcap_file.h"
#include "running_dataplane.h"

namespace tidegate::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

// The uplink receives `frames` and the virtual machine none; what each sends goes to vm.pcap and uplink.pcap.
struct Wire {
  explicit Wire(const std::vector<Bytes>& frames) {
    WritePcap(scratch.Path("in.pcap"), frames);
    WritePcap(scratch.Path("none.pcap"), {});
    const std::string vm = "net_pcap0,rx_pcap=" + scratch.Path("none.pcap") + ",tx_pcap=" + scratch.Path("vm.pcap");
    const std::string uplink =
        "net_pcap1,rx_pcap=" + scratch.Path("in.pcap") + ",tx_pcap=" + scratch.Path("uplink.pcap");
    config = MakeConfig(vm, uplink);
  }

  ScratchDir scratch;
  json config;
};

std::uint64_t Sum(const json& counts) {
  return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0},
                         [](std::uint64_t sum, const json& count) { return sum + count.get<std::uint64_t>(); });
}

Bytes Syn(std::uint16_t source_port, std::uint16_t destination_port) {
  return BuildTcp({.src_port = source_port, .dst_port = destination_port, .flags = kTcpSyn});
}

TEST(Forwarding, WhatIsAllowedPassesUnchangedAndTheRestIsCountedByReason) {
  const Bytes allowed = Syn(40000, 22);
  const Bytes arp = BuildArpRequest({});
  Bytes cut = Syn(40002, 22);
  cut.resize(30);
  const std::vector<Bytes> frames = {
      allowed,         // the group's rule
      Syn(40001, 23),  // no rule: rule_denied_inbound
      arp,             // passes untracked
      Syn(40001, 24),  // no rule
      cut,             // ends within the IPv4 header: truncated_ipv4
      BuildTcp(
          {.src_port = 40003, .dst_port = 22, .flags = kTcpAck, .payload = 1}),  // no connection: tcp_no_connection
  };
  Wire wire(frames);
  RunningDataplane dataplane(wire.config);
  ASSERT_TRUE(Eventually([&] { return dataplane.CtlJson({"stats"})["packets"] == frames.size(); }));

  const json stats = dataplane.CtlJson({"stats"});
  EXPECT_EQ(stats["passed"], 2);
  EXPECT_EQ(stats["untracked"], 1);
  EXPECT_EQ(stats["dropped"], 4);
  EXPECT_EQ(stats["created"], 1);
  EXPECT_EQ(stats["occupancy"]["live"], 1);
  EXPECT_EQ(stats["occupancy"]["half_open"], 1);
  const json drops = dataplane.CtlJson({"drops"});
  EXPECT_EQ(drops, json({{"rule_denied_inbound", 2}, {"truncated_ipv4", 1}, {"tcp_no_connection", 1}}));

  dataplane.process().Signal(SIGTERM);
  EXPECT_EQ(dataplane.process().WaitForEnd(), 0);
  EXPECT_THAT(ReadPcap(wire.scratch.Path("vm.pcap")), ElementsAre(allowed, arp));
  EXPECT_THAT(ReadPcap(wire.scratch.Path("uplink.pcap")), SizeIs(0));
}

TEST(Forwarding, EveryPacketIsPassedOrDroppedUnderAName) {
  RunningDataplane dataplane(MakeConfig("net_null0,size=60", "net_null1,size=1500"));
  ASSERT_TRUE(Eventually([&] { return dataplane.CtlJson({"stats"})["packets"] > 100000; }));
  // The drop nodes count what they freed; the firewall counts what it decided. The nodes are asked first and the packet
  // path goes on, so that the later number may only be greater.
  const std::uint64_t dropped_by_nodes = Sum(dataplane.CtlJson({"drops"}));
  const json stats = dataplane.CtlJson({"stats"});
  EXPECT_GT(dropped_by_nodes, 0u);
  EXPECT_LE(dropped_by_nodes, stats["packets"].get<std::uint64_t>());
  EXPECT_EQ(stats["passed"], 0);
  dataplane.process().Signal(SIGTERM);
  ASSERT_EQ(dataplane.process().WaitForEnd(), 0);
  // At rest both agree to the packet: "packets N: 0 passed (0 of them untracked), N dropped".
  const std::string out = dataplane.process().Output();
  const std::size_t at = out.find("packets      ") + 13;
  const std::string count = out.substr(at, out.find(':', at) - at);
  EXPECT_THAT(
      out, ::testing::HasSubstr("packets      " + count + ": 0 passed (0 of them untracked), " + count + " dropped"));
}

TEST(Forwarding, PacketsThatTheDeviceRefusesAreCounted) {
  // A shared-memory device whose other side never comes takes nothing.
  const std::vector<Bytes> frames = {Syn(40000, 22), Syn(40001, 22), Syn(40001, 23)};
  Wire wire(frames);
  wire.config["ports"][0]["device"] =
      "net_memif0,role=server,socket-abstract=no,socket=" + wire.scratch.Path("memif.sock");
  RunningDataplane dataplane(wire.config);
  ASSERT_TRUE(Eventually([&] { return dataplane.CtlJson({"stats"})["packets"] == frames.size(); }));
  EXPECT_EQ(dataplane.CtlJson({"drops"}), json({{"rule_denied_inbound", 1}, {"tx_queue_full", 2}}));
  EXPECT_EQ(dataplane.CtlJson({"stats"})["dropped"], 3);
}

TEST(Forwarding, ChecksumsAreVerifiedOnDemand) {
  const Bytes right = Syn(40000, 22);
  Bytes wrong = Syn(40001, 22);
  wrong.back() ^= 1;
  Bytes wrong_header = Syn(40002, 22);
  wrong_header[22] ^= 1;  // the time to live
  for (const bool verify : {false, true}) {
    Wire wire({right, wrong, wrong_header});
    if (verify) wire.config["checksums"] = "verify";
    RunningDataplane dataplane(wire.config);
    ASSERT_TRUE(Eventually([&] { return dataplane.CtlJson({"stats"})["packets"] == 3; }));
    const json drops = dataplane.CtlJson({"drops"});
    EXPECT_EQ(drops, verify ? json({{"bad_tcp_checksum", 1}, {"bad_ipv4_checksum", 1}}) : json::object());
    EXPECT_EQ(dataplane.CtlJson({"conntrack", "count"})["count"], verify ? 1 : 3);
  }
}

TEST(Forwarding, ConnectionsAreListedOverManyPages) {
  std::vector<Bytes> frames;
  for (std::uint16_t port = 20000; port < 21000; ++port) frames.push_back(Syn(port, 22));
  Wire wire(frames);
  RunningDataplane dataplane(wire.config);
  ASSERT_TRUE(Eventually([&] { return dataplane.CtlJson({"stats"})["packets"] == frames.size(); }));
  EXPECT_EQ(dataplane.CtlJson({"conntrack", "count"})["count"], frames.size());

  const json connections = dataplane.CtlJson({"conntrack", "list"});
  ASSERT_EQ(connections.size(), frames.size());
  std::set<int> source_ports;
  for (const json& connection : connections) {
    source_ports.insert(connection["source_port"].get<int>());
    EXPECT_EQ(connection["protocol"], "tcp");
    EXPECT_EQ(connection["source"], "10.0.0.1");
    EXPECT_EQ(connection["destination"], "192.168.0.4");
    EXPECT_EQ(connection["destination_port"], 22);
    EXPECT_EQ(connection["state"], "SYN_SENT");
    EXPECT_LE(connection["expires_s"], 30);
  }
  EXPECT_THAT(source_ports, SizeIs(frames.size()));

  EXPECT_EQ(dataplane.CtlJson({"conntrack", "flush"})["flushed"], frames.size());
  EXPECT_EQ(dataplane.CtlJson({"conntrack", "list"}), json::array());
}

TEST(Forwarding, ConnectionsAreListedWithWhatTheyCarried) {
  constexpr std::uint64_t kEthernet = 14;
  std::vector<Bytes> frames;
  for (std::uint16_t port = 20000; port < 20200; ++port) frames.push_back(Syn(port, 22));
  const Bytes repeated = Syn(20000, 22);
  frames.push_back(repeated);
  Wire wire(frames);
  wire.config["table"]["accounting"] = true;
  const auto before = static_cast<double>(std::time(nullptr));
  RunningDataplane dataplane(wire.config);
  ASSERT_TRUE(Eventually([&] { return dataplane.CtlJson({"stats"})["packets"] == frames.size(); }));

  const json connections = dataplane.CtlJson({"conntrack", "list"});
  ASSERT_EQ(connections.size(), 200u);  // three pages
  std::set<int> source_ports;
  for (const json& connection : connections) {
    source_ports.insert(connection["source_port"].get<int>());
    const std::uint64_t packets = connection["source_port"] == 20000 ? 2 : 1;
    EXPECT_EQ(connection["original"], json({{"packets", packets}, {"bytes", packets * (repeated.size() - kEthernet)}}));
    EXPECT_EQ(connection["reply"], json({{"packets", 0}, {"bytes", 0}}));
    EXPECT_GE(connection["start"], before);
    EXPECT_LE(connection["start"], static_cast<double>(std::time(nullptr)) + 1);
  }
  EXPECT_THAT(source_ports, SizeIs(200));
  EXPECT_THAT(dataplane.Ctl({"conntrack", "list"}).out,
              HasSubstr("10.0.0.1:20000 -> 192.168.0.4:22  original packets=2 bytes=" +
                        std::to_string(2 * (repeated.size() - kEthernet)) + "  reply packets=0 bytes=0\n"));
}

TEST(Forwarding, ConnectionsThatAreNotCountedAreListedWithoutCounts) {
  Wire wire({Syn(40000, 22)});
  RunningDataplane dataplane(wire.config);
  ASSERT_TRUE(Eventually([&] { return dataplane.CtlJson({"conntrack", "count"})["count"] == 1; }));
  const json connection = dataplane.CtlJson({"conntrack", "list"})[0];
  for (const char* name : {"original", "reply", "start"}) EXPECT_FALSE(connection.contains(name)) << name;
  EXPECT_THAT(dataplane.Ctl({"conntrack", "list"}).out, Not(HasSubstr("packets=")));
}

TEST(Forwarding, TheLongestConnectionIsListedWhole) {
  const char* source = "2001:db8:1111:2222:3333:4444:5555:6666";
  const char* destination = "2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff";
  Wire wire({BuildEcho({.src = Ip(source), .dst = Ip(destination), .identifier = 54321})});
  wire.config["security_groups"][0]["rules"].push_back(
      {{"direction", "inbound"}, {"protocol", "any"}, {"remote", {{"cidr_block", "::/0"}}}});
  wire.config["ports"][0]["zone"] = 16777215;
  RunningDataplane dataplane(wire.config);
  ASSERT_TRUE(Eventually([&] { return dataplane.CtlJson({"conntrack", "count"})["count"] == 1; }));
  const json connection = dataplane.CtlJson({"conntrack", "list"})[0];
  EXPECT_EQ(connection["protocol"], "icmpv6");
  EXPECT_EQ(connection["source"], source);
  EXPECT_EQ(connection["destination"], destination);
  EXPECT_EQ(connection["source_port"], 54321);
  EXPECT_EQ(connection["zone"], 16777215);
  EXPECT_EQ(connection["state"], "ICMP_ECHO");
}

}  // namespace
}  // namespace tidegate::test
