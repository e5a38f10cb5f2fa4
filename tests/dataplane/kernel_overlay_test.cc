// Linux's own VXLAN device at the other end of a tunnel, and Linux's TCP in the virtual machine: what the dataplane
// puts on the wire is what others understand, and the MTU it reports is one that TCP can use.
#include <gtest/gtest.h>
#include <unistd.h>

#include <random>
#include <string>
#include <vector>

#include "in_namespace.h"
#include "network_frames.h"
#include "pcap_file.h"
#include "running_dataplane.h"
#include "tcp_exchange.h"

namespace tidegate::test {
namespace {

constexpr std::uint16_t kPort = 8022;
constexpr char kVm[] = "10.88.0.1";
constexpr char kRemote[] = "10.88.0.9";

// "tgPIDv" is the virtual machine, "tgPIDr" another host with a VXLAN device of its own.
class Hosts {
 public:
  Hosts() {
    std::string script;
    for (const char* end : {"v", "r"}) {
      const std::string name = Name(end);
      script += "ip netns add " + name + "\nip link add " + name + " type veth peer name e0 netns " + name +
                "\nip netns exec " + name + " ethtool -K e0 tx off tso off gso off gro off sg off >/dev/null\n" +
                "ethtool -K " + name + " gro off >/dev/null\nip link set " + name + " up\n";
    }
    const std::string vm = "ip -n " + Name("v") + " ";
    const std::string remote = "ip -n " + Name("r") + " ";
    script += vm + "link set e0 address 02:00:00:00:00:01 up\n" + vm + "addr add " + kVm + "/24 dev e0\n";
    script += vm + "addr add fd88::1/64 dev e0 nodad\n";
    script += remote + "addr add 192.0.2.2/24 dev e0\n" + remote + "link set e0 up\n";
    script += remote +
              "link add vx0 address 02:00:00:00:00:09 type vxlan id 100 local 192.0.2.2 remote 192.0.2.1 dstport 4789 "
              "dev e0\n";
    script += "ip netns exec " + Name("r") + " ethtool -K vx0 tx off tso off gso off gro off sg off >/dev/null\n";
    script += remote + "addr add " + kRemote + "/24 dev vx0\n" + remote + "addr add fd88::9/64 dev vx0 nodad\n" +
              remote + "link set vx0 up\n";
    // Segments as on a plain Ethernet, so that the virtual machine has to be told what fits.
    script += remote + "route replace 10.88.0.0/24 dev vx0 src " + kRemote + " advmss 1460\n";
    script += remote + "route replace fd88::/64 dev vx0 metric 1 advmss 1440\n";
    RunScript(script);
  }
  ~Hosts() {
    for (const char* end : {"v", "r"})
      RunProgram({"/bin/sh", "-c", "ip link del " + Name(end) + "; ip netns del " + Name(end)});
  }
  Hosts(const Hosts&) = delete;
  Hosts& operator=(const Hosts&) = delete;

