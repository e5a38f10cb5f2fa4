// /tidegate/zones: what each zone has in the tables, its limits, and what was refused for them.
#include <algorithm>
#include <cerrno>
#include <string>

#include "control/commands.h"
#include "control/reply.h"

namespace tidegate {
namespace {

constexpr std::size_t kPage = 20;  // of up to about 750 bytes each, in an answer of 16 KB

void AddFamily(Dict& dict, const std::string& family, const ZoneUsage::Family& usage) {
  dict.Add(family + "_live", usage.live);
  dict.Add(family + "_half_open", usage.half_open);
  dict.Add(family + "_time_wait", usage.time_wait);
  dict.Add(family + "_counted", usage.counted);
  dict.Add(family + "_counted_half_open", usage.counted_half_open);
  dict.Add(family + "_zone_full", usage.zone_full);
  dict.Add(family + "_zone_half_open", usage.zone_half_open);
}

// A limit that is none is left out.
Dict Describe(const ZoneUsage& usage) {
  Dict dict;
  dict.Add("zone", std::uint64_t{usage.zone});
  if (usage.max_entries != ZoneOptions::kNoLimit) dict.Add("max_entries", usage.max_entries);
  if (usage.max_half_open != ZoneOptions::kNoLimit) dict.Add("max_half_open", usage.max_half_open);
  AddFamily(dict, "ipv4", usage.families[0]);
  AddFamily(dict, "ipv6", usage.families[1]);
  return dict;
}

}  // namespace

// Zones are dictionaries under their numbers, as an array cannot hold dictionaries. The parameter is the lowest number
// that is wanted: zones may come and go between two pages.
int ZonesCommand(const ControlTargets& targets, std::string_view parameter, rte_tel_data* data) {
  const std::optional<std::uint64_t> first = ParseNumber(parameter);
  if (!first || *first > kMaxZone) return -EINVAL;
  const std::vector<ZoneUsage> zones = targets.firewall.Zones(targets.clock.Now());
  const auto begin =
      std::find_if(zones.begin(), zones.end(), [&](const ZoneUsage& zone) { return zone.zone >= *first; });
  const auto end = begin + std::min<std::ptrdiff_t>(zones.end() - begin, kPage);
  Dict reply(data);
  reply.Add("next", end == zones.end() ? 0 : std::uint64_t{end->zone});
  for (auto zone = begin; zone != end; ++zone) reply.Add(std::to_string(zone->zone), Describe(*zone));
  return 0;
}

}  // namespace tidegate
