// Networks, port security and the overlay through the whole dataplane: captures in at each port, captures out.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <map>

#include "network_frames.h"
#include "pcap_file.h"
#include "running_dataplane.h"

namespace tidegate::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

using FramesByPort = std::map<std::string, std::vector<Bytes>>;

// A dataplane whose ports each receive some frames once.
class Rig {
 public:
  // `config` has ports without devices.
  Rig(json config, const FramesByPort& in) : config_(std::move(config)) {
    std::size_t number = 0;
    for (json& port : config_["ports"]) {
      const std::string name = port["name"];
      const auto frames = in.find(name);
      total_ += frames == in.end() ? 0 : frames->second.size();
      WritePcap(scratch_.Path(name + ".in"), frames == in.end() ? std::vector<Bytes>{} : frames->second);
      port["device"] = "net_pcap" + std::to_string(number++) + ",rx_pcap=" + scratch_.Path(name + ".in") +
                       ",tx_pcap=" + scratch_.Path(name + ".out");
    }
  }

  // Runs until every frame has come in, and what it led to has gone out.
  void Run() {
    RunningDataplane dataplane(config_);
    ASSERT_TRUE(Eventually([&] { return Received(dataplane) == total_; }));
    drops_ = dataplane.CtlJson({"drops"});
    stats_ = dataplane.CtlJson({"stats"});
    macs_ = dataplane.CtlJson({"macs"});
    dataplane.process().Signal(SIGTERM);
    ASSERT_EQ(dataplane.process().WaitForEnd(), 0) << dataplane.process().Errors();
    for (const json& port : config_["ports"]) {
      const std::string name = port["name"];
      out_[name] = ReadPcap(scratch_.Path(name + ".out"));
    }
  }

  const std::vector<Bytes>& Out(const std::string& port) { return out_[port]; }

  // Without ARP, which the tunnels' end sends by itself.
  std::vector<Bytes> IpOut(const std::string& port) {
    std::vector<Bytes> frames = out_[port];
    std::erase_if(frames, [](const Bytes& frame) { return frame[12] == 8 && frame[13] == 6; });
    return frames;
  }
  const json& drops() const { return drops_; }
  const json& stats() const { return stats_; }
  const json& macs() const { return macs_; }

 private:
  static std::uint64_t Received(const RunningDataplane& dataplane) {
    std::uint64_t sum = 0;
    for (const json& port : dataplane.CtlJson({"ports"})) sum += port["rx_packets"].get<std::uint64_t>();
    return sum;
  }

  ScratchDir scratch_;
  json config_;
  std::size_t total_ = 0;
  FramesByPort out_;
  json drops_;
  json stats_;
  json macs_;
};

json NetworkConfig() {
  return json::parse(R"({
    "table": {"capacity": 4096, "capacity_v6": 1024},
    "dataplane": {"workers": 1, "huge_pages": "off"},
    "security_groups": [
      {"name": "web", "rules": [
        {"direction": "inbound", "protocol": "tcp", "port_min": 22, "port_max": 22, "remote": {"cidr_block": "0.0.0.0/0"}},
        {"direction": "outbound", "protocol": "any"}]},
      {"name": "closed", "rules": []}],
    "networks": [{"name": "blue", "zone": 7}],
    "ports": [
      {"name": "vm1", "network": "blue", "macs": ["02:00:00:00:00:01"], "addresses": ["10.0.0.1", "2001:db8::1"], "security_groups": ["web"]},
      {"name": "vm2", "network": "blue", "macs": ["02:00:00:00:00:02"], "addresses": ["10.0.0.2"], "security_groups": ["web"]},
      {"name": "vm3", "network": "blue", "macs": ["02:00:00:00:00:03"], "addresses": ["10.0.0.3"], "security_groups": ["closed"]},
      {"name": "up", "network": "blue"}]})");
}

Bytes Syn(const char* from, const char* to, std::uint16_t port = 22) {
  return BuildTcp({.src = Ip(from), .dst = Ip(to), .dst_port = port});
}

