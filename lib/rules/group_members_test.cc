// Which groups an address is in.
#include "rules/group_members.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string_view>
#include <vector>

#include "rules/group_members_builder.h"

namespace tidegate::rules {
namespace {

using ::testing::ElementsAreArray;

std::vector<GroupNumber> Listed(const GroupMembers<V4>& members, std::string_view address) {
  const auto number = LoadAddress<V4>(ParseIpAddress(address)->bytes.data());
  const auto groups = members.GroupsOf(0, number).listed;
  return {groups.begin(), groups.end()};
}

struct Row {
  std::string_view address;
  std::vector<GroupNumber> groups;
};

void ExpectRows(const GroupMembers<V4>& members, const std::vector<Row>& rows) {
  for (const Row& row : rows) EXPECT_THAT(Listed(members, row.address), ElementsAreArray(row.groups)) << row.address;
}

TEST(GroupMembers, AnAddressIsInEveryNetworkAroundIt) {
  GroupMembersBuilder<V4> builder;
  builder.AddListed(*ParseIpPrefix("10.0.0.0/8"), 0);
  builder.AddListed(*ParseIpPrefix("10.1.0.0/16"), 1);
  builder.AddListed(*ParseIpPrefix("10.1.0.0/16"), 2);
  builder.AddListed(*ParseIpPrefix("10.1.255.0/24"), 0);  // as it is already
  builder.AddListed(*ParseIpPrefix("10.2.0.0/16"), 3);    // touches the one before
  builder.AddListed(*ParseIpPrefix("10.1.0.5"), 4);
  builder.AddListed(*ParseIpPrefix("255.255.255.254/31"), 5);
  builder.AddListed(*ParseIpPrefix("2001:db8::/32"), 6);  // of the other family
  ExpectRows(builder.Finish(), {{"9.255.255.255", {}},
                                {"10.0.0.0", {0}},
                                {"10.0.255.255", {0}},
                                {"10.1.0.0", {0, 1, 2}},
                                {"10.1.0.5", {0, 1, 2, 4}},
                                {"10.1.255.255", {0, 1, 2}},
                                {"10.2.0.0", {0, 3}},
                                {"10.3.0.0", {0}},
                                {"10.255.255.255", {0}},
                                {"11.0.0.0", {}},
                                {"255.255.255.253", {}},
                                {"255.255.255.255", {5}}});
}

TEST(GroupMembers, EverythingMayBeAMember) {
  GroupMembersBuilder<V4> builder;
  builder.AddListed(*ParseIpPrefix("0.0.0.0/0"), 7);
  ExpectRows(builder.Finish(), {{"0.0.0.0", {7}}, {"255.255.255.255", {7}}});
}

TEST(GroupMembers, APortIsAMemberInItsZone) {
  GroupMembersBuilder<V4> builder;
  builder.AddPort(3, *ParseIpAddress("10.0.0.1"), {2, 1, 2});
  builder.AddListed(*ParseIpPrefix("10.0.0.1"), 9);
  const GroupMembers<V4> members = builder.Finish();
  const auto answer = members.GroupsOf(3, 0x0a000001);
  EXPECT_THAT(std::vector<GroupNumber>(answer.by_port.begin(), answer.by_port.end()), ElementsAreArray({1u, 2u}));
  EXPECT_THAT(std::vector<GroupNumber>(answer.listed.begin(), answer.listed.end()), ElementsAreArray({9u}));
  EXPECT_TRUE(members.GroupsOf(4, 0x0a000001).by_port.empty());
}

}  // namespace
}  // namespace tidegate::rules
