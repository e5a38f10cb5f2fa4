// What may change while the dataplane runs, and what may not.
#include "control/reload.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

namespace tidegate {
namespace {

using ::testing::HasSubstr;

Config Running() {
  Config config;
  PortSpec vm;
  vm.name = "vm1";
  vm.device = "net_null0";
  vm.peer = "uplink";
  vm.security_groups = {"web"};
  vm.firewalled = true;
  PortSpec uplink;
  uplink.name = "uplink";
  uplink.device = "net_null1";
  uplink.peer = "vm1";
  config.groups = {{.name = "web", .rules = {}}};
  config.ports = {vm, uplink};
  return config;
}

std::string ErrorAfter(const std::function<void(Config&)>& change) {
  Config next = Running();
  change(next);
  return std::string(CheckReloadable(Running(), next).message());
}

TEST(Reload, RulesGroupsAndAddressesMayChange) {
  EXPECT_EQ(ErrorAfter([](Config&) {}), "");
  EXPECT_EQ(ErrorAfter([](Config& c) {
              c.groups = {{.name = "web", .rules = {SecurityRule{}}}, {.name = "db", .rules = {}}};
            }),
            "");
  EXPECT_EQ(ErrorAfter([](Config& c) { c.ports[0].security_groups.clear(); }), "");
  EXPECT_EQ(ErrorAfter([](Config& c) { c.ports[0].addresses.resize(1); }), "");
}

TEST(Reload, TrackingOptionsMayChange) {
  EXPECT_EQ(ErrorAfter([](Config& c) {
              TrackingOptions& tracking = c.firewall.tracking;
              tracking.defaults.timeouts.Set(ConnState::kTimeWait, 7 * kSecond);
              tracking.defaults.tcp.pickup = true;
              tracking.zones[5].max_entries = 10;
              tracking.verify_checksums = true;
            }),
            "");
}

TEST(Reload, EveryOtherChangeIsNamed) {
  EXPECT_THAT(ErrorAfter([](Config& c) { c.firewall.capacity = 4096; }),
              HasSubstr("/table/capacity: 4096; expected 131072"));
  EXPECT_THAT(ErrorAfter([](Config& c) { c.firewall.capacity_v6 = 16; }), HasSubstr("/table/capacity_v6: 16;"));
  EXPECT_THAT(ErrorAfter([](Config& c) { c.firewall.eviction = "none"; }), HasSubstr("/table/eviction: \"none\";"));
  EXPECT_THAT(ErrorAfter([](Config& c) { c.firewall.admission = "x"; }), HasSubstr("/table/admission: \"x\";"));
  EXPECT_THAT(ErrorAfter([](Config& c) { c.firewall.half_open_max = 1; }), HasSubstr("/table/half_open_max: 1;"));
  EXPECT_THAT(ErrorAfter([](Config& c) { c.firewall.accounting = true; }),
              HasSubstr("/table/accounting: true; expected false"));
  EXPECT_THAT(ErrorAfter([](Config& c) { c.ports.pop_back(); }), HasSubstr("/ports: 1 of them; expected the 2"));
  EXPECT_THAT(ErrorAfter([](Config& c) { c.ports[1].name = "up"; }),
              HasSubstr("/ports/1/name: \"up\"; expected \"uplink\""));
  EXPECT_THAT(ErrorAfter([](Config& c) { c.ports[0].device = "net_null7"; }),
              HasSubstr("/ports/0/device: \"net_null7\""));
  EXPECT_THAT(ErrorAfter([](Config& c) { c.ports[0].peer = "x"; }), HasSubstr("/ports/0/peer: \"x\""));
  EXPECT_THAT(ErrorAfter([](Config& c) { c.ports[0].zone = 9; }), HasSubstr("/ports/0/zone: 9; expected 0"));
  EXPECT_THAT(ErrorAfter([](Config& c) { c.dataplane.workers = 2; }), HasSubstr("/dataplane: expected to be"));
  EXPECT_THAT(ErrorAfter([](Config& c) { c.dataplane.reassembly.timeout_ms = 9; }), HasSubstr("/dataplane: expected"));
  EXPECT_THAT(ErrorAfter([](Config& c) { c.dataplane.impairment.before = Impairment{.loss = 1}; }),
              HasSubstr("/dataplane: expected"));
  EXPECT_THAT(ErrorAfter([](Config& c) { c.ports[1].firewalled = true; }),
              HasSubstr("/ports/1/security_groups: expected to be left out"));
}

TEST(Reload, HowPacketsAreSwitchedStays) {
  Config running = Running();
  running.networks = {{.name = "blue", .zone = 1}};
  running.switch_ports.resize(2);
  running.switch_ports[0] = {.network = "blue", .macs = {MacAddress{{2}}}, .port_security = true};
  const auto error_after = [&](const std::function<void(Config&)>& change) {
    Config next = running;
    change(next);
    return std::string(CheckReloadable(running, next).message());
  };
  EXPECT_EQ(error_after([](Config&) {}), "");
  EXPECT_THAT(error_after([](Config& c) { c.networks.clear(); }), HasSubstr("/networks: expected"));
  EXPECT_THAT(error_after([](Config& c) { c.networks[0].vni = 5; }), HasSubstr("/networks/0: expected"));
  EXPECT_THAT(error_after([](Config& c) { c.switch_ports[0].macs.clear(); }), HasSubstr("/ports/0: expected"));
  EXPECT_EQ(error_after([](Config& c) { c.ports[0].addresses.emplace_back(); }), "");
}

}  // namespace
}  // namespace tidegate
