#include "testbed/optimum/need.h"

#include <algorithm>
#include <cstddef>

namespace tidegate::testbed {
namespace {

void AddConnection(const RecordedConn& conn, std::uint32_t owner, Needs& needs) {
  if (conn.begin == conn.end) return;
  needs.push_back({conn.begin, conn.end, conn.datagram ? kDatagramRefusedMs : kFirstSynRefusedMs, owner});
}

void AddGaps(const Recording& recording, std::uint32_t owner, Needs& needs) {
  const RecordedConn& conn = recording.conns[owner];
  for (std::size_t i = 0; i < conn.gap_count; ++i) {
    const RecordedGap& gap = recording.gaps[conn.first_gap + i];
    const std::uint32_t cost = BreakCostMs(CostMode::kLoose, gap.cls);
    if (gap.begin < gap.end && cost > 0) needs.push_back({gap.begin, gap.end, cost, owner});
  }
}

}  // namespace

Needs NeedsOf(const Recording& recording, CostMode mode) {
  Needs needs;
  needs.reserve(mode == CostMode::kLoose ? recording.gaps.size() : recording.conns.size());
  for (std::uint32_t owner = 0; owner < recording.conns.size(); ++owner) {
    if (mode == CostMode::kLoose) {
      AddGaps(recording, owner, needs);
    } else {
      AddConnection(recording.conns[owner], owner, needs);
    }
  }
  std::ranges::stable_sort(needs, {}, &Need::begin);
  return needs;
}

}  // namespace tidegate::testbed
