// The members of the configuration that are not lists, and the file around it.
#include "config/config.h"

#include <cctype>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>
#include <optional>
#include <utility>

#include "config/dataplane_reader.h"
#include "config/json_node.h"
#include "config/json_text.h"
#include "config/port_reader.h"
#include "config/rule_reader.h"
#include "config/tracking_reader.h"

namespace tidegate {
namespace {

using config::JsonNode;
using config::Names;

void ReadTable(const JsonNode& table, FirewallOptions& out) {
  if (!table.IsObject({"capacity", "capacity_v6", "eviction", "admission", "half_open_max", "syn_rate", "syn_burst",
                       "accounting"})) {
    return;
  }
  table.ReadInteger("capacity", kMinCapacity, kMaxCapacity, out.capacity);
  out.capacity_v6 = out.capacity;
  out.half_open_max = out.capacity / 4;
  table.ReadInteger("capacity_v6", kMinCapacity, kMaxCapacity, out.capacity_v6);
  table.ReadInteger("half_open_max", 1, kMaxCapacity, out.half_open_max);
  table.ReadInteger("syn_rate", 1, kMaxSynRate, out.syn_rate);
  table.ReadInteger("syn_burst", 1, kMaxSynRate, out.syn_burst);
  if (const auto node = table.Find("eviction")) out.eviction = node->OneOf(EvictionPolicyNames()).value_or("");
  if (const auto node = table.Find("admission")) out.admission = node->OneOf(AdmissionPolicyNames()).value_or("");
  if (const auto node = table.Find("accounting")) out.accounting = node->Boolean().value_or(false);
}

void ReadConfig(const JsonNode& root, Config& out) {
  const Names keys = {"table", "timeouts", "tcp", "checksums", "zones", "security_groups", "ports", "dataplane"};
  if (!root.IsObject(keys)) return;
  if (const auto node = root.Find("table")) ReadTable(*node, out.firewall);
  out.firewall.tracking = config::ReadTracking(root);
  if (const auto node = root.Find("security_groups")) out.groups = config::ReadSecurityGroups(*node);
  if (const auto node = root.Find("ports")) out.ports = config::ReadPorts(*node, out.groups);
  if (const auto node = root.Find("dataplane")) out.dataplane = config::ReadDataplane(*node);
}

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "re"), &std::fclose);
  if (!file) return absl::NotFoundError("cannot be read: " + std::string(std::strerror(errno)));
  std::string text;
  char block[1 << 16];
  while (const std::size_t count = std::fread(block, 1, sizeof block, file.get())) text.append(block, count);
  if (!std::ferror(file.get())) return text;
  return absl::NotFoundError("cannot be read: " + std::string(std::strerror(errno)));
}

// "FILE: what", or "FILE:LINE:COLUMN: what" as compilers write it.
absl::Status WithFile(const std::string& path, const absl::Status& status) {
  const std::string what(status.message());
  const bool begins_with_line = std::isdigit(static_cast<unsigned char>(what[0])) != 0;
  return absl::Status(status.code(), path + (begins_with_line ? ":" : ": ") + what);
}

}  // namespace

absl::StatusOr<Config> ParseConfig(std::string_view json) {
  const absl::StatusOr<nlohmann::json> tree = config::ParseJsonText(json);
  if (!tree.ok()) return tree.status();
  std::string error;
  Config result;
  ReadConfig(JsonNode(*tree, error), result);
  if (!error.empty()) return absl::InvalidArgumentError(error);
  return result;
}

absl::StatusOr<Config> LoadConfig(const std::string& path) {
  const absl::StatusOr<std::string> text = ReadFile(path);
  if (!text.ok()) return WithFile(path, text.status());
  absl::StatusOr<Config> result = ParseConfig(*text);
  if (!result.ok()) return WithFile(path, result.status());
  return result;
}

}  // namespace tidegate
