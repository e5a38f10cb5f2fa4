// Packets of up to 9000 bytes: Linux at both ends, on wires and in a tunnel; and what no port could send.
#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "in_namespace.h"
#include "pcap_file.h"
#include "running_dataplane.h"
#include "tcp_exchange.h"

namespace tidegate::test {
namespace {

using ::testing::SizeIs;

constexpr std::uint16_t kTcpPort = 22;
constexpr std::uint16_t kUdpPort = 5300;
constexpr char kServer[] = "192.168.0.4";

// "tgPIDs", a server, and "tgPIDc", a client, on interfaces of 9000 bytes. The dataplane's ends of them have 1500.
class JumboHosts {
 public:
  JumboHosts() {
    std::string script;
    for (const std::string end : {"s", "c"}) {
      const std::string name = Name(end);
      script += "ip netns add " + name + "\nip link add " + name + " type veth peer name e0 netns " + name +
                "\nip netns exec " + name + " ethtool -K e0 tx off tso off gso off gro off sg off >/dev/null\n" +
                "ethtool -K " + name + " gro off >/dev/null\nip -n " + name + " link set e0 mtu 9000 up\n" +
                "ip link set " + name + " up\n";
    }
    script += "ip -n " + Name("s") + " link set e0 address 02:00:00:00:00:01\n";
    script += "ip -n " + Name("s") + " addr add 192.168.0.4/24 dev e0\n";
    RunScript(script);
  }
  ~JumboHosts() {
    for (const char* end : {"s", "c"})
      RunProgram({"/bin/sh", "-c", "ip link del " + Name(end) + "; ip netns del " + Name(end)});
  }
  JumboHosts(const JumboHosts&) = delete;
  JumboHosts& operator=(const JumboHosts&) = delete;