TEST(Switching, PacketsGoWhereTheirAddressIs) {
  const Bytes to_vm2 = Between(Mac(1), Mac(2), Syn("10.0.0.1", "10.0.0.2"));
  const Bytes to_vm3 = Between(Mac(1), Mac(3), Syn("10.0.0.1", "10.0.0.3"));
  const Bytes denied = Between(Mac(1), Mac(2), Syn("10.0.0.1", "10.0.0.2", 23));
  const Bytes outside = Between(Mac(1), Mac(9), Syn("10.0.0.1", "203.0.113.9"));
  const Bytes arp = ArpRequest(Mac(1), "10.0.0.1", "10.0.0.2");
  const Bytes to_itself = Between(Mac(1), Mac(1), Syn("10.0.0.1", "10.0.0.1"));
  Rig rig(NetworkConfig(), {{"vm1", {to_vm2, to_vm3, denied, outside, arp, to_itself}}});
  rig.Run();
  EXPECT_THAT(rig.Out("vm2"), ElementsAre(to_vm2, arp));
  EXPECT_THAT(rig.Out("vm3"), ElementsAre(arp));
  // An address that nobody knows is behind the uplink, if anywhere: virtual machines' are configured.
  EXPECT_THAT(rig.Out("up"), ElementsAre(outside, arp));
  EXPECT_THAT(rig.Out("vm1"), IsEmpty());
  EXPECT_EQ(rig.drops(), json({{"rule_denied_inbound", 2}, {"hairpin", 1}}));
}

TEST(Switching, CopiesForManyAreJudgedOneByOneAndLeaveNoEntry) {
  const Bytes group = Bytes{0x01, 0x00, 0x5e, 0x00, 0x00, 0xfb};
  json config = NetworkConfig();
  config["security_groups"][0]["rules"].push_back(
      {{"direction", "inbound"}, {"protocol", "udp"}, {"port_min", 5353}, {"port_max", 5353}});
  const Bytes query =
      Between(Mac(1), group, BuildUdp({.src = Ip("10.0.0.1"), .dst = Ip("224.0.0.251"), .dst_port = 5353}));
  Rig rig(config, {{"vm1", {query, query}}});
  rig.Run();
  EXPECT_THAT(rig.Out("vm2"), ElementsAre(query, query));
  EXPECT_THAT(rig.Out("vm3"), IsEmpty()) << "its group allows nothing";
  EXPECT_THAT(rig.Out("up"), ElementsAre(query, query));
  EXPECT_EQ(rig.stats()["occupancy"]["live"], 0);
  EXPECT_EQ(rig.drops(), json({{"rule_denied_inbound", 2}}));
}

TEST(Switching, WhatIsLearnedIsNotFlooded) {
  json config = NetworkConfig();
  config["ports"].push_back({{"name", "up2"}, {"network", "blue"}});
  // The uplinks come first, so that what they send has been seen when the virtual machine answers.
  std::rotate(config["ports"].begin(), config["ports"].begin() + 3, config["ports"].end());
  const Bytes hello = ArpRequest(Mac(9), "10.0.0.9", "10.0.0.1");
  const Bytes answer = ArpReply(Mac(1), "10.0.0.1", Mac(9), "10.0.0.9");
  Rig rig(config, {{"up2", {hello}}, {"vm1", {answer}}});
  rig.Run();
  EXPECT_THAT(rig.Out("up"), ElementsAre(hello));
  EXPECT_THAT(rig.Out("up2"), ElementsAre(answer));
  ASSERT_THAT(rig.macs(), SizeIs(4)) << "three that are named";
  EXPECT_EQ(rig.macs()[3]["mac"], "02:00:00:00:00:09");
  EXPECT_EQ(rig.macs()[3]["port"], "up2");
  EXPECT_LE(rig.macs()[3]["age"], 20);
}

TEST(Switching, AConnectionMayBeginWithAnAddressThatNobodyKnows) {
  const Bytes syn = Between(Mac(1), Mac(9), Syn("10.0.0.1", "203.0.113.9"));
  Rig rig(NetworkConfig(), {{"vm1", {syn}}});
  rig.Run();
  EXPECT_THAT(rig.Out("up"), ElementsAre(syn));
  EXPECT_EQ(rig.stats()["occupancy"]["half_open"], 1) << "or its answer would be dropped";
}

TEST(Switching, AStormOfBroadcastsIsCopiedOnlySoFar) {
  const Bytes arp = ArpRequest(Mac(1), "10.0.0.1", "10.0.0.2");
  json config = NetworkConfig();
  config["networks"][0]["vni"] = 100;
  for (int i = 1; i <= 30; ++i) config["networks"][0]["vteps"].push_back("192.0.2." + std::to_string(i + 1));
  config["ports"].push_back({{"name", "under"}, {"vtep", {{"address", "192.0.2.1/24"}}}});
  Rig rig(config, {{"vm1", std::vector<Bytes>(64, arp)}});
  rig.Run();
  // 34 places are reserved for each packet, three ports and thirty tunnels are sent to.
  constexpr int kFlooded = 1024 / 34;
  EXPECT_THAT(rig.Out("vm2"), SizeIs(kFlooded));
  EXPECT_EQ(rig.drops(), json({{"flood_limit", 64 - kFlooded}, {"no_neighbour", 30 * kFlooded}}));
}

