// docs/man/tidegate.json.5 has every key that the configuration knows: the parser itself is asked which these are.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "config/config.h"
#include "nlohmann/json.hpp"
#include "tidegate/timeouts.h"

namespace tidegate {
namespace {

using nlohmann::json;

// A right configuration that has every key of every object, groups in the native form.
constexpr char kEverything[] = R"({
  "table": {"capacity": 1024, "capacity_v6": 1024, "eviction": "state_first", "admission": "always", "ageing": "fixed",
            "half_open_max": 10, "half_open_per_source": 5, "syn_rate": 1, "syn_burst": 1, "accounting": true},
  "timeouts": {}, "tcp": {"window_check": "strict", "pickup": false, "late_close": true}, "checksums": "off",
  "zones": [{"zone": 5, "max_entries": 9, "max_half_open": 9, "timeouts": {},
             "tcp": {"window_check": "strict", "pickup": false, "late_close": true}}],
  "security_groups": [
    {"name": "a", "id": "sg-a", "crn": "crn:a", "href": "https://a", "stateful": true, "members": ["10.9.0.0/16"], "rules": [
      {"direction": "inbound", "ip_version": "ipv4", "protocol": "tcp", "port_min": 1, "port_max": 2,
       "remote": {"name": "a", "id": "sg-a", "crn": "crn:a", "href": "https://a"}, "local": {"cidr_block": "10.0.0.0/8"}},
      {"direction": "inbound", "protocol": "icmp", "type": 8, "code": 0, "remote": {"cidr_block": "10.0.0.0/8"}},
      {"direction": "outbound", "protocol": "any", "remote": {"address": "10.0.0.1"}, "local": {"address": "10.0.0.2"}}]}],
  "group_members": [{"group": "a", "members": ["10.8.0.0/16"]}],
  "prefix_lists": [{"id": "pl-1", "name": "list", "entries": ["10.0.0.0/8"]}],
  "address_groups": [{"id": "ag-1", "name": "group", "addresses": ["10.0.0.0/8"]}],
  "networks": [{"name": "blue", "zone": 1, "vni": 1, "vteps": ["192.0.2.2"],
                "hosts": [{"mac": "52:54:00:00:00:09", "vtep": "192.0.2.2"}]}],
  "ports": [
    {"name": "wire", "zone": 5, "addresses": ["10.0.0.3"], "security_groups": ["a"], "device": "net_null0", "peer": "end",
     "queues": 1, "mtu": 1500},
    {"name": "end", "device": "net_null1"},
    {"name": "past", "firewall": false, "device": "net_null2", "peer": "past_end"},
    {"name": "past_end", "device": "net_null3"},
    {"name": "vm", "network": "blue", "port_security": true, "macs": ["52:54:00:00:00:01"], "addresses": ["10.0.0.1"],
     "security_groups": ["a"], "device": "net_null4"},
    {"name": "underlay", "device": "net_null5",
     "vtep": {"address": "192.0.2.1/24", "gateway": "192.0.2.254", "udp_port": 4789}}],
  "reload": {"established": "keep"},
  "dataplane": {"workers": 1, "spread": "auto", "eal": ["--no-pci"], "huge_pages": "auto",
    "reassembly": {"enabled": true, "max_packets": 1, "timeout_ms": 10},
    "impairment": {"before": {"loss": 0, "duplicate": 0, "reorder": 0, "delay_ms": 0},
                   "after": {"loss": 0, "duplicate": 0, "reorder": 0, "delay_ms": 0}, "seed": 1}}
})";

json Everything() {
  json config = json::parse(kEverything);
  for (const TimeoutRow& row : kTimeoutRows) {
    config["timeouts"][row.name] = row.default_s;
    config["zones"][0]["timeouts"][row.name] = row.default_s;
  }
  return config;
}

std::string ErrorOf(const json& config) {
  const absl::StatusOr<Config> parsed = ParseConfig(config.dump());
  return parsed.ok() ? "" : std::string(parsed.status().message());
}

