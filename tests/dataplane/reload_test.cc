// What a reload does to packets that flow meanwhile: connections kept or asked for again, the addresses that a port may
// send from, and reloads in quick succession under full load.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <iostream>
#include <thread>

#include "ctl/client.h"
#include "network_frames.h"
#include "pcap_file.h"
#include "running_dataplane.h"

namespace tidegate::test {
namespace {

using ::testing::HasSubstr;
using Clock = std::chrono::steady_clock;

double SecondsSince(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }

// What comes in at the uplink for ever; the virtual machine is silent.
json Config(const ScratchDir& scratch, const std::vector<Bytes>& uplink) {
  WritePcap(scratch.Path("in.pcap"), uplink);
  return MakeConfig("net_null0,no-rx=1", "net_pcap0,rx_pcap=" + scratch.Path("in.pcap") + ",infinite_rx=1");
}

json AllowPort(json config, std::uint16_t port) {
  config["security_groups"][0]["rules"][0]["port_min"] = port;
  config["security_groups"][0]["rules"][0]["port_max"] = port;
  return config;
}

class RecheckOfConnections : public ::testing::Test {
 protected:
  std::uint64_t Stat(const char* name) const { return dataplane_.CtlJson({"stats"})[name].get<std::uint64_t>(); }
  std::uint64_t Connections() const { return dataplane_.CtlJson({"conntrack", "count"})["count"].get<std::uint64_t>(); }
  Finished ReloadTo(const json& config) {
    return dataplane_.Ctl({"rules", "reload", scratch_.Write("next.json", config.dump())});
  }