TEST(Switching, ASpooferIsStoppedAndCounted) {
  const Bytes other_mac = Between(Mac(2), Mac(3), Syn("10.0.0.1", "10.0.0.3"));
  const Bytes other_ip = Between(Mac(1), Mac(2), Syn("10.0.0.3", "10.0.0.2"));
  const Bytes other_arp = ArpReply(Mac(1), "10.0.0.2", Mac(3), "10.0.0.3");
  const Bytes other_nd = NeighbourMessage(136, "2001:db8::1", "2001:db8::2", Mac(1));
  const Bytes router = NeighbourMessage(134, "fe80::ff:fe00:1", "::", Mac(1));
  const Bytes dhcp =
      Between(Mac(1), kBroadcast,
              BuildUdp({.src = Ip("10.0.0.1"), .dst = Ip("255.255.255.255"), .src_port = 67, .dst_port = 68}));
  FrameSpec tagged;
  tagged.vlans = {{5}};
  const Bytes vlan = Between(Mac(1), Mac(2), BuildTcp({.src = Ip("10.0.0.1"), .dst = Ip("10.0.0.2"), .frame = tagged}));
  Rig rig(NetworkConfig(), {{"vm1", {other_mac, other_ip, other_arp, other_nd, router, dhcp, vlan}}});
  rig.Run();
  for (const char* port : {"vm2", "vm3", "up"}) EXPECT_THAT(rig.Out(port), IsEmpty()) << port;
  EXPECT_EQ(rig.drops(), json({{"spoofed_mac", 1},
                               {"spoofed_ip", 1},
                               {"spoofed_arp", 1},
                               {"spoofed_nd", 1},
                               {"rogue_router", 1},
                               {"rogue_dhcp", 1},
                               {"ethertype_denied", 1}}));
}

json OverlayConfig() {
  return json::parse(R"({
    "table": {"capacity": 4096, "capacity_v6": 1024},
    "dataplane": {"workers": 1, "huge_pages": "off"},
    "security_groups": [{"name": "web", "rules": [
        {"direction": "inbound", "protocol": "tcp", "port_min": 22, "port_max": 22},
        {"direction": "outbound", "protocol": "any"}]}],
    "networks": [
      {"name": "blue", "vni": 100, "vteps": ["192.0.2.2", "192.0.2.3"], "hosts": [{"mac": "02:00:00:00:00:09", "vtep": "192.0.2.2"}]},
      {"name": "red", "vni": 200, "vteps": ["192.0.2.2"], "hosts": [{"mac": "02:00:00:00:00:09", "vtep": "192.0.2.2"}]}],
    "ports": [
      {"name": "under", "vtep": {"address": "192.0.2.1/24"}},
      {"name": "blue1", "network": "blue", "macs": ["02:00:00:00:00:01"], "addresses": ["10.0.0.1"], "security_groups": ["web"]},
      {"name": "red1", "network": "red", "macs": ["02:00:00:00:00:01"], "addresses": ["10.0.0.1"], "security_groups": ["web"]}]})");
}

// The way of a frame that the dataplane sent through a tunnel.
struct Encapsulated {
  std::uint32_t vni = 0;
  std::uint32_t to = 0;
  Bytes next_hop;
  Bytes inner;

  bool operator==(const Encapsulated&) const = default;
};

std::uint32_t Number(const Bytes& frame, std::size_t at, std::size_t bytes) {
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < bytes; ++i) number = number << 8 | frame[at + i];
  return number;
}

Encapsulated Open(const Bytes& frame) {
  EXPECT_GT(frame.size(), 64u);
  EXPECT_EQ(Number(frame, 12, 2), 0x0800u);
  EXPECT_EQ(Number(frame, 16, 2), frame.size() - 14) << "IP length";
  EXPECT_EQ(InternetChecksum(Bytes(frame.begin() + 14, frame.begin() + 34)), 0);
  EXPECT_EQ(Number(frame, 26, 4), 0xc0000201u) << "from 192.0.2.1";
  EXPECT_GE(Number(frame, 34, 2), 49152u) << "RFC 7348: a dynamic port";
  EXPECT_EQ(Number(frame, 36, 2), 4789u);
  EXPECT_EQ(Number(frame, 38, 2), frame.size() - 34) << "UDP length";
  EXPECT_EQ(frame[42], 8) << "the flag of a VNI";
  return {Number(frame, 46, 3), Number(frame, 30, 4), Bytes(frame.begin(), frame.begin() + 6),
          Bytes(frame.begin() + 50, frame.end())};
}

