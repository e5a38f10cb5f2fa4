// A capture in, the verdicts out: what becomes of packets of every kind.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pcap/dlt.h>

#include <string>
#include <vector>

#include "capture_file.h"
#include "replay_process.h"

namespace tidegate::test {
namespace {

// The documentation's example, with a timeout short enough to see it pass.
constexpr std::string_view kConfig = R"(
{"table": {"capacity": 1024}, "timeouts": {"udp_stream": 60},
 "security_groups": [{"name": "web", "rules": [
    {"direction": "inbound", "protocol": "tcp", "port_min": 22, "port_max": 22, "remote": {"cidr_block": "0.0.0.0/0"}},
    {"direction": "outbound", "protocol": "any", "remote": {"cidr_block": "0.0.0.0/0"}}]}],
 "ports": [{"name": "vm1", "addresses": ["192.168.0.4"], "security_groups": ["web"], "peer": "uplink"},
           {"name": "uplink"}]})";

struct Step {
  std::string_view what;
  double seconds;
  Bytes frame;
  std::string_view expected;  // behind {"packet":N,
  std::uint32_t snap_length = 65535;
};

void ExpectVerdicts(const std::vector<Step>& steps, std::string_view json = kConfig) {
  constexpr TimeNs kStart = 1'700'000'000 * kSecond;
  std::vector<CapturedPacket> packets;
  for (const Step& step : steps) {
    packets.push_back({step.frame, kStart + static_cast<TimeNs>(step.seconds * kSecond), step.snap_length});
  }
  const TempFile config("verdict.json", json);
  const TempFile capture("verdict.pcap", PcapBytes(packets, DLT_EN10MB));
  const ProgramResult result =
      RunReplay(TIDEGATE_REPLAY_PROGRAM, {"--config", config.path(), "--json", capture.path()});
  EXPECT_EQ(result.status, 0);
  EXPECT_EQ(result.err, "");
  const std::vector<std::string> lines = Lines(result.out);
  ASSERT_EQ(lines.size(), steps.size());
  for (std::size_t i = 0; i < steps.size(); ++i) {
    EXPECT_EQ(lines[i], "{\"packet\":" + std::to_string(i + 1) + "," + std::string(steps[i].expected) + "}")
        << steps[i].what;
  }
}

// 10.0.0.1:40000 is the client, 192.168.0.4:22 the virtual machine; as TcpSpec has it.
Bytes FromClient(std::uint8_t flags, std::uint32_t seq, std::uint32_t ack, std::size_t payload = 0) {
  return BuildTcp({.flags = flags, .seq = seq, .ack = ack, .payload = payload});
}
Bytes FromServer(std::uint8_t flags, std::uint32_t seq, std::uint32_t ack, std::size_t payload = 0) {
  return BuildTcp(Reversed(TcpSpec{.flags = flags, .seq = seq, .ack = ack, .payload = payload}));
}

TEST(ReplayVerdict, TheWholeLifeOfATcpConnection) {
  ExpectVerdicts({
      {"SYN", 0.0, FromClient(kTcpSyn, 1000, 0),
       R"("verdict":"pass","reason":"none","ct":["new","trk"],"state":"SYN_SENT")"},
      {"SYN-ACK", 0.1, FromServer(kTcpSyn | kTcpAck, 5000, 1001),
       R"("verdict":"pass","reason":"none","ct":["est","rpl","trk"],"state":"SYN_RECV")"},
      {"ACK", 0.2, FromClient(kTcpAck, 1001, 5001),
       R"("verdict":"pass","reason":"none","ct":["est","trk"],"state":"ESTABLISHED")"},
      {"a request of 10 bytes", 0.3, FromClient(kTcpPsh | kTcpAck, 1001, 5001, 10),
       R"("verdict":"pass","reason":"none","ct":["est","trk"],"state":"ESTABLISHED")"},
      {"an answer of 20 bytes", 0.4, FromServer(kTcpPsh | kTcpAck, 5001, 1011, 20),
       R"("verdict":"pass","reason":"none","ct":["est","rpl","trk"],"state":"ESTABLISHED")"},
      {"the client closes", 0.5, FromClient(kTcpFin | kTcpAck, 1011, 5021),
       R"("verdict":"pass","reason":"none","ct":["est","trk"],"state":"FIN_WAIT")"},
      {"the server closes and acknowledges", 0.6, FromServer(kTcpFin | kTcpAck, 5021, 1012),
       R"("verdict":"pass","reason":"none","ct":["est","rpl","trk"],"state":"LAST_ACK")"},
      {"the last ACK", 0.7, FromClient(kTcpAck, 1012, 5022),
       R"("verdict":"pass","reason":"none","ct":["est","trk"],"state":"TIME_WAIT")"},
      {"SYN with a greater sequence number reopens", 0.8, FromClient(kTcpSyn, 200000, 0),
       R"("verdict":"pass","reason":"none","ct":["new","trk"],"state":"SYN_SENT")"},
      {"its SYN-ACK", 0.9, FromServer(kTcpSyn | kTcpAck, 70000, 200001),
       R"("verdict":"pass","reason":"none","ct":["est","rpl","trk"],"state":"SYN_RECV")"},
      {"its ACK", 1.0, FromClient(kTcpAck, 200001, 70001),
       R"("verdict":"pass","reason":"none","ct":["est","trk"],"state":"ESTABLISHED")"},
      {"its reset", 1.1, FromServer(kTcpRst, 70001, 0),
       R"("verdict":"pass","reason":"none","ct":["est","rpl","trk"],"state":"CLOSE")"},
  });
}

TEST(ReplayVerdict, UdpAndEchoLiveInCaptureTime) {
  const UdpSpec query{.src = Ip("192.168.0.4"), .dst = Ip("10.0.0.1")};
  const EchoSpec ping{.src = Ip("192.168.0.4"), .dst = Ip("10.0.0.1")};
  EchoSpec pong = Reversed(ping);
  pong.reply = true;
  ExpectVerdicts({
      {"a query out", 0.0, BuildUdp(query),
       R"("verdict":"pass","reason":"none","ct":["new","trk"],"state":"UDP_SINGLE")"},
      {"the answer", 0.1, BuildUdp(Reversed(query)),
       R"("verdict":"pass","reason":"none","ct":["est","rpl","trk"],"state":"UDP_STREAM")"},
      {"echo request out", 0.2, BuildEcho(ping),
       R"("verdict":"pass","reason":"none","ct":["new","trk"],"state":"ICMP_ECHO")"},
      {"echo reply", 0.3, BuildEcho(pong),
       R"("verdict":"pass","reason":"none","ct":["est","rpl","trk"],"state":"ICMP_ECHO")"},
      {"a late answer, within 60 s", 55.0, BuildUdp(Reversed(query)),
       R"("verdict":"pass","reason":"none","ct":["est","rpl","trk"],"state":"UDP_STREAM")"},
      {"an answer too late", 125.0, BuildUdp(Reversed(query)),
       R"("verdict":"drop","reason":"rule_denied_inbound","ct":["new","trk"],"state":"NONE")"},
  });
}

TEST(ReplayVerdict, DropsHaveTheirReasons) {
  const EchoSpec pong{.reply = true};
  ExpectVerdicts({
      {"SYN to a port that no rule allows", 0.0, BuildTcp({.dst_port = 23}),
       R"("verdict":"drop","reason":"rule_denied_inbound","ct":["new","trk"],"state":"NONE")"},
      {"UDP to the port of a TCP rule", 0.1, BuildUdp({.dst_port = 22}),
       R"("verdict":"drop","reason":"rule_denied_inbound","ct":["new","trk"],"state":"NONE")"},
      {"data without a connection", 0.2, FromClient(kTcpAck, 1, 1, 10),
       R"("verdict":"drop","reason":"tcp_no_connection","ct":["inv","trk"],"state":"NONE")"},
      {"echo reply without a request", 0.3, BuildEcho(pong),
       R"("verdict":"drop","reason":"icmp_no_request","ct":["inv","trk"],"state":"NONE")"},
      {"cut within the TCP header", 0.4, FromClient(kTcpSyn, 1000, 0),
       R"("verdict":"drop","reason":"truncated_tcp","ct":[],"state":"NONE")", 14 + 20 + 10},
      {"cut within the Ethernet header", 0.5, FromClient(kTcpSyn, 1000, 0),
       R"("verdict":"drop","reason":"truncated_ethernet","ct":[],"state":"NONE")", 10},
      {"strangers", 0.6, BuildTcp({.src = Ip("10.0.0.1"), .dst = Ip("10.0.0.2")}),
       R"("verdict":"drop","reason":"unknown_port","ct":[],"state":"NONE")"},
      {"no IP at all", 0.7, Bytes(60, 0x88),
       R"("verdict":"drop","reason":"unsupported_ethertype","ct":[],"state":"NONE")"},
  });
}

TEST(ReplayVerdict, ArpPassesUntracked) {
  ExpectVerdicts({{"who has the virtual machine's address", 0.0, BuildArpRequest({}),
                   R"("verdict":"pass","reason":"none","ct":[],"state":"NONE")"}});
}

TEST(ReplayVerdict, VlanTagsDoNotHideThePort) {
  TcpSpec tagged;
  tagged.frame.vlans = {{.id = 7}};
  ExpectVerdicts({{"SYN in a VLAN", 0.0, BuildTcp(tagged),
                   R"("verdict":"pass","reason":"none","ct":["new","trk"],"state":"SYN_SENT")"}});
}

// A host that leaves checksums to its network card captures its own packets with wrong ones: so they are verified only
// on demand, and where the capture has the whole packet.
TEST(ReplayVerdict, ChecksumsOnDemand) {
  Bytes wrong = FromClient(kTcpSyn, 1000, 0, 40);
  wrong.back() ^= 1;
  constexpr std::string_view kPasses = R"("verdict":"pass","reason":"none","ct":["new","trk"],"state":"SYN_SENT")";
  constexpr std::string_view kDropped = R"("verdict":"drop","reason":"bad_tcp_checksum","ct":[],"state":"NONE")";
  const Step whole{"all of it is there", 0.0, wrong, kPasses};
  ExpectVerdicts({whole});

  std::string verifying(kConfig);
  verifying.insert(verifying.find('{') + 1, R"("checksums": "verify", )");
  Step cut = whole;
  cut.snap_length = 64;
  ExpectVerdicts({{"all of it is there", 0.0, wrong, kDropped}, cut}, verifying);
}

}  // namespace
}  // namespace tidegate::test
