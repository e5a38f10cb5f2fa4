// What is known about each engine.
#include "e2e/compare/engines.h"

#include <algorithm>
#include <array>

#include "testbed/report/cat.h"

namespace tidegate::e2e {
namespace {

using testbed::Marker;

constexpr std::array kLooks = {
    EngineLook{"tidegate", "Tidegate",
               "the dataplane with one polling worker: connection tracking, TCP states and windows, security groups",
               "#d55e00", "#ff8f40", Marker::kCircle},
    EngineLook{
        "testpmd", "DPDK testpmd",
        "io forwarding with one polling core on the same devices: no look at any packet. What a dataplane costs that "
        "does nothing",
        "#1f4e79", "#9cc4ec", Marker::kSquare},
    EngineLook{"ovs", "Open vSwitch, conntrack",
               "its userspace datapath on DPDK, one polling thread on the same devices, flows with ct() that say the "
               "same as the "
               "security group",
               "#00875f", "#2fd0a0", Marker::kDiamond},
    EngineLook{"nftables", "Linux nftables",
               "a router with nf_conntrack and the same rules. The kernel forwards where a packet was sent, on the "
               "processor of "
               "the load, and wakes nobody",
               "#857c2b", "#c3ba62", Marker::kTriangle},
    EngineLook{"plain", "Linux router, no rules",
               "the same router without rules or tracking: what two veth pairs and the load can do", "#77838f",
               "#8a96a3", Marker::kCross},
};

}  // namespace

EngineLook LookOf(std::string_view engine) {
  const auto* const found = std::ranges::find(kLooks, engine, &EngineLook::name);
  return found != kLooks.end() ? *found : EngineLook{engine, engine, "", "#4d5863", "#bcc6d0", Marker::kPlus};
}

std::string StyleOf(std::string_view engine) {
  return testbed::Cat("e-", engine, engine == "tidegate" ? " ours" : " peer");
}

std::string EngineColours(bool dark) {
  std::string rules;
  for (const EngineLook& look : kLooks) {
    testbed::Append(rules, ".e-", look.name, " { --c:", dark ? look.dark : look.light, "; }\n");
  }
  return rules;
}

}  // namespace tidegate::e2e