TEST(Overlay, TenantsWithTheSameAddressesNeverMeet) {
  const Bytes syn = Between(Mac(9), Mac(1), Syn("10.0.0.9", "10.0.0.1"));
  const Bytes other_port = Between(Mac(9), Mac(1), Syn("10.0.0.9", "10.0.0.1", 23));
  const Bytes answer = Between(Mac(1), Mac(9),
                               BuildTcp({.src = Ip("10.0.0.1"),
                                         .dst = Ip("10.0.0.9"),
                                         .src_port = 22,
                                         .dst_port = 40000,
                                         .flags = kTcpSyn | kTcpAck,
                                         .seq = 5,
                                         .ack = 1001}));
  // More than a worker takes in one go, so that the answers come after what they answer.
  std::vector<Bytes> late(64, Between(Mac(7), Mac(9), answer));
  late.push_back(answer);
  Rig rig(OverlayConfig(),
          {{"under", {ArpReply(Mac(0xf1), "192.0.2.2", Mac(0xf0), "192.0.2.1"), Vxlan({}, syn), Vxlan({}, other_port)}},
           {"blue1", late},
           {"red1", late}});
  rig.Run();
  EXPECT_THAT(rig.Out("blue1"), ElementsAre(syn));
  EXPECT_THAT(rig.Out("red1"), IsEmpty());
  // The answer of the one who was asked; the other's is nobody's connection.
  ASSERT_THAT(rig.IpOut("under"), SizeIs(1));
  EXPECT_EQ(Open(rig.IpOut("under")[0]), (Encapsulated{100, 0xc0000202, Mac(0xf1), answer}));
  EXPECT_EQ(rig.drops(), json({{"rule_denied_inbound", 1}, {"tcp_no_connection", 1}, {"spoofed_mac", 128}}));
}

TEST(Overlay, OnlyKnownTunnelsOfKnownNetworksLeadIn) {
  const Bytes syn = Between(Mac(9), Mac(1), Syn("10.0.0.9", "10.0.0.1"));
  Bytes no_flag = Vxlan({}, syn);
  no_flag[42] = 0;
  Bytes cut = Vxlan({}, syn);
  cut.resize(60);
  Rig rig(OverlayConfig(), {{"under",
                             {Vxlan({.vni = 300}, syn), Vxlan({.from = "192.0.2.77"}, syn),
                              Vxlan({.from = "192.0.2.3", .vni = 200}, syn), Vxlan({.to = "192.0.2.9"}, syn),
                              Vxlan({.udp_port = 4790}, syn), no_flag, cut, Vxlan({.tos = 3}, syn)}}});
  rig.Run();
  EXPECT_THAT(rig.Out("blue1"), IsEmpty());
  EXPECT_THAT(rig.Out("red1"), IsEmpty());
  EXPECT_EQ(
      rig.drops(),
      json({{"unknown_vni", 1}, {"unknown_vtep", 2}, {"not_vxlan", 2}, {"bad_vxlan", 2}, {"congestion_lost", 1}}));
}

TEST(Overlay, TheTunnelEndIsFoundAndFindsTheOthers) {
  const Bytes syn = Between(Mac(1), Mac(9), Syn("10.0.0.1", "10.0.0.9"));
  Rig rig(OverlayConfig(), {{"under", {ArpRequest(Mac(0xf5), "192.0.2.200", "192.0.2.1")}}, {"blue1", {syn, syn}}});
  rig.Run();
  // Nobody has said where 192.0.2.2 is: it is asked for, as the other one is, and the packets are lost.
  EXPECT_EQ(rig.drops(), json({{"no_neighbour", 2}}));
  ASSERT_GE(rig.Out("under").size(), 3u);
  const Bytes own(rig.Out("under")[0].begin() + 6, rig.Out("under")[0].begin() + 12);
  EXPECT_THAT(rig.Out("under"),
              IsSupersetOf({ArpReply(own, "192.0.2.1", Mac(0xf5), "192.0.2.200"),
                            ArpRequest(own, "192.0.2.1", "192.0.2.2"), ArpRequest(own, "192.0.2.1", "192.0.2.3")}));
}

