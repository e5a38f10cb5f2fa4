// A dataplane with a configuration and a name of its own, and tidegatectl beside it.
#include "running_dataplane.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace tidegate::test {

ScratchDir::ScratchDir() {
  std::string pattern = (std::filesystem::temp_directory_path() / "tidegate-test-XXXXXX").string();
  path_ = ::mkdtemp(pattern.data()) == nullptr ? "" : pattern;
  EXPECT_NE(path_, "") << "no directory for temporary files";
  // Programs under test may run as another user.
  std::filesystem::permissions(path_, std::filesystem::perms::all);
}

ScratchDir::~ScratchDir() {
  std::error_code ignored;
  if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
}

std::string ScratchDir::Write(const std::string& name, const std::string& text) const {
  std::ofstream(Path(name)) << text;
  return Path(name);
}

json MakeConfig(const std::string& vm_device, const std::string& uplink_device) {
  json config = json::parse(R"({
    "table": {"capacity": 4096, "capacity_v6": 1024},
    "dataplane": {"workers": 1, "huge_pages": "off"},
    "security_groups": [{"name": "web", "rules": [
      {"direction": "inbound", "protocol": "tcp", "port_min": 22, "port_max": 22, "remote": {"cidr_block": "0.0.0.0/0"}},
      {"direction": "outbound", "protocol": "any", "remote": {"cidr_block": "0.0.0.0/0"}}]}],
    "ports": [{"name": "vm1", "addresses": ["192.168.0.4"], "security_groups": ["web"], "peer": "uplink"},
              {"name": "uplink"}]})");
  config["ports"][0]["device"] = vm_device;
  config["ports"][1]["device"] = uplink_device;
  return config;
}

std::vector<std::string> DataplaneCommand(const std::string& config_path, const std::string& file_prefix) {
  return {TIDEGATE_DATAPLANE, "--config", config_path, "--", "--file-prefix", file_prefix};
}

std::string UniquePrefix() {
  static std::atomic<int> count = 0;
  return "tidegate-test-" + std::to_string(::getpid()) + "-" + std::to_string(++count);
}

RunningDataplane::~RunningDataplane() {
  process_.reset();
  std::error_code ignored;
  std::filesystem::remove_all(std::filesystem::path(SocketPath()).parent_path(), ignored);
}

RunningDataplane::RunningDataplane(const json& config, const SpawnOptions& options)
    : file_prefix_(UniquePrefix()), options_(options) {
  const std::string path = scratch_.Write("config.json", config.dump());
  options_.environment.push_back("XDG_RUNTIME_DIR=" + scratch_.Path(""));  // where users other than root look
  process_ = std::make_unique<ChildProcess>(DataplaneCommand(path, file_prefix_), options_);
  EXPECT_TRUE(process_->WaitForOutput("tidegate-dataplane: ready, ")) << process_->Output() << process_->Errors();
}

Finished RunningDataplane::Ctl(std::vector<std::string> words) const {
  words.insert(words.begin(), {TIDEGATECTL, "--file-prefix", file_prefix_});
  return RunProgram(words, options_);
}

std::string RunningDataplane::SocketPath() const {
  const std::string base = ::getuid() == 0 ? "/var/run" : scratch_.Path("");
  return base + "/dpdk/" + file_prefix_ + "/dpdk_telemetry.v2";
}

json RunningDataplane::CtlJson(std::vector<std::string> words) const {
  words.push_back("--json");
  const Finished finished = Ctl(std::move(words));
  EXPECT_EQ(finished.status, 0) << finished.err;
  json answer = json::parse(finished.out, nullptr, /*allow_exceptions=*/false);
  EXPECT_FALSE(answer.is_discarded()) << finished.out;
  return answer;
}

}  // namespace tidegate::test