// The keys of an object of a configuration, as the parser names them when it meets one that it does not know.
std::set<std::string> KnownKeys(const json& config, const json::json_pointer& place) {
  json wrong = config;
  wrong[place]["?"] = 0;
  const std::string error = ErrorOf(wrong);
  const std::string begin = place.to_string() + "/?: unknown key, expected one of ";
  if (!error.starts_with(begin)) {
    ADD_FAILURE() << place << ": " << error;
    return {};
  }
  std::set<std::string> keys;
  const std::regex word("[^, ]+");
  const std::string names = error.substr(begin.size());
  for (std::sregex_iterator it(names.begin(), names.end(), word), end; it != end; ++it) keys.insert(it->str());
  return keys;
}

struct Keys {
  std::set<std::string> known;
  std::set<std::string> used;  // in kEverything
};

// By place, with * for the elements of arrays.
void Collect(const json& config, const json::json_pointer& place, const std::string& pattern,
             std::map<std::string, Keys>& out) {
  const json& value = config[place];
  if (value.is_array()) {
    for (std::size_t i = 0; i < value.size(); ++i) Collect(config, place / i, pattern + "/*", out);
  }
  if (!value.is_object()) return;
  Keys& keys = out[pattern];
  keys.known.merge(KnownKeys(config, place));
  for (const auto& [key, child] : value.items()) {
    keys.used.insert(key);
    Collect(config, place / key, pattern + "/" + key, out);
  }
}

const std::map<std::string, Keys>& AllKeys() {
  static const std::map<std::string, Keys> keys = [] {
    std::map<std::string, Keys> collected;
    Collect(Everything(), json::json_pointer(), "", collected);
    return collected;
  }();
  return keys;
}

std::string ReadPage() {
  std::ifstream file(TIDEGATE_DOCS_DIR "/man/tidegate.json.5");
  return {std::istreambuf_iterator<char>(file), {}};
}

// ".It Cm one , two Pq ..." lists both.
std::set<std::string> KeysOfPage(const std::string& page) {
  std::set<std::string> keys;
  const std::regex item("\\.It Cm ([^\n]*)");
  const std::regex word("[a-z][a-z0-9_]*");
  for (std::sregex_iterator it(page.begin(), page.end(), item), end; it != end; ++it) {
    const std::string line = (*it)[1].str();
    const std::string names = line.substr(0, line.find(" P"));
    for (std::sregex_iterator at(names.begin(), names.end(), word); at != end; ++at) keys.insert(at->str());
  }
  return keys;
}

// Else what it lacks, and whatever is below that, would not be looked at.
TEST(Manual, TheTestsConfigurationIsRightAndHasEveryKey) {
  EXPECT_EQ(ErrorOf(Everything()), "");
  for (const auto& [place, keys] : AllKeys()) {
    for (const std::string& key : keys.known) EXPECT_TRUE(keys.used.contains(key)) << place << "/" << key;
  }
}

TEST(Manual, HasEveryKey) {
  const std::set<std::string> documented = KeysOfPage(ReadPage());
  std::set<std::string> known;
  for (const auto& [place, keys] : AllKeys()) {
    for (const std::string& key : keys.known) {
      EXPECT_TRUE(documented.contains(key)) << place << "/" << key << " is not in docs/man/tidegate.json.5";
      known.insert(key);
    }
  }
  for (const std::string& key : documented) EXPECT_TRUE(known.contains(key)) << key << " is no key any more";
}

TEST(Manual, HasEveryTimeoutWithItsRange) {
  const std::string page = ReadPage();
  for (const TimeoutRow& row : kTimeoutRows) {
    EXPECT_THAT(page, testing::HasSubstr(".It Cm " + std::string(row.name) + " Pq " + std::to_string(row.default_s) +
                                         "; " + std::to_string(row.min_s) + " to " + std::to_string(row.max_s) + "\n"));
  }
}

TEST(Manual, HasEveryPolicy) {
  const std::string page = ReadPage();
  for (const auto& names : {EvictionPolicyNames(), AdmissionPolicyNames()}) {
    for (const std::string_view name : names) {
      EXPECT_THAT(page, testing::HasSubstr(".Dq " + std::string(name) + " ")) << name;
    }
  }
}

TEST(Manual, ItsExampleIsRight) {
  const std::string page = ReadPage();
  const std::string begin = ".Bd -literal -offset indent\n";
  const std::size_t from = page.find(begin, page.find(".Sh EXAMPLES")) + begin.size();
  const absl::StatusOr<Config> config = ParseConfig(page.substr(from, page.find(".Ed", from) - from));
  EXPECT_TRUE(config.ok()) << config.status();
}

}  // namespace
}  // namespace tidegate
