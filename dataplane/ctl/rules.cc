// tidegatectl rules reload and rules recheck.
#include <filesystem>
#include <iostream>
#include <string_view>

#include "ctl/verbs.h"

namespace tidegate {

absl::Status ReloadRules(const Client& client, const Request& request) {
  std::string command = "/tidegate/rules/reload";
  // Absolute, for the dataplane has a working directory of its own.
  if (!request.file.empty()) command += "," + std::filesystem::absolute(request.file).string();
  absl::StatusOr<Json> answer = client.Ask(command);
  if (!answer.ok()) return answer.status();
  const std::string text = answer->is_string() ? answer->get<std::string>() : answer->dump();
  constexpr std::string_view kOk = "ok: ";
  constexpr std::string_view kError = "error: ";
  if (!text.starts_with(kOk)) {
    const std::string line = text.starts_with(kError) ? text.substr(kError.size()) : text;
    return absl::InvalidArgumentError("the rules stay as they were: " + line);
  }
  const std::string line = text.substr(kOk.size());
  if (request.json) {
    std::cout << Json{{"reloaded", line}}.dump() << "\n";
  } else {
    std::cout << "reloaded " << line << "\n";
  }
  return absl::OkStatus();
}

absl::Status RecheckRules(const Client& client, const Request& request) {
  const absl::StatusOr<Json> answer = client.Ask("/tidegate/rules/recheck");
  if (!answer.ok()) return answer.status();
  if (request.json) {
    std::cout << answer->dump() << "\n";
  } else {
    std::cout << answer->value("connections", std::uint64_t{0})
              << " connections are asked for again, each at its next packet\n";
  }
  return absl::OkStatus();
}

}  // namespace tidegate
