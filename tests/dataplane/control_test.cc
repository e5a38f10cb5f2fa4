// tidegatectl against a running dataplane: reload, tables for people, errors.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "pcap_file.h"
#include "running_dataplane.h"
#include "tidegate/drop_reason.h"

namespace tidegate::test {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;

// The uplink receives connection attempts to ports 22 and 23 for ever; the rules allow 22.
class Reload : public ::testing::Test {
 protected:
  static json Config(const ScratchDir& scratch) {
    WritePcap(scratch.Path("in.pcap"), {BuildTcp({.dst_port = 22}), BuildTcp({.dst_port = 23})});
    WritePcap(scratch.Path("none.pcap"), {});
    return MakeConfig("net_pcap0,rx_pcap=" + scratch.Path("none.pcap") + ",tx_pcap=/dev/null",
                      "net_pcap1,rx_pcap=" + scratch.Path("in.pcap") + ",tx_pcap=/dev/null,infinite_rx=1");
  }

  std::uint64_t Connections() const { return dataplane_.CtlJson({"conntrack", "count"})["count"].get<std::uint64_t>(); }
  std::uint64_t Denied() const { return dataplane_.CtlJson({"drops"}).value("rule_denied_inbound", std::uint64_t{0}); }

  // Rules are in force that allow port 22 and deny 23.
  void ExpectTheOldRules() const {
    const std::uint64_t before = Denied();
    EXPECT_TRUE(Eventually([&] { return Denied() > before; })) << "port 23 is not denied any more";
    EXPECT_EQ(Connections(), 1u);
  }

  // Exit status 2, one line that holds `what`, and the old rules stay.
  void ExpectRefused(const std::string& text, const std::string& what) {
    const Finished finished = dataplane_.Ctl({"rules", "reload", scratch_.Write("next.json", text)});
    EXPECT_EQ(finished.status, 2);
    EXPECT_THAT(finished.err, HasSubstr(what));
    EXPECT_EQ(std::count(finished.err.begin(), finished.err.end(), '\n'), 1) << finished.err;
    ExpectTheOldRules();
  }

