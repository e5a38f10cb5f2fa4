// tidegatectl zones.
#include <iostream>
#include <string>
#include <vector>

#include "ctl/table.h"
#include "ctl/verbs.h"

namespace tidegate {
namespace {

constexpr const char* kCounts[] = {"live",      "half_open",     "time_wait", "counted", "counted_half_open",
                                   "zone_full", "zone_half_open"};
constexpr const char* kLimits[] = {"max_entries", "max_half_open"};

// The flat names of the control socket, family by family. A limit that is none is null.
Json Nested(const Json& flat) {
  Json zone = {{"zone", flat["zone"]}};
  for (const char* limit : kLimits) zone[limit] = flat.value(limit, Json());
  for (const char* family : {"ipv4", "ipv6"}) {
    for (const char* count : kCounts) {
      zone[family][count] = flat.value(std::string(family) + "_" + count, std::uint64_t{0});
    }
  }
  return zone;
}

bool IsIdle(const Json& family) {
  for (const char* count : kCounts) {
    if (family[count] != 0) return false;
  }
  return true;
}

// A row for each family that has, or was refused, anything.
void AddRows(const Json& zone, Table& table) {
  for (const char* name : {"ipv4", "ipv6"}) {
    const Json& family = zone[name];
    if (IsIdle(family) && (zone["max_entries"].is_null() && zone["max_half_open"].is_null())) continue;
    std::vector<std::string> row = {zone["zone"].dump(), name};
    for (const char* count : kCounts) row.push_back(family[count].dump());
    for (const char* limit : kLimits) row.push_back(zone[limit].is_null() ? "none" : zone[limit].dump());
    table.Add(row);
  }
}

}  // namespace

absl::Status ShowZones(const Client& client, const Request& request) {
  Json zones = Json::array();
  absl::Status status = client.AskPages("/tidegate/zones", [&zones](const Json& page) {
    for (const auto& [name, value] : page.items()) {
      if (value.is_object()) zones.push_back(Nested(value));
    }
  });
  if (!status.ok()) return status;
  if (request.json) {
    std::cout << zones.dump() << "\n";
    return absl::OkStatus();
  }
  Table table({"zone", "family", "live", "half_open", "time_wait", "counted", "counted_half_open", "zone_full",
               "zone_half_open", "max_entries", "max_half_open"});
  for (const Json& zone : zones) AddRows(zone, table);
  std::cout << table.Text();
  return absl::OkStatus();
}

}  // namespace tidegate
