// What is said of timeouts, TCP, checksums and zones.
#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "config/config.h"

namespace tidegate {
namespace {

TrackingOptions Parse(std::string_view json) {
  absl::StatusOr<Config> config = ParseConfig(json);
  EXPECT_TRUE(config.ok()) << config.status();
  return config.ok() ? config->firewall.tracking : TrackingOptions();
}

std::string MessageOf(std::string_view json) { return std::string(ParseConfig(json).status().message()); }

TEST(TrackingReader, EverythingHasADefault) {
  const TrackingOptions options = Parse("{}");
  EXPECT_FALSE(options.defaults.tcp.liberal);
  EXPECT_FALSE(options.defaults.tcp.pickup);
  EXPECT_TRUE(options.defaults.tcp.late_close);
  EXPECT_FALSE(options.defaults.HasLimit());
  EXPECT_FALSE(options.verify_checksums);
  EXPECT_TRUE(options.zones.empty());
}

TEST(TrackingReader, TcpAndChecksumsOfTheTopLevel) {
  const TrackingOptions options =
      Parse(R"({"tcp": {"window_check": "liberal", "pickup": true, "late_close": false}, "checksums": "verify"})");
  EXPECT_TRUE(options.defaults.tcp.liberal);
  EXPECT_TRUE(options.defaults.tcp.pickup);
  EXPECT_FALSE(options.defaults.tcp.late_close);
  EXPECT_TRUE(options.verify_checksums);
  EXPECT_FALSE(Parse(R"({"tcp": {"window_check": "strict"}, "checksums": "off"})").defaults.tcp.liberal);
}

// Whatever the order of the members.
TEST(TrackingReader, AZoneHasFromTheTopLevelWhatItDoesNotName) {
  const TrackingOptions options = Parse(R"({
      "zones": [{"zone": 5, "timeouts": {"udp_single": 7}, "tcp": {"pickup": true}, "max_entries": 1000},
                {"zone": 16777215, "max_half_open": 134217728}],
      "tcp": {"window_check": "liberal"}, "timeouts": {"udp_single": 8, "udp_stream": 9}})");
  ASSERT_EQ(options.zones.size(), 2u);
  const ZoneOptions& five = options.zones.at(5);
  EXPECT_EQ(five.timeouts.Of(ConnState::kUdpSingle), 7 * kSecond);
  EXPECT_EQ(five.timeouts.Of(ConnState::kUdpStream), 9 * kSecond);
  EXPECT_EQ(five.timeouts.Of(ConnState::kTimeWait), 120 * kSecond);
  EXPECT_TRUE(five.tcp.pickup);
  EXPECT_TRUE(five.tcp.liberal);
  EXPECT_EQ(five.max_entries, 1000u);
  EXPECT_EQ(five.max_half_open, ZoneOptions::kNoLimit);
  const ZoneOptions& last = options.zones.at(kMaxZone);
  EXPECT_EQ(last.timeouts.Of(ConnState::kUdpSingle), 8 * kSecond);
  EXPECT_FALSE(last.tcp.pickup);
  EXPECT_EQ(last.max_entries, ZoneOptions::kNoLimit);
  EXPECT_EQ(last.max_half_open, 1u << 27);
  EXPECT_FALSE(options.defaults.HasLimit());
}

TEST(TrackingReader, WrongValuesAreNamedWithTheirPlace) {
  struct Row {
    std::string_view json;
    std::string_view message;
  };
  const Row rows[] = {
      {R"({"tcp": {"windows": 1}})", "/tcp/windows: unknown key, expected one of window_check, pickup, late_close"},
      {R"({"tcp": {"window_check": true}})", "/tcp/window_check: true is unknown, expected one of strict, liberal"},
      {R"({"tcp": {"pickup": "on"}})", R"(/tcp/pickup: "on" is no boolean, expected true or false)"},
      {R"({"tcp": []})", "/tcp: an array is no object, expected one with the keys window_check, pickup, late_close"},
      {R"({"checksums": true})", "/checksums: true is unknown, expected one of off, verify"},
      {R"({"zones": {}})", "/zones: an object is no array"},
      {R"({"zones": [5]})",
       "/zones/0: 5 is no object, expected one with the keys zone, timeouts, tcp, max_entries, max_half_open"},
      {R"({"zones": [{}]})", R"(/zones/0: the key "zone" is missing)"},
      {R"({"zones": [{"zone": 16777216}]})", "/zones/0/zone: 16777216 is out of range, expected 0 to 16777215"},
      {R"({"zones": [{"zone": 5}, {"zone": 6}, {"zone": 5}]})", "/zones/2/zone: 5 is given twice"},
      {R"({"zones": [{"zone": 5, "max_entry": 1}]})",
       "/zones/0/max_entry: unknown key, expected one of zone, timeouts, tcp, max_entries, max_half_open"},
      {R"({"zones": [{"zone": 5, "max_entries": 0}]})",
       "/zones/0/max_entries: 0 is out of range, expected 1 to 134217728"},
      {R"({"zones": [{"zone": 5, "max_half_open": 134217729}]})",
       "/zones/0/max_half_open: 134217729 is out of range, expected 1 to 134217728"},
      {R"({"zones": [{"zone": 5, "timeouts": {"udp_single": 0}}]})",
       "/zones/0/timeouts/udp_single: 0 is out of range, expected 1 to 86400"},
      {R"({"zones": [{"zone": 5, "tcp": {"late_close": 1}}]})",
       "/zones/0/tcp/late_close: 1 is no boolean, expected true or false"},
      {R"({"max_entries": 5})",
       "/max_entries: unknown key, expected one of table, timeouts, tcp, checksums, zones, security_groups, "
       "group_members, prefix_lists, address_groups, networks, ports, reload, dataplane"},
  };
  for (const Row& row : rows) EXPECT_EQ(MessageOf(row.json), row.message) << row.json;
}

}  // namespace
}  // namespace tidegate
