// A dataplane with a configuration and a name of its own, and tidegatectl beside it.
#ifndef TIDEGATE_TESTS_DATAPLANE_RUNNING_DATAPLANE_H_
#define TIDEGATE_TESTS_DATAPLANE_RUNNING_DATAPLANE_H_

#include <memory>
#include <string>
#include <vector>

#include "child_process.h"
#include "nlohmann/json.hpp"

namespace tidegate::test {

using nlohmann::json;

// A directory that goes with the test.
class ScratchDir {
 public:
  ScratchDir();
  ~ScratchDir();
  ScratchDir(const ScratchDir&) = delete;
  ScratchDir& operator=(const ScratchDir&) = delete;

  std::string Path(const std::string& name) const { return path_ + "/" + name; }
  std::string Write(const std::string& name, const std::string& text) const;  // returns the file's path

 private:
  std::string path_;
};

// Two ports in a wire, "vm1" (192.168.0.4, TCP port 22 allowed in) and "uplink", without huge pages.
json MakeConfig(const std::string& vm_device, const std::string& uplink_device);

// The words that start a dataplane.
std::vector<std::string> DataplaneCommand(const std::string& config_path, const std::string& file_prefix);

// A name that no other process uses.
std::string UniquePrefix();

class RunningDataplane {
 public:
  // Starts it and waits for its ready line; fails the test if there is none.
  explicit RunningDataplane(const json& config, const SpawnOptions& options = {});

  ~RunningDataplane();

  Finished Ctl(std::vector<std::string> words) const;

  // The answer to a verb with --json; fails the test if there is none.
  json CtlJson(std::vector<std::string> words) const;

  // Of the control socket.
  std::string SocketPath() const;

  ChildProcess& process() { return *process_; }
  const std::string& file_prefix() const { return file_prefix_; }
  const ScratchDir& scratch() const { return scratch_; }

 private:
  ScratchDir scratch_;
  std::string file_prefix_;
  SpawnOptions options_;
  std::unique_ptr<ChildProcess> process_;
};

}  // namespace tidegate::test

#endif  // TIDEGATE_TESTS_DATAPLANE_RUNNING_DATAPLANE_H_