  ScratchDir scratch_;
  json config_ = Config(scratch_, {BuildTcp({.dst_port = 22}), BuildTcp({.dst_port = 23})});
  RunningDataplane dataplane_{config_};
};

TEST_F(RecheckOfConnections, WithTheReload) {
  ASSERT_TRUE(Eventually([&] { return Connections() == 1; }));
  json next = AllowPort(config_, 23);
  next["reload"] = {{"established", "recheck"}};
  const Finished finished = ReloadTo(next);
  EXPECT_EQ(finished.status, 0) << finished.err;
  EXPECT_THAT(finished.out, HasSubstr(" connections are asked for again"));
  EXPECT_TRUE(Eventually([&] { return Stat("revoked") == 1; }));
  EXPECT_TRUE(Eventually([&] { return Connections() == 1; }));
  EXPECT_EQ(dataplane_.CtlJson({"conntrack", "list"})[0]["destination_port"], 23);
}

TEST_F(RecheckOfConnections, Later) {
  ASSERT_TRUE(Eventually([&] { return Connections() == 1; }));
  json next = AllowPort(config_, 23);
  next["reload"] = {{"established", "keep"}};
  ASSERT_EQ(ReloadTo(next).status, 0);
  ASSERT_TRUE(Eventually([&] { return Connections() == 2; }));
  EXPECT_EQ(Stat("revoked"), 0u);
  EXPECT_EQ(dataplane_.Ctl({"rules", "recheck"}).out, "2 connections are asked for again, each at its next packet\n");
  EXPECT_TRUE(Eventually([&] { return Connections() == 1 && Stat("revoked") == 1; }));
  EXPECT_EQ(dataplane_.CtlJson({"rules", "recheck"})["connections"], 1);
}

TEST_F(RecheckOfConnections, WrongChoiceIsNamed) {
  json next = config_;
  next["reload"] = {{"established", "drop"}};
  const Finished finished = ReloadTo(next);
  EXPECT_EQ(finished.status, 2);
  EXPECT_THAT(finished.err, HasSubstr("/reload/established: \"drop\""));
}

// A virtual machine gets another address.
TEST(ReloadOfAddresses, PortSecurityFollows) {
  ScratchDir scratch;
  const auto from = [](const char* address) {
    return Between(Mac(1), Mac(2), BuildUdp({.src = Ip(address), .dst = Ip("10.0.0.2"), .dst_port = 53}));
  };
  WritePcap(scratch.Path("vm.pcap"), {from("10.0.0.1"), from("10.0.0.9")});
  json config = MakeConfig("net_pcap0,rx_pcap=" + scratch.Path("vm.pcap") + ",infinite_rx=1", "net_null0,no-rx=1");
  config["networks"] = {{{"name", "blue"}, {"zone", 1}}};
  json& vm = config["ports"][0];
  vm.erase("peer");
  vm["network"] = "blue";
  vm["macs"] = {"02:00:00:00:00:01"};
  vm["addresses"] = {"10.0.0.1"};
  vm["port_security"] = true;
  json& other = config["ports"][1];
  other.erase("peer");
  other["network"] = "blue";
  RunningDataplane dataplane(config);
  const auto connections_from = [&](const std::string& address) {
    std::size_t count = 0;
    for (const json& connection : dataplane.CtlJson({"conntrack", "list"})) {
      count += connection["source"] == address ? 1 : 0;
    }
    return count;
  };
  const auto spoofed = [&] { return dataplane.CtlJson({"drops"}).value("spoofed_ip", std::uint64_t{0}); };
  ASSERT_TRUE(Eventually([&] { return connections_from("10.0.0.1") == 1 && spoofed() > 0; }));
  EXPECT_EQ(connections_from("10.0.0.9"), 0u);
  const auto reload_with = [&](const json& addresses) {
    config["ports"][0]["addresses"] = addresses;
    const Finished finished = dataplane.Ctl({"rules", "reload", scratch.Write("next.json", config.dump())});
    ASSERT_EQ(finished.status, 0) << finished.err;
  };
  reload_with({"10.0.0.1", "10.0.0.9"});
  EXPECT_TRUE(Eventually([&] { return connections_from("10.0.0.9") == 1; }));
  const std::uint64_t before = spoofed();
  EXPECT_TRUE(Eventually([&] { return dataplane.CtlJson({"stats"})["packets"] > 0; }));
  EXPECT_EQ(spoofed(), before);
  reload_with({"10.0.0.9"});
  EXPECT_TRUE(Eventually([&] { return spoofed() > before; }));
}

// A hundred times a second between two files of 500 rules each that both allow what flows, which is as much as the
// worker can take. No packet is lost to it, and every connection stays.
TEST(ReloadUnderLoad, NoPacketIsLost) {
  constexpr std::size_t kConnections = 512;
  constexpr int kReloads = 200;
  ScratchDir scratch;
  std::vector<Bytes> packets;
  for (std::size_t i = 0; i < kConnections; ++i) {
    packets.push_back(BuildTcp({.src_port = static_cast<std::uint16_t>(1024 + i), .dst_port = 22}));
  }
  json config = Config(scratch, packets);
  const auto with_rules = [&](const char* network) {
    json next = config;
    for (int i = 0; i < 500; ++i) {
      next["security_groups"][0]["rules"].push_back({{"direction", "inbound"},
                                                     {"protocol", "tcp"},
                                                     {"port_min", 1000 + i},
                                                     {"port_max", 1000 + i},
                                                     {"remote", {{"cidr_block", network}}}});
    }
    return next;
  };
  const std::string files[2] = {scratch.Write("a.json", with_rules("10.1.0.0/16").dump()),
                                scratch.Write("b.json", with_rules("10.2.0.0/16").dump())};
  RunningDataplane dataplane(config);
  const auto connections = [&] { return dataplane.CtlJson({"conntrack", "count"})["count"].get<std::size_t>(); };
  ASSERT_TRUE(Eventually([&] { return connections() == kConnections; }));
  const auto packets_now = [&] { return dataplane.CtlJson({"stats"})["packets"].get<double>(); };

  const auto rate_over = [&](auto&& what) {
    const double before = packets_now();
    const Clock::time_point begin = Clock::now();
    what();
    return (packets_now() - before) / SecondsSince(begin);
  };
  const double alone = rate_over([] { std::this_thread::sleep_for(std::chrono::seconds(1)); });
  absl::StatusOr<Client> client = Client::Connect(dataplane.file_prefix());
  ASSERT_TRUE(client.ok()) << client.status();
  const Clock::time_point begin = Clock::now();
  double busy = 0;  // seconds that reloads took
  const double meanwhile = rate_over([&] {
    for (int i = 0; i < kReloads; ++i) {
      const Clock::time_point tick = begin + i * std::chrono::milliseconds(10);
      std::this_thread::sleep_until(tick);
      const Clock::time_point now = Clock::now();
      const auto answer = client->Ask("/tidegate/rules/reload," + files[i % 2]);
      ASSERT_TRUE(answer.ok()) << answer.status();
      ASSERT_THAT(answer->get<std::string>(), HasSubstr("ok: "));
      busy += SecondsSince(now);
    }
  });
  const double seconds = SecondsSince(begin);
  std::cout << kReloads << " reloads in " << seconds << " s, each took " << busy / kReloads * 1e3 << " ms; "
            << alone / 1e6 << " M packets a second without, " << meanwhile / 1e6 << " with them\n";
  const json stats = dataplane.CtlJson({"stats"});
  EXPECT_EQ(stats["dropped"], 0) << dataplane.CtlJson({"drops"});
  EXPECT_EQ(stats["created"], kConnections);
  EXPECT_EQ(connections(), kConnections);
  EXPECT_GT(meanwhile, alone / 4) << "packets waited for reloads";
}

}  // namespace
}  // namespace tidegate::test
