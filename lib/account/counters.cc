#include "tidegate/counters.h"

#include <cstddef>

namespace tidegate {
namespace {

template <std::size_t N>
void AddEach(std::array<std::uint64_t, N>& sum, const std::array<std::uint64_t, N>& more) {
  for (std::size_t i = 0; i < N; ++i) sum[i] += more[i];
}

}  // namespace

void Add(FirewallCounters& sum, const FirewallCounters& more) {
  sum.packets += more.packets;
  sum.bytes += more.bytes;
  sum.passed += more.passed;
  sum.untracked += more.untracked;
  sum.created += more.created;
  sum.reopened += more.reopened;
  sum.established += more.established;
  sum.closed += more.closed;
  sum.reset += more.reset;
  sum.late_close += more.late_close;
  sum.revoked += more.revoked;
  sum.refused += more.refused;
  sum.refused_syn += more.refused_syn;
  AddEach(sum.evicted, more.evicted);
  AddEach(sum.reclaimed, more.reclaimed);
  AddEach(sum.drops, more.drops);
}

}  // namespace tidegate
