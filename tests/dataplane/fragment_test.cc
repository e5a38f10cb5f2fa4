// Packets in fragments through the whole dataplane: put together, judged, cut again; and what is lost, by its name.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <vector>

#include "pcap_file.h"
#include "running_dataplane.h"
#include "support/fragment_builder.h"

namespace tidegate::test {
namespace {

using ::testing::ElementsAreArray;
using ::testing::IsEmpty;

// The uplink receives `frames`; the machine behind takes TCP to port 22 and UDP to port 53 from anywhere.
class Fragments : public ::testing::Test {
 protected:
  Fragments() {
    config_ = MakeConfig("net_pcap0,rx_pcap=" + scratch_.Path("none.pcap") + ",tx_pcap=" + scratch_.Path("vm.pcap"),
                         "net_pcap1,rx_pcap=" + scratch_.Path("in.pcap") + ",tx_pcap=/dev/null");
    for (const char* everybody : {"0.0.0.0/0", "::/0"}) {
      AddRule("tcp", 22, everybody);
      AddRule("udp", 53, everybody);
    }
    config_["ports"][0]["addresses"] = {"192.168.0.4", "2001:db8::4"};
    config_["dataplane"]["reassembly"] = {{"timeout_ms", 200}};
  }

  void AddRule(const char* protocol, int port, const char* remote) {
    config_["security_groups"][0]["rules"].push_back({{"direction", "inbound"},
                                                      {"protocol", protocol},
                                                      {"port_min", port},
                                                      {"port_max", port},
                                                      {"remote", {{"cidr_block", remote}}}});
  }

  // Runs it on these frames until the drops are as expected and so many frames were sent; returns what was sent.
  std::vector<Bytes> Run(const std::vector<Bytes>& frames, std::size_t sent, const json& drops = json::object()) {
    WritePcap(scratch_.Path("in.pcap"), frames);
    WritePcap(scratch_.Path("none.pcap"), {});
    RunningDataplane dataplane(config_);
    EXPECT_TRUE(Eventually([&] {
      return dataplane.CtlJson({"drops"}) == drops && dataplane.CtlJson({"ports"})[0]["tx_packets"] == sent;
    })) << dataplane.CtlJson({"drops"})
        << dataplane.CtlJson({"ports"});
    stats_ = dataplane.CtlJson({"stats"});
    connections_ = dataplane.CtlJson({"conntrack", "list"});
    dataplane.process().Signal(SIGTERM);
    EXPECT_EQ(dataplane.process().WaitForEnd(), 0);
    return ReadPcap(scratch_.Path("vm.pcap"));
  }

