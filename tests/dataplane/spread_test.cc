// More workers than the devices have queues: what is received is spread over all of them, and who has no queue to send
// with has others send. Also the opposite, the two directions of a connection on two workers.
#include <gtest/gtest.h>
#include <signal.h>
#include <unistd.h>

#include <string>
#include <thread>
#include <vector>

#include "in_namespace.h"
#include "pcap_file.h"
#include "running_dataplane.h"
#include "support/fragment_builder.h"
#include "tcp_exchange.h"

namespace tidegate::test {
namespace {

constexpr std::uint16_t kPort = 22;
constexpr char kServer[] = "192.168.0.4";

bool HasTwoProcessors() { return std::thread::hardware_concurrency() >= 2; }

std::uint64_t PacketsOfNode(const RunningDataplane& dataplane, const std::string& name) {
  for (const json& node : dataplane.CtlJson({"graph", "--all"})) {
    if (node["name"] == name) return node["packets"];
  }
  return 0;
}

// The client's and the server's namespace, "tgPIDc" and "tgPIDs".
class Namespaces {
 public:
  Namespaces() {
    std::string script;
    for (const std::string end : {"c", "s"}) {
      const std::string name = Name(end);
      const std::string address = end == "c" ? "192.168.0.1" : kServer;
      script += "ip netns add " + name + "\nip link add " + name + " type veth peer name e0 netns " + name + "\n" +
                "ip -n " + name + " addr add " + address + "/24 dev e0\nip netns exec " + name +
                " ethtool -K e0 tx off tso off gso off gro off sg off >/dev/null\nip -n " + name +
                " link set e0 up\nip link set " + name + " up\n";
    }
    RunScript(script);
  }
  ~Namespaces() {
    for (const char* end : {"c", "s"})
      RunProgram({"/bin/sh", "-c", "ip link del " + Name(end) + "; ip netns del " + Name(end)});
  }
  Namespaces(const Namespaces&) = delete;
  Namespaces& operator=(const Namespaces&) = delete;

  static std::string Name(const std::string& end) { return "tg" + std::to_string(::getpid()) + end; }
};

json TwoWorkers(const std::string& vm_device, const std::string& uplink_device, const std::string& spread) {
  json config = MakeConfig(vm_device, uplink_device);
  config["dataplane"]["workers"] = 2;
  config["dataplane"]["spread"] = spread;
  return config;
}

void ExpectWholeExchange(const RunningDataplane& dataplane) {
  constexpr std::size_t kBytes = 300'000;
  for (unsigned n = 0; n < 8; ++n) {  // whichever worker a connection gets
    const auto received = ExchangeTcp(Namespaces::Name("c"), {Namespaces::Name("s"), kServer, kPort}, kBytes);
    EXPECT_EQ(received, std::pair(kBytes, kBytes)) << n;
  }
  EXPECT_EQ(dataplane.CtlJson({"stats"})["created"], 8);
  const json drops = dataplane.CtlJson({"drops"});
  for (const char* reason : {"tcp_no_connection", "tcp_invalid_state", "rule_denied_inbound", "rule_denied_outbound"}) {
    EXPECT_EQ(drops.value(reason, 0), 0) << drops;
  }
}

TEST(Spread, RealTcpThroughPortsWithOneQueue) {
  if (!MayMakeNamespaces()) GTEST_SKIP() << "network namespaces need root";
  if (!HasTwoProcessors()) GTEST_SKIP() << "two workers need two processors";
  const Namespaces namespaces;
  for (const char* spread : {"off", "on"}) {
    const RunningDataplane dataplane(TwoWorkers("net_af_packet0,iface=" + Namespaces::Name("s"),
                                                "net_af_packet1,iface=" + Namespaces::Name("c"), spread));
    ExpectWholeExchange(dataplane);
    // "off": each direction has a worker of its own, and the connections are whole all the same.
    EXPECT_EQ(PacketsOfNode(dataplane, "handoff-rx") > 0, std::string(spread) == "on");
    EXPECT_EQ(PacketsOfNode(dataplane, "handoff-tx") > 0, std::string(spread) == "on");
  }
}

// Cuts one datagram of each of so many senders, all first fragments in front of all second ones.
std::vector<Bytes> FragmentsOf(unsigned senders) {
  std::vector<Bytes> first, second;
  for (unsigned n = 0; n < senders; ++n) {
    const Bytes whole = BuildUdp({.src = Ip4(0x0a000001 + n), .dst_port = 53, .payload = 2000});
    const std::vector<Bytes> pieces = CutIntoFragments(whole, {.id = n});
    first.push_back(pieces.at(0));
    second.push_back(pieces.at(1));
  }
  first.insert(first.end(), second.begin(), second.end());
  return first;
}

TEST(Spread, FragmentsOfAPacketMeetAtOneWorker) {
  if (!HasTwoProcessors()) GTEST_SKIP() << "two workers need two processors";
  constexpr unsigned kSenders = 64;
  const ScratchDir scratch;
  WritePcap(scratch.Path("in.pcap"), FragmentsOf(kSenders));
  WritePcap(scratch.Path("none.pcap"), {});
  json config = TwoWorkers("net_pcap0,rx_pcap=" + scratch.Path("none.pcap") + ",tx_pcap=" + scratch.Path("out.pcap"),
                           "net_pcap1,rx_pcap=" + scratch.Path("in.pcap") + ",tx_pcap=/dev/null", "on");
  config["security_groups"][0]["rules"].push_back(
      {{"direction", "inbound"}, {"protocol", "udp"}, {"port_min", 53}, {"port_max", 53}});
  RunningDataplane dataplane(config);
  EXPECT_TRUE(Eventually([&] { return dataplane.CtlJson({"stats"})["passed"] == kSenders; }));
  EXPECT_EQ(PacketsOfNode(dataplane, "spread"), 2 * kSenders);
  EXPECT_GT(PacketsOfNode(dataplane, "handoff-rx"), 0u);
  EXPECT_EQ(dataplane.CtlJson({"drops"}), json::object());
  dataplane.process().Signal(SIGTERM);
  EXPECT_EQ(dataplane.process().WaitForEnd(), 0);
  EXPECT_EQ(ReadPcap(scratch.Path("out.pcap")).size(), 2 * kSenders);
}

}  // namespace
}  // namespace tidegate::test