  static std::string Name(const std::string& end) { return "tg" + std::to_string(::getpid()) + end; }
  static std::string Device(int number, const std::string& end) {
    return "net_af_packet" + std::to_string(number) + ",iface=" + Name(end);
  }
};

json JumboConfig() {
  json config = MakeConfig(JumboHosts::Device(0, "s"), JumboHosts::Device(1, "c"));
  config["security_groups"][0]["rules"].push_back(
      {{"direction", "inbound"}, {"protocol", "udp"}, {"port_min", kUdpPort}, {"port_max", kUdpPort}});
  for (json& port : config["ports"]) port["mtu"] = 9000;
  return config;
}

// Whether a datagram with DF and so many bytes of data arrives whole.
bool ArrivesWhole(std::size_t bytes) {
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(kUdpPort);
  ::inet_pton(AF_INET, kServer, &to.sin_addr);
  const int server = SocketIn(JumboHosts::Name("s"), AF_INET, SOCK_DGRAM);
  const int client = SocketIn(JumboHosts::Name("c"), AF_INET, SOCK_DGRAM);
  EXPECT_EQ(::bind(server, reinterpret_cast<const sockaddr*>(&to), sizeof(to)), 0);
  const int with_df = IP_PMTUDISC_DO;
  ::setsockopt(client, IPPROTO_IP, IP_MTU_DISCOVER, &with_df, sizeof(with_df));
  std::vector<char> sent(bytes), got(65536);
  for (std::size_t i = 0; i < bytes; ++i) sent[i] = static_cast<char>(i * 7 >> 3);
  ::sendto(client, sent.data(), bytes, 0, reinterpret_cast<const sockaddr*>(&to), sizeof(to));
  const ssize_t count = ::recv(server, got.data(), got.size(), 0);
  got.resize(count < 0 ? 0 : static_cast<std::size_t>(count));
  ::close(server);
  ::close(client);
  return got == sent;
}

void ExpectTcpAndUdp(const RunningDataplane& dataplane, std::size_t largest) {
  constexpr std::size_t kBytes = 2'000'000;
  const std::pair<std::size_t, std::size_t> all{kBytes, kBytes};
  EXPECT_EQ(ExchangeTcp(JumboHosts::Name("c"), {JumboHosts::Name("s"), kServer, kTcpPort}, kBytes), all);
  EXPECT_TRUE(ArrivesWhole(largest - 28));
  const json stats = dataplane.CtlJson({"stats"});
  // Four megabytes in segments of nine thousand bytes, and their acknowledgements: not in 2,800 small ones.
  EXPECT_LT(stats["packets"].get<std::uint64_t>(), 2000u);
}

TEST(Jumbo, TcpAndUdpOverAWire) {
  if (!MayMakeNamespaces()) GTEST_SKIP() << "network namespaces need root";
  const JumboHosts hosts;
  RunScript("ip -n " + JumboHosts::Name("c") + " addr add 192.168.0.1/24 dev e0\n");
  const RunningDataplane dataplane(JumboConfig());
  ExpectTcpAndUdp(dataplane, 9000);
  EXPECT_EQ(dataplane.CtlJson({"drops"}).value("too_big", 0), 0);
}

TEST(Jumbo, TcpAndUdpThroughLinuxsVxlan) {
  if (!MayMakeNamespaces()) GTEST_SKIP() << "network namespaces need root";
  const JumboHosts hosts;
  const std::string client = "ip -n " + JumboHosts::Name("c") + " ";
  RunScript(client + "addr add 192.0.2.2/24 dev e0\n" + client +
            "link add vx0 type vxlan id 100 local 192.0.2.2 remote 192.0.2.1 dstport 4789 dev e0\n" + client +
            "link set vx0 mtu 8950 up\n" + client + "addr add 192.168.0.1/24 dev vx0\nip netns exec " +
            JumboHosts::Name("c") + " ethtool -K vx0 tx off tso off gso off gro off sg off >/dev/null\n");
  json config = JumboConfig();
  config["networks"] = {{{"name", "blue"}, {"vni", 100}, {"vteps", {"192.0.2.2"}}}};
  json& vm = config["ports"][0];
  vm.erase("peer");
  vm["network"] = "blue";
  vm["macs"] = {"02:00:00:00:00:01"};
  config["ports"][1]["vtep"] = {{"address", "192.0.2.1/24"}};
  const RunningDataplane dataplane(config);
  ExpectTcpAndUdp(dataplane, 8950);
}

// IPv4 with or without DF.
Bytes BigUdp(std::size_t payload, bool dont_fragment) {
  return BuildUdp({.dst_port = kUdpPort,
                   .payload = payload,
                   .frame = {.ipv4_fragment = static_cast<std::uint16_t>(dont_fragment ? 0x4000 : 0)}});
}

// Packets come in at the uplink; returns the drops and what the virtual machine and the uplink were sent.
struct Outcome {
  json drops;
  std::vector<Bytes> vm;
  std::vector<Bytes> uplink;
};

Outcome SendOver(const std::vector<Bytes>& frames, int vm_mtu, int uplink_mtu) {
  const ScratchDir scratch;
  WritePcap(scratch.Path("in.pcap"), frames);
  WritePcap(scratch.Path("none.pcap"), {});
  json config = MakeConfig("net_pcap0,rx_pcap=" + scratch.Path("none.pcap") + ",tx_pcap=" + scratch.Path("vm.pcap"),
                           "net_pcap1,rx_pcap=" + scratch.Path("in.pcap") + ",tx_pcap=" + scratch.Path("up.pcap"));
  config["security_groups"][0]["rules"].push_back({{"direction", "inbound"}, {"protocol", "udp"}});
  config["ports"][0]["mtu"] = vm_mtu;
  config["ports"][1]["mtu"] = uplink_mtu;
  RunningDataplane dataplane(config);
  EXPECT_TRUE(Eventually([&] { return dataplane.CtlJson({"stats"})["packets"] == frames.size(); }));
  Outcome outcome{.drops = dataplane.CtlJson({"drops"}), .vm = {}, .uplink = {}};
  dataplane.process().Signal(SIGTERM);
  EXPECT_EQ(dataplane.process().WaitForEnd(), 0);
  outcome.vm = ReadPcap(scratch.Path("vm.pcap"));
  outcome.uplink = ReadPcap(scratch.Path("up.pcap"));
  return outcome;
}

TEST(Jumbo, IsCutForASmallPortOrAnswered) {
  const Outcome outcome = SendOver({BigUdp(8000, false), BigUdp(8000, true)}, 1500, 9000);
  EXPECT_THAT(outcome.vm, SizeIs(6));
  ASSERT_THAT(outcome.uplink, SizeIs(1));
  EXPECT_EQ(outcome.uplink[0][34], 3) << "destination unreachable";
  EXPECT_EQ(outcome.uplink[0][40] << 8 | outcome.uplink[0][41], 1500);
  EXPECT_EQ(outcome.drops, json({{"too_big", 1}}));
}

TEST(Jumbo, WhatWouldTakeMoreThanEightPiecesIsTooBig) {
  const Outcome outcome = SendOver({BigUdp(1400, false), BigUdp(500, false)}, 100, 1500);
  EXPECT_THAT(outcome.vm, SizeIs(7));
  EXPECT_EQ(outcome.drops, json({{"too_big", 1}}));
}

TEST(Jumbo, WhatNoPortCouldSendIsTooBigAndNothingOfItIsSent) {
  const Bytes small = BigUdp(100, false);
  const Outcome outcome = SendOver({BigUdp(8000, false), BigUdp(8000, true), small}, 1500, 1500);
  EXPECT_THAT(outcome.vm, ::testing::ElementsAre(small));
  EXPECT_THAT(outcome.uplink, SizeIs(1)) << "the answer to the one with DF";
  EXPECT_EQ(outcome.drops, json({{"too_big", 2}}));
}

TEST(Jumbo, AnInterfaceThatRefusesIsNamed) {
  if (!MayMakeNamespaces()) GTEST_SKIP() << "network namespaces need root";
  // It may have no more than the interface that it is on.
  const std::string veth = "tg" + std::to_string(::getpid());
  RunScript("ip link add " + veth + "a type veth peer name " + veth + "b\nip link add link " + veth + "a name " + veth +
            "m type macvlan\n");
  json config = MakeConfig("net_af_packet0,iface=" + veth + "m", "net_null1");
  config["ports"][0]["mtu"] = 9000;
  const ScratchDir scratch;
  const Finished finished = RunProgram(DataplaneCommand(scratch.Write("c.json", config.dump()), UniquePrefix()));
  RunScript("ip link del " + veth + "a\n");
  EXPECT_EQ(finished.status, 2);
  EXPECT_THAT(finished.err, ::testing::HasSubstr("/ports/0/mtu: 9000 is refused by the interface of"));
}

}  // namespace
}  // namespace tidegate::test
