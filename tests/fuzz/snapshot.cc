// Walking, sorting, counting.
#include "fuzz/snapshot.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <tuple>
#include <utility>

#include "fuzz/require.h"

namespace tidegate::fuzz {
namespace {

constexpr std::size_t kStep = 7;  // connections of one ForEach(): several steps even for small tables

bool IsOf(const ConnInfo& conn, Zone zone, bool v6) { return conn.tuple.zone == zone && conn.handle.v6 == v6; }

bool IsLess(const ConnInfo& a, const ConnInfo& b) { return Canonical(a.tuple) < Canonical(b.tuple); }

}  // namespace

FlowTuple Canonical(const FlowTuple& tuple) {
  FlowTuple canonical = tuple;
  if (canonical.destination < canonical.source) std::swap(canonical.source, canonical.destination);
  return canonical;
}

bool operator<(const FlowTuple& a, const FlowTuple& b) {
  return std::tie(a.zone, a.protocol, a.source, a.destination) < std::tie(b.zone, b.protocol, b.source, b.destination);
}

Snapshot::Snapshot(const Firewall& firewall, TimeNs now) {
  std::uint64_t cursor = 0;
  do {
    std::size_t shown = 0;
    cursor = firewall.ForEach(now, cursor, kStep, [&](const ConnInfo& conn) {
      Require(conn.state > ConnState::kNone && conn.state < ConnState::kCount_, "a connection has a state with a name");
      Require(conn.expires_in > 0, "a connection that is shown has not ended");
      ++shown;
      conns_.push_back(conn);
    });
    Require(shown <= kStep, "a walk shows no more connections than it was asked for");
  } while (cursor != 0);
  std::sort(conns_.begin(), conns_.end(), IsLess);
  const auto twice = std::adjacent_find(conns_.begin(), conns_.end(), [](const ConnInfo& a, const ConnInfo& b) {
    return Canonical(a.tuple) == Canonical(b.tuple);
  });
  Require(twice == conns_.end(), "a walk shows each connection once");
}

const ConnInfo* Snapshot::Find(const FlowTuple& tuple) const {
  const FlowTuple key = Canonical(tuple);
  const auto found = std::lower_bound(conns_.begin(), conns_.end(), key, [](const ConnInfo& conn, const FlowTuple& k) {
    return Canonical(conn.tuple) < k;
  });
  return found != conns_.end() && Canonical(found->tuple) == key ? &*found : nullptr;
}

std::size_t Snapshot::CountHalfOpen(Zone zone, bool v6) const {
  return static_cast<std::size_t>(std::count_if(conns_.begin(), conns_.end(), [&](const ConnInfo& conn) {
    return IsOf(conn, zone, v6) && ClassOf(conn.state) == ConnClass::kHalfOpen;
  }));
}

std::size_t Snapshot::CountBeforeTimeWait(Zone zone, bool v6) const {
  return static_cast<std::size_t>(std::count_if(conns_.begin(), conns_.end(), [&](const ConnInfo& conn) {
    return IsOf(conn, zone, v6) && ClassOf(conn.state) != ConnClass::kTimeWait;
  }));
}

void Snapshot::CheckCounts(const Firewall& firewall, TimeNs now) const {
  const Occupancy occupancy = firewall.CountLive(now);
  std::array<std::uint64_t, kConnClassCount> by_class{};
  for (const ConnInfo& conn : conns_) ++by_class[static_cast<std::size_t>(ClassOf(conn.state))];
  Require(by_class == occupancy.by_class, "the count by class is that of the connections shown");
  Require(occupancy.live == conns_.size(), "the count is that of the connections shown");
  CheckZones(firewall, now);
}

void Snapshot::CheckZones(const Firewall& firewall, TimeNs now) const {
  std::uint64_t live = 0;
  for (const ZoneUsage& zone : firewall.Zones(now)) {
    for (const bool v6 : {false, true}) {
      const ZoneUsage::Family& family = zone.families[v6];
      live += family.live;
      Require(family.half_open == CountHalfOpen(zone.zone, v6), "a zone's half-open count is right");
      if (zone.max_entries == ZoneOptions::kNoLimit && zone.max_half_open == ZoneOptions::kNoLimit) continue;
      Require(family.counted >= CountBeforeTimeWait(zone.zone, v6), "a limited zone counts no fewer than there are");
      Require(family.counted_half_open >= family.half_open, "a limited zone counts no fewer half-open than there are");
    }
  }
  Require(live == conns_.size(), "every connection is of a zone");
}

bool IsUnchanged(const ConnInfo& before, const ConnInfo& after) {
  return before.tuple == after.tuple && before.state == after.state && before.expires_in == after.expires_in &&
         before.handle == after.handle && before.account == after.account;
}

}  // namespace tidegate::fuzz
