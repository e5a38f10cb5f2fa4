// Security groups as other tools export them, loaded from their files as they are.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/config.h"

namespace tidegate {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// A configuration beside the files of testdata.
absl::StatusOr<Config> LoadBeside(const std::string& json) {
  const std::filesystem::path directory =
      std::filesystem::path(::testing::TempDir()) / ("group_forms_" + std::to_string(::getpid()));
  std::filesystem::copy(TIDEGATE_CONFIG_TESTDATA, directory, std::filesystem::copy_options::recursive);
  const std::string path = (directory / "tidegate.json").string();
  std::ofstream(path) << json;
  absl::StatusOr<Config> config = LoadConfig(path);
  std::filesystem::remove_all(directory);
  return config;
}

Config Load(const std::string& json) {
  absl::StatusOr<Config> config = LoadBeside(json);
  EXPECT_TRUE(config.ok()) << config.status();
  if (!config.ok()) return Config();
  EXPECT_TRUE(SecurityPolicy::Compile(config->groups, config->ports).ok());
  return *std::move(config);
}

// A rule in one line: direction, version, protocol, services, remote and local end.
std::string Line(const SecurityRule& rule) {
  std::string line = rule.direction == Direction::kInbound ? "in" : "out";
  line += rule.ip_version == 0 ? " v*" : " v" + std::to_string(rule.ip_version);
  if (rule.match == ProtocolMatch::kAny) line += " any";
  if (rule.match == ProtocolMatch::kIcmpTcpUdp) line += " icmp_tcp_udp";
  if (rule.match == ProtocolMatch::kOne) line += " " + std::to_string(rule.protocol);
  if (rule.port_min != 0 || rule.port_max != 0xffff) {
    line += " " + std::to_string(rule.port_min) + "-" + std::to_string(rule.port_max);
  }
  if (rule.icmp_type) line += " type " + std::to_string(*rule.icmp_type);
  if (rule.icmp_code) line += " code " + std::to_string(*rule.icmp_code);
  if (const auto* prefix = std::get_if<IpPrefix>(&rule.remote)) line += " " + ToString(*prefix);
  if (const auto* group = std::get_if<GroupRemote>(&rule.remote)) line += " group " + group->group;
  if (rule.local) line += " local " + ToString(*rule.local);
  return line;
}

std::vector<std::string> Lines(const SecurityGroup& group) {
  std::vector<std::string> lines;
  for (const SecurityRule& rule : group.rules) lines.push_back(Line(rule));
  return lines;
}

std::vector<std::string> Members(const SecurityGroup& group) {
  std::vector<std::string> members;
  for (const IpPrefix& member : group.members) members.push_back(ToString(member));
  return members;
}

TEST(GroupForms, IbmCloud) {
  const Config config = Load(R"({"security_groups": "ibm_list.json",
      "ports": [{"name": "a", "security_groups": ["frontend"]}, {"name": "b", "security_groups": ["r006-bastion"]}]})");
  ASSERT_EQ(config.groups.size(), 2u);
  EXPECT_EQ(config.groups[0].name, "frontend");
  EXPECT_THAT(Lines(config.groups[0]), ElementsAre("out v4 icmp_tcp_udp 0.0.0.0/0 local 0.0.0.0/0",
                                                   "in v4 6 443-443 0.0.0.0/0 local 192.168.0.4/32",
                                                   "in v4 1 type 8 code 0 group bastion local 0.0.0.0/0"));
  EXPECT_EQ(config.groups[0].rules[1].place, "/security_groups: ibm_list.json: /security_groups/0/rules/1");
  EXPECT_THAT(config.ports[1].security_groups, ElementsAre("bastion"));
}