TEST(Overlay, BroadcastsGoThroughEachTunnelOfTheNetworkAndNeverOutAgain) {
  const Bytes arp = ArpRequest(Mac(1), "10.0.0.1", "10.0.0.9");
  const Bytes from_tunnel = ArpRequest(Mac(9), "10.0.0.9", "10.0.0.1");
  Rig rig(OverlayConfig(), {{"under",
                             {ArpReply(Mac(0xf1), "192.0.2.2", Mac(0xf0), "192.0.2.1"),
                              ArpReply(Mac(0xf2), "192.0.2.3", Mac(0xf0), "192.0.2.1"), Vxlan({}, from_tunnel)}},
                            {"blue1", {arp}},
                            {"red1", {arp}}});
  rig.Run();
  std::vector<Encapsulated> sent;
  for (const Bytes& frame : rig.IpOut("under")) sent.push_back(Open(frame));
  EXPECT_THAT(sent, UnorderedElementsAre(Encapsulated{100, 0xc0000202, Mac(0xf1), arp},
                                         Encapsulated{100, 0xc0000203, Mac(0xf2), arp},
                                         Encapsulated{200, 0xc0000202, Mac(0xf1), arp}));
  EXPECT_THAT(rig.Out("blue1"), ElementsAre(from_tunnel));
  EXPECT_THAT(rig.Out("red1"), IsEmpty());
  EXPECT_EQ(rig.macs()[2],
            json({{"network", "blue"}, {"mac", "02:00:00:00:00:09"}, {"port", "under"}, {"vtep", "192.0.2.2"}}));
}

TEST(Overlay, WhoSendsTooMuchIsToldTheInnerMtu) {
  const TcpSpec small{.src = Ip("10.0.0.1"), .dst = Ip("10.0.0.9"), .payload = 1450 - 40};
  TcpSpec big = small;
  ++big.payload;
  const Bytes fits = Between(Mac(1), Mac(9), BuildTcp(small));
  Bytes whole = Between(Mac(1), Mac(9), BuildTcp(big));
  whole[20] = 0x40;  // DF, and the checksum for it
  whole[24] = whole[25] = 0;
  const std::uint16_t sum = InternetChecksum(Bytes(whole.begin() + 14, whole.begin() + 34));
  whole[24] = static_cast<std::uint8_t>(sum >> 8);
  whole[25] = static_cast<std::uint8_t>(sum);
  Bytes may_be_cut = Between(Mac(1), Mac(9), BuildUdp({.src = Ip("10.0.0.1"), .dst = Ip("10.0.0.9"), .payload = 1472}));
  Rig rig(OverlayConfig(), {{"under", {ArpReply(Mac(0xf1), "192.0.2.2", Mac(0xf0), "192.0.2.1")}},
                            {"blue1", {whole, fits, may_be_cut}}});
  rig.Run();
  ASSERT_THAT(rig.Out("blue1"), SizeIs(1));
  const Bytes& answer = rig.Out("blue1")[0];
  EXPECT_EQ(answer, Between(Mac(9), Mac(1), answer)) << "from the packet's destination to its sender";
  EXPECT_EQ(InternetChecksum(Bytes(answer.begin() + 14, answer.begin() + 34)), 0);
  EXPECT_EQ(InternetChecksum(Bytes(answer.begin() + 34, answer.end())), 0);
  EXPECT_EQ(Number(answer, 34, 2), 0x0304u) << "fragmentation needed";
  EXPECT_EQ(Number(answer, 40, 2), 1450u);
  EXPECT_EQ(Bytes(answer.begin() + 42, answer.end()), Bytes(whole.begin() + 14, whole.begin() + 14 + 548));
  std::size_t bytes = 0;
  ASSERT_THAT(rig.IpOut("under"), SizeIs(3));
  for (const Bytes& frame : rig.IpOut("under")) {
    EXPECT_LE(frame.size(), 14u + 1500u);
    const Encapsulated outer = Open(frame);
    if (outer.inner[23] == 17) bytes += Number(outer.inner, 16, 2) - 20;
  }
  EXPECT_EQ(bytes, 8u + 1472u) << "both fragments together";
  EXPECT_EQ(rig.drops()["too_big"], 1);
}

}  // namespace
}  // namespace tidegate::test