  static std::string Name(const std::string& end) { return "tg" + std::to_string(::getpid()) + end; }
};

json Config() {
  json config = json::parse(R"({
    "table": {"capacity": 4096, "capacity_v6": 1024},
    "dataplane": {"workers": 1, "huge_pages": "off"},
    "security_groups": [{"name": "web", "rules": [
        {"direction": "inbound", "protocol": "tcp", "port_min": 8022, "port_max": 8022},
        {"direction": "outbound", "protocol": "any"}]}],
    "networks": [{"name": "blue", "vni": 100, "vteps": ["192.0.2.2"]}],
    "ports": [
      {"name": "under", "vtep": {"address": "192.0.2.1/24"}},
      {"name": "vm", "network": "blue", "macs": ["02:00:00:00:00:01"], "addresses": ["10.88.0.1", "fd88::1"], "security_groups": ["web"]}]})");
  config["ports"][0]["device"] = "net_af_packet0,iface=" + Hosts::Name("r");
  config["ports"][1]["device"] = "net_af_packet1,iface=" + Hosts::Name("v");
  return config;
}

std::pair<std::size_t, std::size_t> Exchange(const std::string& client, const std::string& server, const char* address,
                                             std::size_t bytes) {
  return ExchangeTcp(Hosts::Name(client), {Hosts::Name(server), address, kPort}, bytes);
}

TEST(KernelOverlay, TcpOfBothFamiliesThroughLinuxsVxlanAndBack) {
  if (!MayMakeNamespaces()) GTEST_SKIP() << "network namespaces need root";
  Hosts hosts;
  RunningDataplane dataplane(Config());
  constexpr std::size_t kBytes = 300'000;
  const std::pair<std::size_t, std::size_t> all{kBytes, kBytes};
  const auto dropped = [&](const char* reason) { return dataplane.CtlJson({"drops"}).value(reason, 0); };
  EXPECT_EQ(Exchange("r", "v", kVm, kBytes), all);
  // What the machine's kernel says by itself when its interface comes up may have come before the other host was known.
  const int early = dropped("no_neighbour");
  EXPECT_LE(early, 3);
  EXPECT_EQ(Exchange("v", "r", kRemote, kBytes), all);
  EXPECT_EQ(Exchange("r", "v", "fd88::1", kBytes), all);
  EXPECT_EQ(Exchange("v", "r", "fd88::9", kBytes), all);
  // The virtual machine's interface has an MTU of 1500, the way out 1450: each family learned it from an ICMP error.
  EXPECT_GE(dropped("too_big"), 2);
  EXPECT_EQ(dropped("no_neighbour"), early);
  EXPECT_EQ(dataplane.CtlJson({"stats"})["created"], 4);
}

// Frames of another tenant's virtual machine that means harm: noise, and SYNs of its own to everywhere.
std::vector<Bytes> Storm() {
  std::mt19937 random(1);
  std::vector<Bytes> frames;
  for (int i = 0; i < 2048; ++i) {
    Bytes noise(60 + random() % 1000);
    for (std::uint8_t& byte : noise) byte = static_cast<std::uint8_t>(random());
    if (i % 2 == 0) noise = Between(Mac(5), Mac(static_cast<std::uint8_t>(random())), noise);
    frames.push_back(noise);
    TcpSpec syn{.src = Ip("10.88.0.1"), .dst = Ip4(static_cast<std::uint32_t>(random()))};
    syn.src_port = static_cast<std::uint16_t>(random());
    frames.push_back(Between(Mac(5), i % 4 == 0 ? kBroadcast : Mac(9), BuildTcp(syn)));
  }
  return frames;
}

TEST(KernelOverlay, AStormFromOneTenantChangesNothingForAnother) {
  if (!MayMakeNamespaces()) GTEST_SKIP() << "network namespaces need root";
  Hosts hosts;
  json config = Config();
  const ScratchDir scratch;
  WritePcap(scratch.Path("storm.pcap"), Storm());
  config["networks"].push_back({{"name", "red"}, {"zone", 2}});
  config["zones"] = {{{"zone", 2}, {"max_entries", 1024}}};
  config["ports"].push_back(
      {{"name", "storm"},
       {"network", "red"},
       {"macs", {"02:00:00:00:00:05"}},
       {"addresses", {"10.88.0.1"}},
       {"security_groups", {"web"}},
       {"device", "net_pcap0,rx_pcap=" + scratch.Path("storm.pcap") + ",tx_pcap=/dev/null,infinite_rx=1"}});
  config["ports"].push_back({{"name", "red-uplink"}, {"network", "red"}, {"device", "net_null0,no-rx=1"}});
  RunningDataplane dataplane(config);
  constexpr std::size_t kBytes = 300'000;
  const std::pair<std::size_t, std::size_t> all{kBytes, kBytes};
  const auto received = [&] { return dataplane.CtlJson({"ports"})[2]["rx_packets"].get<std::uint64_t>(); };
  const std::uint64_t before = received();
  int exchanges = 0;
  do {
    ASSERT_EQ(Exchange("r", "v", kVm, kBytes), all);
    ASSERT_EQ(Exchange("v", "r", kRemote, kBytes), all);
    ++exchanges;
  } while (received() < before + 10'000'000);
  EXPECT_EQ(dataplane.CtlJson({"stats"})["evicted"]["established"], 0);
  const json drops = dataplane.CtlJson({"drops"});
  EXPECT_GT(drops.value("zone_full", 0), 0) << drops;
  EXPECT_GT(drops.value("spoofed_mac", 0), 0) << drops;
  EXPECT_EQ(drops.value("table_full", 0), 0) << drops;
}

}  // namespace
}  // namespace tidegate::test
