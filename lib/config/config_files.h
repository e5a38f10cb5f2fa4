// The files that a configuration names: what other tools have exported, left as it is.
#ifndef TIDEGATE_CONFIG_CONFIG_FILES_H_
#define TIDEGATE_CONFIG_CONFIG_FILES_H_

#include <deque>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "config/json_node.h"
#include "nlohmann/json.hpp"

namespace tidegate::config {

// A whole file. Fails with "cannot be read: why".
absl::StatusOr<std::string> ReadFile(const std::string& path);

class ConfigFiles {
 public:
  // `directory` is the one that names are relative to; without it no file is read.
  explicit ConfigFiles(std::optional<std::string> directory) : directory_(std::move(directory)) {}

  // The top level of the file whose name `node` is; reports a file that cannot be read or is no JSON. What is wrong
  // within it is later reported behind the place where it is named and its name. The node lives as long as this.
  std::optional<JsonNode> Open(const JsonNode& node);

 private:
  std::optional<std::string> directory_;
  std::deque<nlohmann::json> trees_;
};

}  // namespace tidegate::config

#endif  // TIDEGATE_CONFIG_CONFIG_FILES_H_
