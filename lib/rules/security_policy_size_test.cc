// Security groups as large as they come: that they compile in the time of a reload, and answer right.
#include <gtest/gtest.h>

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "rules/rules_test_util.h"
#include "tidegate/security_groups.h"

namespace tidegate::rules {
namespace {

constexpr int kGroups = 1000;
constexpr int kRulesPerGroup = 10;
constexpr std::uint32_t kMembersPerGroup = 1000;

IpAddress MemberOf(int group, std::uint32_t member) {
  const std::uint32_t number = 0x0a000000u + static_cast<std::uint32_t>(group) * kMembersPerGroup + member;
  const std::uint8_t bytes[] = {static_cast<std::uint8_t>(number >> 24), static_cast<std::uint8_t>(number >> 16),
                                static_cast<std::uint8_t>(number >> 8), static_cast<std::uint8_t>(number)};
  return IpAddress::V4(bytes);
}

std::string NameOf(int group) { return "g" + std::to_string(group); }

// Group g lets its ten successors in, the i-th at port 1000 + 10 g + i.
std::vector<SecurityGroup> ManyGroups() {
  std::vector<SecurityGroup> groups;
  for (int g = 0; g < kGroups; ++g) {
    SecurityGroup& group = groups.emplace_back(SecurityGroup{NameOf(g), {}});
    for (int i = 0; i < kRulesPerGroup; ++i) {
      SecurityRule rule = Rule(kIn, kProtocolTcp, Group(NameOf((g + 1 + i) % kGroups)));
      rule.port_min = rule.port_max = static_cast<std::uint16_t>(1000 + kRulesPerGroup * g + i);
      group.rules.push_back(rule);
    }
    for (std::uint32_t m = 0; m < kMembersPerGroup; ++m) group.members.push_back({MemberOf(g, m), 32});
  }
  return groups;
}

TEST(SecurityPolicySize, TenThousandRulesOfAThousandGroupsWithAMillionMembers) {
  const std::vector<SecurityGroup> groups = ManyGroups();
  PortSpec all = Port("all", {"192.0.2.1"}, {});
  for (const SecurityGroup& group : groups) all.security_groups.push_back(group.name);
  const std::vector<PortSpec> ports = {all, Port("one", {"192.0.2.2"}, {"g7"})};
  const auto begin = std::chrono::steady_clock::now();
  const auto policy = Compile(groups, ports);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
  EXPECT_LT(seconds.count(), 10.0);  // half a second; sanitizers and busy machines are slower
  for (int g = 0; g < kGroups; ++g) {
    const auto port = static_cast<std::uint16_t>(1000 + kRulesPerGroup * g + g % kRulesPerGroup);
    const int allowed = (g + 1 + g % kRulesPerGroup) % kGroups;
    for (const int from : {allowed, (allowed + 1) % kGroups, (allowed + kGroups - 1) % kGroups}) {
      const Packet packet{kProtocolTcp, MemberOf(from, static_cast<std::uint32_t>(g)), Address("192.0.2.1"), port};
      EXPECT_EQ(policy->Allows(0, kIn, packet.View()), from == allowed) << g << " " << from;
      EXPECT_EQ(policy->Allows(1, kIn, packet.View()), from == allowed && g == 7) << g << " " << from;
    }
  }
}

}  // namespace
}  // namespace tidegate::rules