TEST(GroupForms, Aws) {
  const Config config =
      Load(R"({"security_groups": {"file": "aws_groups.json"}, "prefix_lists": "aws_prefix_lists.json",
      "ports": [{"name": "a", "security_groups": ["web", "sg-0a1b2c3d4e5f60003"]}]})");
  ASSERT_EQ(config.groups.size(), 4u);
  EXPECT_EQ(config.groups[0].name, "web");
  EXPECT_THAT(Lines(config.groups[0]),
              ElementsAre("in v* 6 80-81 203.0.113.0/24", "in v* 6 80-81 198.51.100.7/32",
                          "in v4 1 type 3 group default (sg-0a1b2c3d4e5f60002)", "in v6 58 2001:db8::/32",
                          "in v* 50 10.0.0.0/8", "out v* any 0.0.0.0/0", "out v* any ::/0",
                          "out v* 6 443-443 group com.amazonaws.us-west-2.s3"));
  // Both are called "default", so their identifiers tell them apart.
  EXPECT_THAT(Lines(config.groups[1]), ElementsAre("in v* any group default (sg-0a1b2c3d4e5f60002)"));
  EXPECT_THAT(config.ports[0].security_groups, ElementsAre("web", "default (sg-0a1b2c3d4e5f60003)"));
  EXPECT_THAT(Members(config.groups[3]), ElementsAre("54.231.160.0/19", "52.218.128.0/17"));
  EXPECT_EQ(config.groups[0].rules[1].place,
            "/security_groups/file: aws_groups.json: /SecurityGroups/0/IpPermissions/0/IpRanges/1");
}

TEST(GroupForms, AwsRulesOneByOne) {
  const Config config = Load(R"({"security_groups": ["aws_rules.json"]})");
  ASSERT_EQ(config.groups.size(), 2u);
  EXPECT_EQ(config.groups[0].name, "sg-1");
  EXPECT_THAT(Lines(config.groups[0]), ElementsAre("in v* 6 22-22 10.0.0.0/8", "out v* any ::/0"));
  EXPECT_THAT(Lines(config.groups[1]), ElementsAre("in v* 17 53-53 group sg-1"));
}

TEST(GroupForms, AwsPrefixListEntries) {
  const Config config = Load(R"({
      "prefix_lists": [{"id": "pl-1", "entries": "aws_prefix_list_entries.json"},
                       {"id": "pl-2", "name": "two", "entries": {"Entries": [{"Cidr": "2001:db8::/32"}]}},
                       {"id": "pl-3", "entries": ["192.0.2.1", "10.0.0.0/8"]}],
      "security_groups": {"SecurityGroups": [{"GroupId": "sg-1", "IpPermissions": [
          {"IpProtocol": "-1", "PrefixListIds": [{"PrefixListId": "pl-1"}, {"PrefixListId": "pl-2"}]}]}]}})");
  ASSERT_EQ(config.groups.size(), 4u);
  EXPECT_THAT(Lines(config.groups[0]), ElementsAre("in v* any group pl-1", "in v* any group two"));
  EXPECT_THAT(Members(config.groups[1]), ElementsAre("10.1.0.0/16", "10.2.0.0/16"));
  EXPECT_THAT(Members(config.groups[2]), ElementsAre("2001:db8::/32"));
  EXPECT_THAT(Members(config.groups[3]), ElementsAre("192.0.2.1/32", "10.0.0.0/8"));
}

TEST(GroupForms, Neutron) {
  const Config config = Load(R"({"security_groups": "neutron_groups.json",
                                 "address_groups": "neutron_address_groups.json"})");
  ASSERT_EQ(config.groups.size(), 3u);
  EXPECT_EQ(config.groups[0].name, "default");
  EXPECT_TRUE(config.groups[0].stateful);
  EXPECT_THAT(Lines(config.groups[0]),
              ElementsAre("out v6 any", "in v4 any group default", "in v4 1 type 8 code 0 10.0.0.0/24",
                          "in v4 6 80-81 group ADDR_GP_1"));
  EXPECT_FALSE(config.groups[1].stateful);
  EXPECT_THAT(Lines(config.groups[1]), ElementsAre("out v4 132 3868-3868 0.0.0.0/0"));
  EXPECT_THAT(Members(config.groups[2]), ElementsAre("132.168.4.0/24", "10.0.0.9/32"));
}