  ScratchDir scratch_;
  json config_ = Config(scratch_);
  RunningDataplane dataplane_{config_};
};

TEST_F(Reload, AWrongFileKeepsTheOldRules) {
  ASSERT_TRUE(Eventually([&] { return Connections() == 1; }));
  ExpectRefused("{\"ports\": ", "next.json");
  json wrong = config_;
  wrong["security_groups"][0]["rules"][0]["port_max"] = 21;  // below port_min
  ExpectRefused(wrong.dump(), "/security_groups/0/rules/0");
  wrong = config_;
  wrong["ports"][0]["security_groups"] = {"nosuch"};
  ExpectRefused(wrong.dump(), "nosuch");
  wrong = config_;
  wrong["table"]["capacity"] = 8192;
  ExpectRefused(wrong.dump(), "/table/capacity: 8192; expected 4096");
  wrong = config_;
  wrong["table"]["accounting"] = true;
  ExpectRefused(wrong.dump(), "/table/accounting: true; expected false");
  wrong = config_;
  wrong["zones"] = {{{"zone", 5}, {"max_entries", 0}}};
  ExpectRefused(wrong.dump(), "/zones/0/max_entries: 0 is out of range, expected 1 to 134217728");
  wrong = config_;
  wrong["ports"][1]["device"] = "net_null5";
  ExpectRefused(wrong.dump(), "/ports/1/device: \"net_null5\"; expected");
}

TEST_F(Reload, ARightFileIsInForceAtOnceAndKeepsConnections) {
  ASSERT_TRUE(Eventually([&] { return Connections() == 1 && Denied() > 0; }));
  json next = config_;
  next["security_groups"][0]["rules"][0]["port_min"] = 23;
  next["security_groups"][0]["rules"][0]["port_max"] = 23;
  const Finished finished = dataplane_.Ctl({"rules", "reload", scratch_.Write("next.json", next.dump())});
  EXPECT_EQ(finished.status, 0) << finished.err;
  EXPECT_THAT(finished.out, HasSubstr("reloaded 1 security group with 2 rules, from "));
  // Port 22 is not allowed any more, but its connection is known; port 23 is new.
  EXPECT_TRUE(Eventually([&] { return Connections() == 2; }));
  // Without a file it is the one the process was started with.
  EXPECT_EQ(dataplane_.Ctl({"rules", "reload"}).status, 0);
  EXPECT_EQ(Connections(), 2u);
}

TEST_F(Reload, TimeoutsAreInForceWithTheNextPacket) {
  const auto expires_s = [this] {
    const json connections = dataplane_.CtlJson({"conntrack", "list"});
    return connections.size() == 1 ? connections[0]["expires_s"].get<std::uint64_t>() : 0;
  };
  ASSERT_TRUE(Eventually([&] { return expires_s() > 20; }));
  json next = config_;
  next["timeouts"] = {{"tcp_syn_sent", 5}};
  EXPECT_EQ(dataplane_.Ctl({"rules", "reload", scratch_.Write("next.json", next.dump())}).status, 0);
  EXPECT_TRUE(Eventually([&] { return expires_s() > 0 && expires_s() <= 5; })) << expires_s();
}

TEST_F(Reload, ExplainsWhichRuleDecides) {
  ASSERT_TRUE(Eventually([&] { return Connections() == 1; }));
  const Finished allowed = dataplane_.Ctl({"explain", "tcp 10.0.0.1:40000 > 192.168.0.4:22"});
  EXPECT_EQ(allowed.status, 0) << allowed.err;
  EXPECT_THAT(allowed.out, HasSubstr("tcp 10.0.0.1:40000 -> 192.168.0.4:22: allowed, as a new connection\n"));
  EXPECT_THAT(allowed.out, HasSubstr("  outbound of 10.0.0.1: no port has this address, so no rule is asked\n"));
  EXPECT_THAT(allowed.out, HasSubstr("  inbound of vm1 (192.168.0.4): rule 0 of group web allows it\n"
                                     "    /security_groups/0/rules/0\n"));
  EXPECT_THAT(allowed.out,
              ContainsRegex("but it belongs to a live connection, .* [(]SYN_SENT, expires in [0-9]+ s[)]"));
  const json denied = dataplane_.CtlJson({"explain", "tcp 10.0.0.1:40000 > 192.168.0.4:23"});
  EXPECT_EQ(denied["verdict"], "drop");
  EXPECT_EQ(denied["reason"], "rule_denied_inbound");
  EXPECT_EQ(denied["ends"][1]["nearest"]["mismatch"], "service");
  EXPECT_FALSE(denied.contains("connection"));
  EXPECT_EQ(dataplane_.CtlJson({"explain", "tcp 10.0.0.1:1 > 192.168.0.4:22", "--zone", "3"})["reason"],
            "unknown_port");
  const Finished wrong = dataplane_.Ctl({"explain", "tcp 10.0.0.1 > 192.168.0.4:22"});
  EXPECT_EQ(wrong.status, 2);
  EXPECT_THAT(wrong.err, HasSubstr("\"10.0.0.1\" is no endpoint; expected ADDRESS:PORT"));
  EXPECT_EQ(dataplane_.Ctl({"explain"}).status, 2);
  EXPECT_EQ(dataplane_.Ctl({"stats", "--zone", "3"}).status, 2);
}

// The zone has the one connection to port 22; port 23 is allowed now, but not in this zone any more.
TEST_F(Reload, LimitsOfZonesAreInForceAtOnceAndShown) {
  ASSERT_TRUE(Eventually([&] { return Connections() == 1; }));
  json next = config_;
  next["security_groups"][0]["rules"][0]["port_max"] = 23;
  next["zones"] = {{{"zone", 0}, {"max_entries", 1}}, {{"zone", 7}, {"max_half_open", 100}}};
  const Finished finished = dataplane_.Ctl({"rules", "reload", scratch_.Write("next.json", next.dump())});
  EXPECT_EQ(finished.status, 0) << finished.err;
  EXPECT_TRUE(Eventually([&] { return dataplane_.CtlJson({"drops"}).value("zone_full", std::uint64_t{0}) > 0; }));
  EXPECT_EQ(Connections(), 1u);
  const json zones = dataplane_.CtlJson({"zones"});
  ASSERT_EQ(zones.size(), 2u);
  EXPECT_EQ(zones[0]["zone"], 0);
  EXPECT_EQ(zones[0]["max_entries"], 1);
  EXPECT_TRUE(zones[0]["max_half_open"].is_null());
  EXPECT_EQ(zones[0]["ipv4"]["live"], 1);
  EXPECT_EQ(zones[0]["ipv4"]["counted"], 1);
  EXPECT_EQ(zones[0]["ipv4"]["half_open"], 1);
  EXPECT_GT(zones[0]["ipv4"]["zone_full"], 0);
  EXPECT_EQ(zones[0]["ipv4"]["zone_half_open"], 0);
  EXPECT_EQ(zones[1]["zone"], 7);
  EXPECT_EQ(zones[1]["max_half_open"], 100);
  EXPECT_EQ(zones[1]["ipv4"]["live"], 0);
  EXPECT_THAT(dataplane_.Ctl({"zones"}).out, ContainsRegex(" +0  ipv4 +1 +1 +0 +1 +1 +[0-9]+ +0 +1 +none\n"));
  // And without the limit it is let in.
  next.erase("zones");
  EXPECT_EQ(dataplane_.Ctl({"rules", "reload", scratch_.Write("next.json", next.dump())}).status, 0);
  EXPECT_TRUE(Eventually([&] { return Connections() == 2; }));
}

TEST(Control, ShowsTablesToPeople) {
  RunningDataplane dataplane(MakeConfig("net_null0", "net_null1"));
  ASSERT_TRUE(Eventually([&] { return dataplane.CtlJson({"stats"})["packets"] > 0; }));
  EXPECT_THAT(dataplane.Ctl({"stats"}).out, ContainsRegex("packets +[0-9]+\n"));
  EXPECT_THAT(dataplane.Ctl({"stats"}).out, ContainsRegex("table_memory +(huge_pages|transparent)\n"));
  EXPECT_THAT(dataplane.Ctl({"stats"}).out, ContainsRegex("capacity +5120\n"));  // 4096 of IPv4, 1024 of IPv6
  EXPECT_THAT(dataplane.Ctl({"drops"}).out, ContainsRegex("[0-9]+ +unsupported_ethertype +neither IPv4"));
  EXPECT_THAT(dataplane.Ctl({"drops", "--all"}).out, ContainsRegex("0 +tx_queue_full"));
  EXPECT_THAT(dataplane.Ctl({"ports"}).out, ContainsRegex("vm1 +uplink +up +yes"));
  EXPECT_THAT(dataplane.Ctl({"graph"}).out, ContainsRegex("firewall +[0-9]+ +[0-9]+"));
  EXPECT_THAT(dataplane.Ctl({"conntrack", "count"}).out, HasSubstr("0 live connections"));
}

TEST(Control, AllNodesOfThePathAreShown) {
  RunningDataplane dataplane(MakeConfig("net_null0", "net_null1"));
  std::set<std::string> names;
  for (const json& node : dataplane.CtlJson({"graph", "--all"})) names.insert(node["name"]);
  for (const char* name : {"rx-vm1", "rx-uplink", "reassemble", "firewall", "fragment", "tx-vm1", "tx-uplink"})
    EXPECT_TRUE(names.contains(name)) << name;
  for (const DropReasonInfo& info : kDropReasons) {
    if (info.reason == DropReason::kNone) continue;
    EXPECT_TRUE(names.contains("drop-" + std::string(info.name))) << info.name;
  }
}

TEST(Control, WrongUsageIsOneLineAndStatusTwo) {
  const std::vector<std::vector<std::string>> wrong = {
      {}, {"nosuch"}, {"conntrack"}, {"conntrack", "nosuch"}, {"stats", "more"}, {"--nosuch"}, {"stats", "--all"}};
  for (std::vector<std::string> words : wrong) {
    words.insert(words.begin(), TIDEGATECTL);
    const Finished finished = RunProgram(words);
    EXPECT_EQ(finished.status, 2) << finished.err;
    EXPECT_THAT(finished.err, HasSubstr("tidegatectl: "));
    EXPECT_EQ(std::count(finished.err.begin(), finished.err.end(), '\n'), 1) << finished.err;
    EXPECT_EQ(finished.out, "");
  }
}

TEST(Control, NobodyThereIsOneLineAndStatusOne) {
  const Finished finished = RunProgram({TIDEGATECTL, "stats", "--file-prefix", UniquePrefix()});
  EXPECT_EQ(finished.status, 1);
  EXPECT_THAT(finished.err, HasSubstr("tidegatectl: no dataplane answers at "));
  EXPECT_EQ(std::count(finished.err.begin(), finished.err.end(), '\n'), 1) << finished.err;
}

}  // namespace
}  // namespace tidegate::test
