// tidegatectl stats and drops.
#include <iostream>

#include "ctl/table.h"
#include "ctl/verbs.h"
#include "tidegate/drop_reason.h"

namespace tidegate {
namespace {

std::string Cell(const Json& value) { return value.is_string() ? value.get<std::string>() : value.dump(); }

// Numbers by name first; those by class of connection behind, as the columns of one table.
void PrintStats(const Json& stats) {
  Table plain({"counter", "value"});
  Table by_class({"connections", "half_open", "established", "closing", "time_wait", "datagram"});
  for (const auto& [name, value] : stats.items()) {
    if (!value.is_object()) {
      plain.Add({name, Cell(value)});
      continue;
    }
    std::vector<std::string> row = {name == "occupancy" ? "live" : name};
    for (const char* cls : {"half_open", "established", "closing", "time_wait", "datagram"}) {
      row.push_back(std::to_string(value.value(cls, std::uint64_t{0})));
    }
    by_class.Add(row);
  }
  const Json occupancy = stats.value("occupancy", Json::object());
  plain.Add({"live", std::to_string(occupancy.value("live", std::uint64_t{0}))});
  plain.Add({"capacity", std::to_string(occupancy.value("capacity", std::uint64_t{0}))});
  std::cout << plain.Text() << "\n" << by_class.Text();
}

std::string DescriptionOf(const std::string& reason) {
  for (const DropReasonInfo& info : kDropReasons) {
    if (info.name == reason) return std::string(info.description);
  }
  return "";
}

}  // namespace

absl::Status ShowStats(const Client& client, const Request& request) {
  absl::StatusOr<Json> stats = client.Ask("/tidegate/stats");
  if (!stats.ok()) return stats.status();
  if (request.json) {
    std::cout << stats->dump() << "\n";
  } else {
    PrintStats(*stats);
  }
  return absl::OkStatus();
}

absl::Status ShowDrops(const Client& client, const Request& request) {
  absl::StatusOr<Json> all = client.Ask("/tidegate/drops");
  if (!all.ok()) return all.status();
  Json shown = Json::object();
  Table table({"packets", "reason", "meaning"});
  for (const auto& [reason, count] : all->items()) {
    if (!request.all && count == 0) continue;
    shown[reason] = count;
    table.Add({count.dump(), reason, DescriptionOf(reason)});
  }
  if (request.json) {
    std::cout << shown.dump() << "\n";
  } else if (shown.empty()) {
    std::cout << "no packet was dropped\n";
  } else {
    std::cout << table.Text();
  }
  return absl::OkStatus();
}

}  // namespace tidegate
