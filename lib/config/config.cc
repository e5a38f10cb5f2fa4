// The members of the configuration that are not lists, and the file around it.
#include "config/config.h"

#include <cctype>
#include <filesystem>
#include <optional>
#include <utility>

#include "config/config_files.h"
#include "config/dataplane_reader.h"
#include "config/group_reader.h"
#include "config/json_node.h"
#include "config/json_text.h"
#include "config/network_reader.h"
#include "config/port_reader.h"
#include "config/references.h"
#include "config/tracking_reader.h"

namespace tidegate {
namespace {

using config::JsonNode;
using config::Names;

void ReadTable(const JsonNode& table, FirewallOptions& out) {
  if (!table.IsObject({"capacity", "capacity_v6", "eviction", "admission", "ageing", "half_open_max",
                       "half_open_per_source", "syn_rate", "syn_burst", "accounting"})) {
    return;
  }
  table.ReadInteger("capacity", kMinCapacity, kMaxCapacity, out.capacity);
  out.capacity_v6 = out.capacity;
  out.half_open_max = out.capacity / 4;
  table.ReadInteger("capacity_v6", kMinCapacity, kMaxCapacity, out.capacity_v6);
  table.ReadInteger("half_open_max", 1, kMaxCapacity, out.half_open_max);
  table.ReadInteger("half_open_per_source", 1, kMaxPerSource, out.half_open_per_source);
  table.ReadInteger("syn_rate", 1, kMaxSynRate, out.syn_rate);
  table.ReadInteger("syn_burst", 1, kMaxSynRate, out.syn_burst);
  if (const auto node = table.Find("eviction")) out.eviction = node->OneOf(EvictionPolicyNames()).value_or("");
  if (const auto node = table.Find("admission")) out.admission = node->OneOf(AdmissionPolicyNames()).value_or("");
  if (const auto node = table.Find("ageing")) out.ageing = node->OneOf(AgeingNames()).value_or("");
  if (const auto node = table.Find("accounting")) out.accounting = node->Boolean().value_or(false);
}

ReloadOptions ReadReload(const JsonNode& node) {
  ReloadOptions out;
  if (!node.IsObject({"established"})) return out;
  if (const auto what = node.Find("established"))
    out.recheck_established = what->OneOf({"keep", "recheck"}) == "recheck";
  return out;
}

void ReadConfig(const JsonNode& root, config::ConfigFiles& files, Config& out) {
  const Names keys = {"table",           "timeouts",      "tcp",          "checksums",      "zones",
                      "security_groups", "group_members", "prefix_lists", "address_groups", "networks",
                      "ports",           "reload",        "dataplane"};
  if (!root.IsObject(keys)) return;
  if (const auto node = root.Find("table")) ReadTable(*node, out.firewall);
  out.firewall.tracking = config::ReadTracking(root);
  config::References references;
  out.groups = config::ReadSecurityGroups(root, files, references);
  if (const auto node = root.Find("networks")) out.networks = config::ReadNetworks(*node);
  if (root.Has("ports")) config::ReadPorts(root, references, out);
  if (const auto node = root.Find("reload")) out.reload = ReadReload(*node);
  if (const auto node = root.Find("dataplane")) out.dataplane = config::ReadDataplane(*node);
}

// "FILE: what", or "FILE:LINE:COLUMN: what" as compilers write it.
absl::Status WithFile(const std::string& path, const absl::Status& status) {
  const std::string what(status.message());
  const bool begins_with_line = std::isdigit(static_cast<unsigned char>(what[0])) != 0;
  return absl::Status(status.code(), path + (begins_with_line ? ":" : ": ") + what);
}

absl::StatusOr<Config> Parse(std::string_view json, config::ConfigFiles files) {
  const absl::StatusOr<nlohmann::json> tree = config::ParseJsonText(json);
  if (!tree.ok()) return tree.status();
  std::string error;
  Config result;
  ReadConfig(JsonNode(*tree, error), files, result);
  if (!error.empty()) return absl::InvalidArgumentError(error);
  return result;
}

}  // namespace

absl::StatusOr<Config> ParseConfig(std::string_view json) { return Parse(json, config::ConfigFiles(std::nullopt)); }

absl::StatusOr<Config> LoadConfig(const std::string& path) {
  const absl::StatusOr<std::string> text = config::ReadFile(path);
  if (!text.ok()) return WithFile(path, text.status());
  const std::string directory = std::filesystem::path(path).parent_path().string();
  absl::StatusOr<Config> result = Parse(*text, config::ConfigFiles(directory));
  if (!result.ok()) return WithFile(path, result.status());
  return result;
}

}  // namespace tidegate