TEST(GroupForms, OpenstackClient) {
  const Config config = Load(R"({"security_groups": ["openstack_show.json"]})");
  ASSERT_EQ(config.groups.size(), 1u);
  EXPECT_EQ(config.groups[0].name, "ssh");
  EXPECT_THAT(Lines(config.groups[0]), ElementsAre("in v6 6 22-22 2001:db8::/32"));
}

TEST(GroupForms, AllOfThemAtOnce) {
  const Config config = Load(R"({"security_groups": [
      {"name": "own", "members": ["192.0.2.0/24", "2001:db8::1"], "stateful": false, "rules": [
          {"direction": "inbound", "protocol": "any", "remote": {"id": "sg-0a1b2c3d4e5f60001"}}]},
      "aws_groups.json", {"file": "ibm_list.json"}, "neutron_groups.json"],
      "prefix_lists": "aws_prefix_lists.json", "address_groups": "neutron_address_groups.json"})");
  ASSERT_EQ(config.groups.size(), 10u);
  EXPECT_THAT(Lines(config.groups[0]), ElementsAre("in v* any group web"));
  EXPECT_THAT(Members(config.groups[0]), ElementsAre("192.0.2.0/24", "2001:db8::1/128"));
  EXPECT_FALSE(config.groups[0].stateful);
}

TEST(GroupForms, MembersOfExportedGroupsStandApart) {
  const Config config = Load(R"({"security_groups": "aws_groups.json", "prefix_lists": "aws_prefix_lists.json",
      "group_members": [{"group": "sg-0a1b2c3d4e5f60002", "members": ["10.0.0.0/24"]},
                        {"group": "web", "members": ["192.0.2.1"]}, {"group": "web", "members": ["192.0.2.2"]}]})");
  ASSERT_EQ(config.groups.size(), 4u);
  EXPECT_THAT(Members(config.groups[0]), ElementsAre("192.0.2.1/32", "192.0.2.2/32"));
  EXPECT_THAT(Members(config.groups[1]), ElementsAre("10.0.0.0/24"));
}

TEST(GroupForms, AGroupCalledLikeAListIsAnotherThing) {
  const Config config = Load(R"({"security_groups": [{"name": "pl-1", "rules": []}],
                                 "prefix_lists": [{"id": "pl-1", "entries": []}],
                                 "address_groups": [{"id": "pl-1", "addresses": []}]})");
  ASSERT_EQ(config.groups.size(), 3u);
  EXPECT_THAT(Members(config.groups[1]), IsEmpty());
}