  ScratchDir scratch_;
  json config_;
  json stats_;
  json connections_;
};

Bytes Udp(std::size_t payload, std::uint16_t source_port = 40000) {
  return BuildUdp({.src_port = source_port, .dst_port = 53, .payload = payload});
}

Bytes Udp6(std::size_t payload) {
  return BuildUdp({.src = Ip("2001:db8::1"), .dst = Ip("2001:db8::4"), .dst_port = 53, .payload = payload});
}

Bytes Tcp(std::size_t payload) { return BuildTcp({.dst_port = 22, .flags = kTcpSyn, .payload = payload}); }

Bytes Tcp6(std::size_t payload) {
  return BuildTcp({.src = Ip("2001:db8::1"), .dst = Ip("2001:db8::4"), .flags = kTcpSyn, .payload = payload});
}

std::vector<Bytes> Reversed(std::vector<Bytes> frames) {
  std::reverse(frames.begin(), frames.end());
  return frames;
}

std::vector<Bytes> operator+(std::vector<Bytes> frames, const std::vector<Bytes>& more) {
  frames.insert(frames.end(), more.begin(), more.end());
  return frames;
}

TEST_F(Fragments, InOrderPassAsTheyCameAndMakeOneConnectionEach) {
  const std::vector<Bytes> in = CutIntoFragments(Udp(4000)) + CutIntoFragments(Udp6(4000)) +
                                CutIntoFragments(Tcp(4000)) + CutIntoFragments(Tcp6(4000));
  EXPECT_THAT(Run(in, in.size()), ElementsAreArray(in));
  EXPECT_EQ(stats_["packets"], 4);
  EXPECT_EQ(stats_["created"], 4);
  EXPECT_EQ(connections_.size(), 4u);
  for (const json& connection : connections_) {
    EXPECT_EQ(connection["source_port"], 40000);
    EXPECT_EQ(connection["destination_port"], connection["protocol"] == "tcp" ? 22 : 53);
  }
}

TEST_F(Fragments, ReversedPassInOrder) {
  const std::vector<Bytes> out = CutIntoFragments(Udp(4000)) + CutIntoFragments(Udp6(4000)) +
                                 CutIntoFragments(Tcp(4000)) + CutIntoFragments(Tcp6(4000));
  const std::vector<Bytes> in = Reversed(CutIntoFragments(Udp(4000))) + Reversed(CutIntoFragments(Udp6(4000))) +
                                Reversed(CutIntoFragments(Tcp(4000))) + Reversed(CutIntoFragments(Tcp6(4000)));
  EXPECT_THAT(Run(in, out.size()), ElementsAreArray(out));
}

TEST_F(Fragments, OfSeveralPacketsAtOncePassEachForItself) {
  const std::vector<Bytes> one = CutIntoFragments(Udp(4000, 40001), {.id = 1});
  const std::vector<Bytes> two = CutIntoFragments(Udp(4000, 40002), {.id = 2});
  // The same identification and addresses, but another protocol (RFC 791 section 2.3).
  const std::vector<Bytes> tcp = CutIntoFragments(Tcp(4000), {.id = 1});
  ASSERT_EQ(one.size(), 3u);
  const Bytes whole = Udp(100, 40003);
  Run({one[0], two[2], tcp[1], whole, two[0], tcp[0], one[2], one[1], tcp[2], two[1]}, 10);
  EXPECT_EQ(stats_["packets"], 4);
  EXPECT_EQ(stats_["created"], 4);
}

TEST_F(Fragments, AmongOtherPacketsDisturbNone) {
  const Bytes before = Udp(10, 40001);
  const Bytes between = Udp(10, 40002);
  const Bytes behind = Udp(10, 40003);
  const std::vector<Bytes> fragments = CutIntoFragments(Udp(2000));
  const std::vector<Bytes> in = {before, fragments[0], between, fragments[1], behind};
  // Within a burst, what is cut again goes out behind the rest.
  EXPECT_THAT(Run(in, in.size()), ::testing::UnorderedElementsAreArray(in));
  EXPECT_EQ(stats_["packets"], 4);
}

TEST_F(Fragments, RepeatedOnesAreDroppedAlone) {
  const std::vector<Bytes> fragments = CutIntoFragments(Udp(4000));
  const std::vector<Bytes> in = {fragments[0], fragments[0], fragments[2], fragments[2], fragments[2], fragments[1]};
  EXPECT_THAT(Run(in, 3, {{"fragment_invalid", 3}}), ElementsAreArray(fragments));
}

TEST_F(Fragments, OverlappingOnesSpoilTheirPacket) {
  std::vector<Bytes> in;
  std::uint32_t id = 0;
  for (const Bytes& packet : {Udp(4000), Udp6(4000)}) {
    ++id;
    in.push_back(BuildFragment(packet, {.offset = 0, .length = 1480, .id = id}));
    in.push_back(BuildFragment(packet, {.offset = 1472, .length = 1480, .id = id}));  // by eight bytes
    in.push_back(BuildFragment(packet, {.offset = 1480, .length = 1480, .id = id}));
    in.push_back(BuildFragment(packet, {.offset = 2960, .length = 1048, .more = false, .id = id}));
  }
  EXPECT_THAT(Run(in, 0, {{"fragment_invalid", 8}}), IsEmpty());
  EXPECT_EQ(stats_["packets"], 0);
}

TEST_F(Fragments, ThatFitNoPacketAreDropped) {
  const Bytes packet = Udp(4000);
  const std::vector<Bytes> in = {
      BuildFragment(packet, {.offset = 0, .length = 20, .id = 1}),                      // no multiple of eight
      BuildFragment(packet, {.offset = 65528, .length = 100, .more = false, .id = 2}),  // ping of death
      BuildFragment(Tcp(100), {.offset = 0, .length = 8, .id = 3}),                     // RFC 1858: no flags
      BuildFragment(Tcp(100), {.offset = 8, .length = 112, .more = false, .id = 3}),    // RFC 1858: flags alone
      BuildFragment(Udp6(100), {.offset = 65528, .length = 100, .more = false, .id = 4}),
  };
  Run(in, 0, {{"fragment_invalid", 5}});
}

TEST_F(Fragments, WhoseRestIsMissingAreDroppedAfterTheTimeout) {
  const std::vector<Bytes> v4 = CutIntoFragments(Udp(4000));
  const std::vector<Bytes> v6 = CutIntoFragments(Udp6(4000));
  EXPECT_THAT(Run({v4[0], v4[2], v6[1]}, 0, {{"fragment_timeout", 3}}), IsEmpty());
}

TEST_F(Fragments, TooManyForOnePacketSpoilIt) {
  const Bytes packet = Udp(9 * 64 - 8);
  std::vector<Bytes> in;
  for (std::size_t i = 0; i < 9; ++i) {
    in.push_back(BuildFragment(packet, {.offset = i * 64, .length = 64, .more = i < 8}));
  }
  Run(in, 0, {{"fragment_invalid", 9}});
}

TEST_F(Fragments, AFloodIsBoundedAndHonestPacketsPassIt) {
  constexpr std::size_t kFlood = 2000;
  config_["dataplane"]["reassembly"]["max_packets"] = 16;
  std::vector<Bytes> in;
  std::vector<Bytes> honest;
  for (std::uint32_t i = 0; i < kFlood; ++i) {
    in.push_back(BuildFragment(Udp(100), {.offset = 0, .length = 8, .id = 10000 + i}));
    if (i % 100 != 0) continue;
    const std::vector<Bytes> fragments =
        CutIntoFragments(Udp(2000, static_cast<std::uint16_t>(20000 + i)), {.id = 1 + i});
    in.push_back(fragments[0]);
    in.push_back(BuildFragment(Udp(100), {.offset = 0, .length = 8, .id = 30000 + i}));
    in.push_back(fragments[1]);
    honest = honest + fragments;
  }
  const std::size_t flood = kFlood + honest.size() / 2;
  EXPECT_THAT(Run(in, honest.size(), {{"fragment_table_full", flood - 16}, {"fragment_timeout", 16}}),
              ElementsAreArray(honest));
  EXPECT_EQ(stats_["created"], honest.size() / 2);
}

TEST_F(Fragments, LargerThanTheOutputTakesAreCutToItsMtu) {
  const std::vector<Bytes> in = CutIntoFragments(Udp(6000), {.ip_bytes = 2000});
  const std::vector<Bytes> out = CutIntoFragments(Udp(6000), {.ip_bytes = 1500});
  ASSERT_NE(in.size(), out.size());
  EXPECT_THAT(Run(in, out.size()), ElementsAreArray(out));
}

TEST_F(Fragments, ThatMayNotBeCutSmallerAreDropped) {
  const Bytes dont = BuildUdp({.dst_port = 53, .payload = 3000, .frame = {.ipv4_fragment = 0x4000}});
  const std::vector<Bytes> in =
      CutIntoFragments(dont, {.ip_bytes = 2000}) + CutIntoFragments(Udp6(3000), {.ip_bytes = 2000});
  EXPECT_THAT(Run(in, 0, {{"too_big", 2}}), IsEmpty());
}

TEST_F(Fragments, SmallerThanTheMtuStaySmallAndKeepDontFragment) {
  const Bytes dont = BuildUdp({.dst_port = 53, .payload = 3000, .frame = {.ipv4_fragment = 0x4000}});
  const std::vector<Bytes> in =
      CutIntoFragments(dont, {.ip_bytes = 600}) + CutIntoFragments(Udp6(3000), {.ip_bytes = 1280});
  EXPECT_THAT(Run(in, in.size()), ElementsAreArray(in));
}

TEST_F(Fragments, AreJudgedByTheRulesAsAWhole) {
  const std::vector<Bytes> in =
      CutIntoFragments(BuildUdp({.dst_port = 54, .payload = 4000})) + CutIntoFragments(Udp6(4000));
  EXPECT_THAT(Run(in, 3, {{"rule_denied_inbound", 1}}), ElementsAreArray(CutIntoFragments(Udp6(4000))));
}

TEST_F(Fragments, HaveTheirChecksumVerifiedAsAWhole) {
  config_["checksums"] = "verify";
  Bytes wrong = Udp(4000);
  wrong.back() ^= 1;
  const std::vector<Bytes> right = CutIntoFragments(Udp6(4000)) + CutIntoFragments(Tcp(4000));
  EXPECT_THAT(Run(CutIntoFragments(wrong) + right, right.size(), {{"bad_udp_checksum", 1}}), ElementsAreArray(right));
}

TEST_F(Fragments, KeepACongestionMark) {
  // Both fragments can be marked (ECT), and a router marked the second one (RFC 3168 section 5.3).
  std::vector<Bytes> in = CutIntoFragments(Udp6(2000));
  std::vector<Bytes> out = in;
  for (Bytes& fragment : in) fragment[15] |= 0x20;
  in[1][15] |= 0x10;
  for (Bytes& fragment : out) fragment[15] |= 0x30;
  EXPECT_THAT(Run(in, out.size()), ElementsAreArray(out));
}

TEST_F(Fragments, WithWrongHeadersKeepTheNamesTheyHave) {
  Bytes cut = CutIntoFragments(Udp(4000))[0];
  cut.resize(400);
  const Bytes behind_options =
      BuildUdp({.src = Ip("2001:db8::1"),
                .dst = Ip("2001:db8::4"),
                .frame = {.ipv6_extensions = {{.type = 0}, {.type = 44, .body = {0, 0, 1, 0, 0, 0, 1}}}}});
  Run({cut, behind_options}, 0, {{"bad_ipv4_length", 1}, {"ip_fragment", 1}});
}

TEST_F(Fragments, WithoutReassemblyAreDroppedByName) {
  config_["dataplane"]["reassembly"]["enabled"] = false;
  Run(CutIntoFragments(Udp(4000)) + CutIntoFragments(Udp6(4000)), 0, {{"ip_fragment", 6}});
}

TEST_F(Fragments, SurviveABadWire) {
  config_["dataplane"]["impairment"] = {{"before", {{"reorder", 1}}}, {"after", {{"reorder", 0.5}}}};
  std::vector<Bytes> in;
  for (std::uint32_t i = 0; i < 100; ++i) {
    in = in + CutIntoFragments(Udp(4000, static_cast<std::uint16_t>(20000 + i)), {.id = i});
  }
  Run(in, in.size());
  EXPECT_EQ(stats_["created"], 100);
}

}  // namespace
}  // namespace tidegate::test
