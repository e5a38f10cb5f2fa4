// What is said of packets.
#include "control/explanation.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "config/config.h"
#include "nlohmann/json.hpp"

namespace tidegate {
namespace {

using nlohmann::json;

constexpr std::string_view kConfig = R"({
  "security_groups": [
    {"name": "web", "rules": [
      {"direction": "inbound", "protocol": "tcp", "port_min": 22, "port_max": 22, "remote": {"name": "admin"}},
      {"direction": "inbound", "protocol": "tcp", "port_min": 80, "port_max": 80},
      {"direction": "outbound", "protocol": "any"}]},
    {"name": "admin", "members": ["10.9.0.0/16"]},
    {"name": "fast", "stateful": false, "rules": [{"direction": "inbound", "protocol": "udp"}]}],
  "ports": [{"name": "vm1", "addresses": ["192.168.0.4"], "security_groups": ["web", "fast"]},
            {"name": "vm2", "addresses": ["192.168.0.5"], "security_groups": ["admin"]},
            {"name": "vm3", "addresses": ["192.168.0.6"], "security_groups": []},
            {"name": "uplink", "addresses": ["10.0.0.254"]}]})";

json Explain(std::string_view packet, const std::optional<ConnInfo>& connection = {}) {
  const Config config = *ParseConfig(kConfig);
  const auto policy = *SecurityPolicy::Compile(config.groups, config.ports);
  return json::parse(ExplainPacket(*policy, config.ports, *ParsePacketQuestion(packet), connection));
}

TEST(Explanation, BothEndsInWords) {
  const struct {
    std::string_view packet;
    std::string_view verdict;
    std::string_view reason;
    std::string_view sender;
    std::string_view receiver;
  } kRows[] = {
      {"tcp 10.9.1.1:1 > 192.168.0.4:22", "pass", "", "no port has this address, so no rule is asked",
       "rule 0 of group web allows it"},
      {"tcp 10.8.1.1:1 > 192.168.0.4:22", "drop", "rule_denied_inbound",
       "no port has this address, so no rule is asked",
       "none of 3 inbound rules allows it: 1 with another protocol, 1 with another port, type or code, 1 with another "
       "remote end; nearest is rule 0 of group web"},
      {"udp 10.0.0.254:1 > 192.168.0.4:22", "pass", "", "the port has no security groups, so no rule is asked",
       "rule 0 of group fast allows it, without a connection"},
      {"tcp 192.168.0.4:1 > 192.168.0.5:80", "drop", "rule_denied_inbound", "rule 2 of group web allows it",
       "no inbound rule in 1 group"},
      {"tcp 192.168.0.6:1 > 192.168.0.4:80", "drop", "rule_denied_outbound",
       "the port has no group, so nothing is allowed", "rule 1 of group web allows it"},
      {"tcp 1.1.1.1:1 > 2.2.2.2:80", "drop", "unknown_port", "no port has this address, so no rule is asked",
       "no port has this address, so no rule is asked"},
  };
  for (const auto& row : kRows) {
    const json answer = Explain(row.packet);
    EXPECT_EQ(answer["verdict"], row.verdict) << row.packet;
    EXPECT_EQ(answer.value("reason", ""), row.reason) << row.packet;
    EXPECT_EQ(answer["ends"][0]["why"], row.sender) << row.packet;
    EXPECT_EQ(answer["ends"][1]["why"], row.receiver) << row.packet;
  }
}

TEST(Explanation, ARuleIsFoundAgainByItsPlace) {
  const json answer = Explain("tcp 10.9.1.1:1 > 192.168.0.4:22");
  EXPECT_EQ(answer["ends"][1]["decides"],
            (json{{"group", "web"}, {"rule", 0}, {"place", "/security_groups/0/rules/0"}, {"stateful", true}}));
  EXPECT_EQ(answer["ends"][1]["port"], "vm1");
  EXPECT_TRUE(answer["tracked"].get<bool>());
  EXPECT_FALSE(Explain("udp 10.9.1.1:1 > 192.168.0.4:22")["tracked"].get<bool>());
  const json denied = Explain("tcp 10.8.1.1:1 > 192.168.0.4:22");
  EXPECT_EQ(denied["ends"][1]["nearest"]["mismatch"], "remote");
  EXPECT_EQ(denied["ends"][1]["mismatches"], (json{{"protocol", 1}, {"service", 1}, {"remote", 1}}));
}

TEST(Explanation, ALiveConnectionIsNamed) {
  ConnInfo info;
  info.tuple = ParsePacketQuestion("tcp 10.8.1.1:1 > 192.168.0.4:22")->tuple;
  info.state = ConnState::kEstablished;
  info.expires_in = 90 * kSecond;
  const json answer = Explain("tcp 192.168.0.4:22 > 10.8.1.1:1", info);
  EXPECT_EQ(answer["connection"],
            (json{{"tuple", "tcp 10.8.1.1:1 -> 192.168.0.4:22"}, {"state", "ESTABLISHED"}, {"expires_s", 90}}));
  EXPECT_FALSE(Explain("tcp 192.168.0.4:22 > 10.8.1.1:1").contains("connection"));
}

}  // namespace
}  // namespace tidegate