// Each is one line, with the place, in the file where the mistake is.
TEST(GroupForms, Mistakes) {
  const auto aws = [](const std::string& permission) {
    return R"({"security_groups": {"SecurityGroups": [{"GroupId": "sg-1", "IpPermissions": [)" + permission + "]}]}}";
  };
  const auto row = [](const std::string& members) {
    return R"({"security_groups": {"SecurityGroupRules": [{"GroupId": "sg-1", "IsEgress": false, )" + members + "}]}}";
  };
  const auto neutron = [](const std::string& rule) {
    return R"({"security_groups": {"security_groups": [{"id": "n1", "name": "n", "security_group_rules": [)" + rule +
           "]}]}}";
  };
  const std::string aws_place = "/security_groups/SecurityGroups/0/IpPermissions/0";
  const std::string row_place = "/security_groups/SecurityGroupRules/0";
  const std::string neutron_place = "/security_groups/security_groups/0/security_group_rules/0";
  const struct {
    std::string json;
    std::string message;
  } kRows[] = {
      // Files.
      {R"({"security_groups": "none.json"})",
       R"(/security_groups: "none.json" is a file that cannot be read: No such file or directory)"},
      {R"({"security_groups": ["aws_groups.json"]})",
       R"(/security_groups/0: aws_groups.json: /SecurityGroups/0/IpPermissionsEgress/1/PrefixListIds/0/PrefixListId: )"
       R"("pl-63a5400a" is no prefix list, expected the name or identifier of one)"},
      {R"({"security_groups": ["neutron_groups.json"]})",
       R"(/security_groups/0: neutron_groups.json: )"
       R"(/security_groups/0/security_group_rules/3/remote_address_group_id: )"
       R"("8722e0e0-9cc9-4490-9660-8c9a5732fbb0" is no address group, expected the name or identifier of one)"},
      {R"({"security_groups": {"file": "ibm_list.json", "form": "ibm"}})",
       "/security_groups/form: unknown key, expected one of file"},
      {R"({"security_groups": {"SecurityGroups": [], "NextToken": "abc"}})",
       "/security_groups/NextToken: only a part of the answer, expected the whole"},
      {R"({"security_groups": {"security_groups": [], "next": {"href": "x"}}})",
       "/security_groups/next: only a part of the answer, expected the whole"},
      {R"({"security_groups": {"security_groups": {}}})", "/security_groups/security_groups: an object is no array"},
      {R"({"prefix_lists": [{"id": "pl-1", "entries": {"Entries": [], "NextToken": "x"}}]})",
       "/prefix_lists/0/entries/NextToken: only a part of the answer, expected the whole"},
      // Names.
      {R"({"security_groups": "aws_groups.json", "prefix_lists": "aws_prefix_lists.json",
           "ports": [{"name": "a", "security_groups": ["default"]}]})",
       R"(/ports/0/security_groups/0: "default" is ambiguous: /security_groups: aws_groups.json: /SecurityGroups/1 and )"
       R"(/security_groups: aws_groups.json: /SecurityGroups/2 are called so, expected an identifier)"},
      {R"({"security_groups": [{"name": "a", "id": "1"}, {"name": "b", "id": "1"}]})",
       R"(/security_groups/1: "1" is already an identifier of /security_groups/0)"},
      {R"({"security_groups": [{"name": "a"}, {"name": "a"}], "ports": [{"name": "p", "security_groups": ["a"]}]})",
       R"(/security_groups/1/name: "a" is already the name of /security_groups/0)"},
      {R"({"security_groups": [{"name": "a"}, {}], "ports": [{"name": "p", "security_groups": ["a"]}]})",
       R"(/security_groups/1: the key "name" is missing)"},
      {R"({"security_groups": [{"name": "a", "id": "1"}, {"name": "b", "rules": [
           {"direction": "inbound", "protocol": "any", "remote": {"id": "2", "name": "a"}}]}]})",
       R"(/security_groups/1/rules/0/remote/id: "2" is no security group, expected the name or identifier of one)"},
      {R"({"prefix_lists": [{"id": "pl-1", "entries": []}, {"id": "pl-1", "entries": []}]})",
       R"(/prefix_lists/1: "pl-1" is already an identifier of /prefix_lists/0)"},
      {R"({"prefix_lists": [{"id": "pl-1", "entries": []}], "ports": [{"name": "a", "security_groups": ["pl-1"]}]})",
       R"(/ports/0/security_groups/0: "pl-1" is no security group, expected the name or identifier of one)"},
      {R"({"prefix_lists": [{"id": "pl-1"}]})", R"(/prefix_lists/0: the key "entries" is missing)"},
      {R"({"prefix_lists": [{"id": "pl-1", "entries": ["10.0.0.1/8"]}]})",
       R"(/prefix_lists/0/entries/0: "10.0.0.1/8" is no network, expected ADDRESS/LENGTH without bits beyond the length)"},
      {R"({"address_groups": [{"name": "a", "addresses": []}]})", R"(/address_groups/0: the key "id" is missing)"},
      // Members.
      {R"({"group_members": [{"group": "g", "members": []}]})",
       R"(/group_members/0/group: "g" is no security group, expected the name or identifier of one)"},
      {R"({"security_groups": [{"name": "g"}], "group_members": [{"group": "g"}]})",
       R"(/group_members/0: the key "members" is missing)"},
      {R"({"security_groups": [{"name": "a", "members": ["10.0.0.0/8", "vm1"]}]})",
       R"(/security_groups/0/members/1: "vm1" is no network, expected ADDRESS/LENGTH without bits beyond the length)"},
      {R"({"security_groups": [{"name": "a", "members": "10.0.0.0/8"}]})",
       R"(/security_groups/0/members: "10.0.0.0/8" is no array)"},
      {R"({"security_groups": [{"name": "a", "stateful": "no"}]})",
       R"(/security_groups/0/stateful: "no" is no boolean, expected true or false)"},
      // AWS.
      {R"({"security_groups": [{"GroupName": "a", "IpPermissions": []}]})",
       R"(/security_groups/0: the key "GroupId" is missing)"},
      {R"({"security_groups": [{"GroupId": "a", "Rules": []}]})",
       "/security_groups/0/Rules: unknown key, expected one of GroupId, GroupName, IpPermissions, IpPermissionsEgress"},
      {aws(R"({"FromPort": 1})"), aws_place + R"(: the key "IpProtocol" is missing)"},
      {aws(R"({"IpProtocol": 6})"), aws_place + "/IpProtocol: 6 is no string"},
      {aws(R"({"IpProtocol": "all"})"),
       aws_place + R"(/IpProtocol: "all" is no protocol, expected "-1", tcp, udp, icmp, icmpv6, another name of IANA, )"
                   "or a number"},
      {aws(R"({"IpProtocol": "tcp", "FromPort": 1})"),
       aws_place + R"(: "FromPort" is given without "ToPort", expected both or neither)"},
      {aws(R"({"IpProtocol": "tcp", "FromPort": -1, "ToPort": -1})"),
       aws_place + "/FromPort: -1 is out of range, expected 0 to 65535"},
      {aws(R"({"IpProtocol": "udp", "FromPort": 9, "ToPort": 8})"), aws_place + "/FromPort: 9 is above ToPort, 8"},
      {aws(R"({"IpProtocol": "-1", "FromPort": 0, "ToPort": 65535})"),
       aws_place + "/FromPort: 0 is given for a protocol without ports, expected -1"},
      {aws(R"({"IpProtocol": "icmp", "FromPort": -1, "ToPort": 0})"),
       aws_place + R"(: "ToPort" gives an ICMP code without a type in "FromPort")"},
      {aws(R"({"IpProtocol": "icmp", "FromPort": 256, "ToPort": -1})"),
       aws_place + "/FromPort: 256 is out of range, expected 0 to 255"},
      {aws(R"({"IpProtocol": "-1", "IpRanges": [{"CidrIp": "::/0"}]})"),
       aws_place + R"(/IpRanges/0/CidrIp: "::/0" is no IPv4 network)"},
      {aws(R"({"IpProtocol": "-1", "Ipv6Ranges": [{"CidrIpv6": "0.0.0.0/0"}]})"),
       aws_place + R"(/Ipv6Ranges/0/CidrIpv6: "0.0.0.0/0" is no IPv6 network)"},
      {aws(R"({"IpProtocol": "icmpv6", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]})"),
       aws_place + R"(/IpRanges/0/CidrIp: "0.0.0.0/0" is IPv4, expected the rule's IP version to be the same)"},
      {aws(R"({"IpProtocol": "-1", "IpRanges": [{"Cidr": "0.0.0.0/0"}]})"),
       aws_place + "/IpRanges/0/Cidr: unknown key, expected one of CidrIp"},
      {aws(R"({"IpProtocol": "-1", "IpRanges": [{}]})"), aws_place + R"(/IpRanges/0: the key "CidrIp" is missing)"},
      {aws(R"({"IpProtocol": "-1", "UserIdGroupPairs": [{"GroupId": "sg-2"}]})"),
       aws_place +
           R"(/UserIdGroupPairs/0/GroupId: "sg-2" is no security group, expected the name or identifier of one)"},
      {aws(R"({"IpProtocol": "-1", "UserIdGroupPairs": [{"UserId": "1"}]})"),
       aws_place + "/UserIdGroupPairs/0: found none, expected a GroupId or a GroupName"},
      {aws(R"({"IpProtocol": "-1", "SourceSecurityGroup": "x"})"),
       aws_place + "/SourceSecurityGroup: unknown key, expected one of IpProtocol, FromPort, ToPort, IpRanges, "
                   "Ipv6Ranges, PrefixListIds, UserIdGroupPairs"},
      {row(R"("IpProtocol": "-1")"),
       row_place + ": found none, expected exactly one of CidrIpv4, CidrIpv6, PrefixListId, ReferencedGroupInfo"},
      {row(R"("IpProtocol": "-1", "CidrIpv4": "0.0.0.0/0", "PrefixListId": "pl-1")"),
       row_place + ": found CidrIpv4, PrefixListId, expected exactly one of CidrIpv4, CidrIpv6, PrefixListId, "
                   "ReferencedGroupInfo"},
      // Neutron.
      {neutron(R"({"ethertype": "IPv4"})"), neutron_place + R"(: the key "direction" is missing)"},
      {neutron(R"({"direction": "inbound"})"),
       neutron_place + R"(/direction: "inbound" is unknown, expected one of ingress, egress)"},
      {neutron(R"({"direction": "ingress", "ethertype": "ipv4"})"),
       neutron_place + R"(/ethertype: "ipv4" is unknown, expected one of IPv4, IPv6)"},
      {neutron(R"({"direction": "ingress", "protocol": "tpc"})"),
       neutron_place +
           R"(/protocol: "tpc" is no protocol, expected null, any, a name that Neutron knows, or 0 to 255)"},
      {neutron(R"({"direction": "ingress", "protocol": 256})"),
       neutron_place + "/protocol: 256 is out of range, expected 0 to 255"},
      {neutron(R"({"direction": "ingress", "protocol": "gre", "port_range_min": 1, "port_range_max": 2})"),
       neutron_place + "/port_range_min: only for the protocols tcp, udp and sctp"},
      {neutron(R"({"direction": "ingress", "protocol": "icmp", "port_range_max": 2})"),
       neutron_place + R"(: "port_range_max" is given without "port_range_min")"},
      {neutron(R"({"direction": "ingress", "ethertype": "IPv6", "remote_ip_prefix": "0.0.0.0/0"})"),
       neutron_place + R"(/remote_ip_prefix: "0.0.0.0/0" is IPv4, expected the rule's IP version to be the same)"},
      {neutron(R"({"direction": "ingress", "remote_ip_prefix": "10.0.0.0/8", "remote_group_id": "n1"})"),
       neutron_place + ": found remote_ip_prefix, remote_group_id, expected at most one of remote_ip_prefix, "
                       "remote_group_id, remote_address_group_id"},
      {neutron(R"({"direction": "ingress", "remote_group_id": "n2"})"),
       neutron_place + R"(/remote_group_id: "n2" is no security group, expected the name or identifier of one)"},
      {neutron(R"({"direction": "ingress", "port": 1})"),
       neutron_place +
           "/port: unknown key, expected one of direction, ethertype, ether_type, protocol, port_range_min, "
           "port_range_max, remote_ip_prefix, remote_group_id, remote_address_group_id, normalized_cidr"},
  };
  for (const auto& row_of_table : kRows) {
    const absl::StatusOr<Config> config = LoadBeside(row_of_table.json);
    ASSERT_FALSE(config.ok()) << row_of_table.json;
    EXPECT_THAT(std::string(config.status().message()), ::testing::EndsWith("tidegate.json: " + row_of_table.message))
        << row_of_table.json;
  }
}

}  // namespace
}  // namespace tidegate
