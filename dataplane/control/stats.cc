// /tidegate/stats and /tidegate/drops: what was counted since the start.
#include <array>
#include <numeric>
#include <optional>
#include <string>

#include "control/commands.h"
#include "control/reply.h"

namespace tidegate {
namespace {

// The classes that an entry of a table can be in and be replaced from. (Aliases come with address translation.)
constexpr std::array kShownClasses = {ConnClass::kHalfOpen, ConnClass::kEstablished, ConnClass::kClosing,
                                      ConnClass::kTimeWait, ConnClass::kDatagram};

void AddClasses(Dict& dict, const std::array<std::uint64_t, kConnClassCount>& counts) {
  for (const ConnClass cls : kShownClasses) dict.Add(Name(cls), counts[static_cast<std::size_t>(cls)]);
}

void AddImpairment(Dict& dict, const std::string& side, const std::optional<ImpairmentCounters>& counters) {
  if (!counters) return;
  dict.Add("impaired_" + side + "_lost", counters->lost);
  dict.Add("impaired_" + side + "_duplicated", counters->duplicated);
  dict.Add("impaired_" + side + "_reordered", counters->reordered);
}

}  // namespace

int StatsCommand(const ControlTargets& targets, std::string_view, rte_tel_data* data) {
  const FirewallCounters counters = targets.firewall.Counters();
  const TimeNs now = targets.clock.Now();
  const Occupancy occupancy = targets.firewall.CountLive(now);
  const auto drops = targets.graphs.Drops();

  Dict reply(data);
  reply.Add("uptime_s", now / kSecond);
  reply.Add("workers", std::uint64_t{targets.config.dataplane.workers});
  reply.Add("packets", counters.packets);
  reply.Add("bytes", counters.bytes);
  reply.Add("passed", counters.passed);
  reply.Add("untracked", counters.untracked);
  reply.Add("dropped", std::accumulate(drops.begin(), drops.end(), std::uint64_t{0}));
  reply.Add("created", counters.created);
  reply.Add("reopened", counters.reopened);
  reply.Add("established", counters.established);
  reply.Add("closed", counters.closed);
  reply.Add("reset", counters.reset);
  reply.Add("late_close", counters.late_close);
  reply.Add("revoked", counters.revoked);
  reply.Add("refused", counters.refused);
  reply.Add("refused_syn", counters.refused_syn);
  reply.Add("table_memory", std::string(targets.firewall.HasHugePages() ? "huge_pages" : "transparent"));
  reply.Add("table_bytes", targets.firewall.MemoryBytes());

  AddImpairment(reply, "before", targets.graphs.ImpairedBefore());
  AddImpairment(reply, "after", targets.graphs.ImpairedAfter());

  Dict evicted;
  AddClasses(evicted, counters.evicted);
  reply.Add("evicted", evicted);
  Dict reclaimed;
  AddClasses(reclaimed, counters.reclaimed);
  reply.Add("reclaimed", reclaimed);
  Dict occupied;
  occupied.Add("live", occupancy.live);
  occupied.Add("capacity", occupancy.capacity);
  AddClasses(occupied, occupancy.by_class);
  reply.Add("occupancy", occupied);
  return 0;
}

int DropsCommand(const ControlTargets& targets, std::string_view, rte_tel_data* data) {
  const auto drops = targets.graphs.Drops();
  Dict reply(data);
  for (const DropReasonInfo& info : kDropReasons) {
    if (info.reason != DropReason::kNone) reply.Add(info.name, drops[static_cast<std::size_t>(info.reason)]);
  }
  return 0;
}

}  // namespace tidegate
