// Timeouts, TCP and checksums of the top level, then the zones, which begin with these.
#include "config/tracking_reader.h"

#include <map>
#include <optional>
#include <string>

namespace tidegate::config {
namespace {

void ReadTimeouts(const JsonNode& timeouts, Timeouts& out) {
  Names names;
  for (const TimeoutRow& row : kTimeoutRows) names.push_back(row.name);
  if (!timeouts.IsObject(names)) return;
  for (const TimeoutRow& row : kTimeoutRows) {
    TimeNs seconds = out.Of(row.state) / kSecond;
    timeouts.ReadInteger(row.name, row.min_s, row.max_s, seconds);
    out.Set(row.state, seconds * kSecond);
  }
}

void ReadFlag(const JsonNode& node, std::string_view key, bool& out) {
  if (const auto flag = node.Find(key)) out = flag->Boolean().value_or(out);
}

void ReadTcp(const JsonNode& tcp, TcpTracking& out) {
  if (!tcp.IsObject({"window_check", "pickup", "late_close"})) return;
  if (const auto node = tcp.Find("window_check")) out.liberal = node->OneOf({"strict", "liberal"}) == "liberal";
  ReadFlag(tcp, "pickup", out.pickup);
  ReadFlag(tcp, "late_close", out.late_close);
}

void ReadZoneOptions(const JsonNode& node, ZoneOptions& out) {
  if (const auto timeouts = node.Find("timeouts")) ReadTimeouts(*timeouts, out.timeouts);
  if (const auto tcp = node.Find("tcp")) ReadTcp(*tcp, out.tcp);
}

void ReadZone(const JsonNode& node, TrackingOptions& out) {
  Names keys = {"zone", "timeouts", "tcp"};
  for (const ZoneLimitRow& row : kZoneLimitRows) keys.push_back(row.name);
  if (!node.IsObject(keys)) return;
  const std::optional<JsonNode> number = node.Require("zone");
  const std::optional<std::uint64_t> zone = number ? number->Integer(0, kMaxZone) : std::nullopt;
  if (!zone) return;
  const auto [own, added] = out.zones.emplace(static_cast<Zone>(*zone), out.defaults);
  if (!added) return number->FailValue("given twice");
  ReadZoneOptions(node, own->second);
  for (const ZoneLimitRow& row : kZoneLimitRows) node.ReadInteger(row.name, row.min, row.max, own->second.*row.limit);
}

}  // namespace

TrackingOptions ReadTracking(const JsonNode& root) {
  TrackingOptions out;
  ReadZoneOptions(root, out.defaults);
  if (const auto node = root.Find("checksums")) out.verify_checksums = node->OneOf({"off", "verify"}) == "verify";
  if (const auto zones = root.Find("zones")) {
    for (const JsonNode& zone : zones->Elements()) ReadZone(zone, out);
  }
  return out;
}

}  // namespace tidegate::config
