// Which rule decides, or why none does.
#include <gtest/gtest.h>

#include <cstddef>
#include <string_view>

#include "rules/rules_test_util.h"
#include "tidegate/rule_explanation.h"

namespace tidegate::rules {
namespace {

constexpr std::string_view kVm = "10.0.0.4";

Packet Tcp(std::string_view from, std::uint16_t port) { return {kProtocolTcp, Address(from), Address(kVm), port}; }

SecurityRule At(std::string_view place, std::uint16_t port, Remote remote) {
  SecurityRule rule = Rule(kIn, kProtocolTcp, std::move(remote));
  rule.port_min = rule.port_max = port;
  rule.place = place;
  return rule;
}

// Rule 1 of "web" is the only one that may decide about port 22.
std::unique_ptr<const SecurityPolicy> TestPolicy() {
  SecurityGroup fast{"fast", {At("f0", 80, {})}};
  fast.stateful = false;
  SecurityRule v6 = At("w2", 22, {});
  v6.ip_version = 6;
  SecurityRule elsewhere = At("w3", 443, {});
  elsewhere.local = *ParseIpPrefix("10.0.0.5/32");
  SecurityGroup web{"web", {Rule(kOut), At("w1", 22, Net("192.0.2.0/24")), v6, elsewhere, At("w4", 25, Group("mail"))}};
  SecurityGroup mail{"mail", {}};
  mail.members = {*ParseIpPrefix("198.51.100.1")};
  PortSpec uplink;
  uplink.name = "uplink";
  return Compile({fast, web, mail}, {Port("vm", {kVm}, {"web", "fast"}), Port("bare", {"10.0.0.6"}, {}),
                                     Port("mailer", {"10.0.0.7"}, {"mail"}), uplink});
}

TEST(Explain, TheRuleThatAllows) {
  const auto policy = TestPolicy();
  const RuleExplanation why = policy->Explain(0, kIn, Tcp("192.0.2.1", 22).View());
  EXPECT_EQ(why.allowance, Allowance::kTracked);
  ASSERT_TRUE(why.decides);
  EXPECT_EQ(why.decides->group, "web");
  EXPECT_EQ(why.decides->rule, 1u);
  EXPECT_EQ(why.decides->place, "w1");
  EXPECT_FALSE(why.nearest);
  EXPECT_EQ(policy->Explain(0, kIn, Tcp("198.51.100.1", 25).View()).decides->rule, 4u);
}

TEST(Explain, AStatelessRule) {
  const RuleExplanation why = TestPolicy()->Explain(0, kIn, Tcp("192.0.2.1", 80).View());
  EXPECT_EQ(why.allowance, Allowance::kUntracked);
  ASSERT_TRUE(why.decides);
  EXPECT_EQ(why.decides->group, "fast");
  EXPECT_FALSE(why.decides->stateful);
}

TEST(Explain, HowTheNearestRuleFails) {
  const struct {
    std::string_view what;
    std::string_view place;
    Packet packet;
    RuleMismatch mismatch;
  } kRows[] = {
      {"remote", "w1", Tcp("203.0.113.1", 22), RuleMismatch::kRemote},
      {"no member", "w4", Tcp("203.0.113.1", 25), RuleMismatch::kRemote},
      {"local", "w3", Tcp("192.0.2.1", 443), RuleMismatch::kLocal},
      {"port", "f0", Tcp("192.0.2.1", 23), RuleMismatch::kService},
      {"protocol", "f0", {kProtocolUdp, Address("192.0.2.1"), Address(kVm), 22}, RuleMismatch::kProtocol},
  };
  const auto policy = TestPolicy();
  for (const auto& row : kRows) {
    const RuleExplanation why = policy->Explain(0, kIn, row.packet.View());
    EXPECT_EQ(why.allowance, Allowance::kNone) << row.what;
    ASSERT_TRUE(why.nearest) << row.what;
    EXPECT_EQ(why.nearest->place, row.place) << row.what;
    EXPECT_EQ(Name(why.nearest->mismatch), Name(row.mismatch)) << row.what;
  }
}

TEST(Explain, EveryRuleOfTheDirectionIsCountedOnce) {
  const RuleExplanation why = TestPolicy()->Explain(0, kIn, Tcp("203.0.113.1", 22).View());
  EXPECT_EQ(why.groups, 2u);
  EXPECT_EQ(why.rules, 5u);
  const auto failed = [&](RuleMismatch mismatch) { return why.mismatches[static_cast<std::size_t>(mismatch)]; };
  EXPECT_EQ(failed(RuleMismatch::kIpVersion), 1u);
  EXPECT_EQ(failed(RuleMismatch::kService), 3u);
  EXPECT_EQ(failed(RuleMismatch::kRemote), 1u);
}

TEST(Explain, WhereNoRuleIsAsked) {
  const auto policy = TestPolicy();
  const RuleExplanation bare = policy->Explain(1, kIn, Tcp("192.0.2.1", 22).View());
  EXPECT_TRUE(bare.firewalled);
  EXPECT_EQ(bare.groups, 0u);
  const RuleExplanation no_rules = policy->Explain(2, kIn, Tcp("192.0.2.1", 22).View());
  EXPECT_EQ(no_rules.groups, 1u);
  EXPECT_EQ(no_rules.rules, 0u);
  for (const PortIndex port : {PortIndex{3}, kNoPort}) {
    const RuleExplanation open = policy->Explain(port, kIn, Tcp("192.0.2.1", 22).View());
    EXPECT_FALSE(open.firewalled);
    EXPECT_EQ(open.allowance, Allowance::kEither);
  }
}

}  // namespace
}  // namespace tidegate::rules
