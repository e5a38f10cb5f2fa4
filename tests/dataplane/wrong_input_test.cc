// What is wrong before or while the dataplane starts: one line with the place and what was expected, exit status 2.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <ostream>

#include "running_dataplane.h"

namespace tidegate::test {
namespace {

using ::testing::HasSubstr;

void ExpectRefused(const std::vector<std::string>& command, const std::string& what) {
  const Finished finished = RunProgram(command);
  EXPECT_EQ(finished.status, 2);
  EXPECT_THAT(finished.err, HasSubstr("tidegate-dataplane: "));
  EXPECT_THAT(finished.err, HasSubstr(what));
  EXPECT_EQ(std::count(finished.err.begin(), finished.err.end(), '\n'), 1) << finished.err;
  EXPECT_EQ(finished.out, "");
}

struct WrongConfig {
  const char* name;
  std::function<void(json&)> damage;
  const char* what;  // part of the line
};

std::ostream& operator<<(std::ostream& out, const WrongConfig& row) { return out << row.name; }

class WrongConfigs : public ::testing::TestWithParam<WrongConfig> {};

TEST_P(WrongConfigs, AreRefusedInOneLine) {
  json config = MakeConfig("net_null0", "net_null1");
  GetParam().damage(config);
  const ScratchDir scratch;
  ExpectRefused(DataplaneCommand(scratch.Write("config.json", config.dump()), UniquePrefix()), GetParam().what);
}

const WrongConfig kRows[] = {
    {"UnknownPolicy", [](json& c) { c["table"]["eviction"] = "nosuch"; }, "/table/eviction"},
    {"UnknownKey", [](json& c) { c["nosuchkey"] = 1; }, "nosuchkey"},
    {"PortRangeThatIsNone", [](json& c) { c["security_groups"][0]["rules"][0]["port_max"] = 21; },
     "/security_groups/0/rules/0"},
    {"PortWithoutPeer", [](json& c) { c["ports"][0].erase("peer"); }, "/ports/0"},
    {"PortWithoutDevice", [](json& c) { c["ports"][1].erase("device"); }, "/ports/1"},
    {"UnknownDriver", [](json& c) { c["ports"][1]["device"] = "net_nosuch0"; },
     "/ports/1/device: no driver takes \"net_nosuch0\"; expected"},
    {"MissingInterface", [](json& c) { c["ports"][1]["device"] = "net_af_packet0,iface=nosuch0"; },
     "/ports/1/device: \"net_af_packet0,iface=nosuch0\": network interface \"nosuch0\" does not exist; expected"},
    {"MissingCapture", [](json& c) { c["ports"][0]["device"] = "net_pcap0,rx_pcap=/nosuch.pcap,tx_pcap=/dev/null"; },
     "/ports/0/device: \"net_pcap0,rx_pcap=/nosuch.pcap,tx_pcap=/dev/null\" cannot be opened: "},
    {"SameDeviceTwice", [](json& c) { c["ports"][1]["device"] = "net_null0"; }, "/ports/1/device"},
    {"MtuBeyondTheDevice",
     [](json& c) {
       c["ports"][0]["device"] = "net_memif0,role=server,socket-abstract=no,socket=/tmp/tidegate-nosuch.sock";
       c["ports"][0]["mtu"] = 9000;
     },
     "/ports/0/mtu: 9000 is refused by \"net_memif0,"},
    {"MorePortsThanDevices",
     [](json& c) {
       for (int i = 2; i < 34; i += 2) {
         const std::string one = "p" + std::to_string(i), other = "p" + std::to_string(i + 1);
         c["ports"].push_back({{"name", one}, {"peer", other}, {"device", "net_null" + std::to_string(i)}});
         c["ports"].push_back({{"name", other}, {"device", "net_null" + std::to_string(i + 1)}});
       }
     },
     "/ports: 34 of them; expected at most 32"},
    {"TooManyWorkers", [](json& c) { c["dataplane"]["workers"] = 64; }, "/dataplane/workers"},
    {"UnknownEalOption", [](json& c) { c["dataplane"]["eal"] = {"--nosuch"}; }, "unrecognized option '--nosuch'"},
    {"NoCoreForTheWorker",
     [](json& c) {
       c["dataplane"]["eal"] = {"--lcores", "0"};
     },
     "DPDK has 0 cores beside the main one; expected 1"},
};

INSTANTIATE_TEST_SUITE_P(WrongInput, WrongConfigs, ::testing::ValuesIn(kRows),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(WrongInput, OptionsAreRefusedInOneLine) {
  ExpectRefused({TIDEGATE_DATAPLANE}, "expected --config FILE");
  ExpectRefused({TIDEGATE_DATAPLANE, "--config"}, "--config: expected a file name");
  ExpectRefused({TIDEGATE_DATAPLANE, "--nosuch"}, "unknown option \"--nosuch\"; expected");
  ExpectRefused({TIDEGATE_DATAPLANE, "--config", "/nosuch.json"}, "/nosuch.json: ");
}

TEST(WrongInput, TextThatIsNoJsonIsShownWithItsPlace) {
  const ScratchDir scratch;
  const std::string path = scratch.Write("config.json", "{\n  \"ports\": [,]\n}\n");
  ExpectRefused(DataplaneCommand(path, UniquePrefix()), path + ":2:");
}

TEST(WrongInput, CheckReadsTheFileAndTouchesNoDevice) {
  const ScratchDir scratch;
  const std::string path = scratch.Write("config.json", MakeConfig("net_nosuch0", "net_null1").dump());
  const Finished finished = RunProgram({TIDEGATE_DATAPLANE, "--check", "--config", path});
  EXPECT_EQ(finished.status, 0) << finished.err;
  EXPECT_THAT(finished.out, HasSubstr("is correct"));
  EXPECT_EQ(RunProgram({TIDEGATE_DATAPLANE, "--version"}).status, 0);
  EXPECT_THAT(RunProgram({TIDEGATE_DATAPLANE, "--help"}).out, HasSubstr("usage: tidegate-dataplane --config FILE"));
}

}  // namespace
}  // namespace tidegate::test
