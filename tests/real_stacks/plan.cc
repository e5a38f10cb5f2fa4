#include "real_stacks/plan.h"

#include <algorithm>
#include <numeric>
#include <random>

namespace tidegate::real_stacks {
namespace {

using Random = std::mt19937_64;

// The standard's distributions differ between libraries; a plan must not.
std::uint32_t Below(std::uint32_t limit, Random& random) { return static_cast<std::uint32_t>(random() % limit); }

Kind DrawKind(Random& random) {
  const unsigned total = std::accumulate(kKinds.begin(), kKinds.end(), 0u,
                                         [](unsigned sum, const KindRow& row) { return sum + row.weight; });
  std::uint32_t left = Below(total, random);
  for (const KindRow& row : kKinds) {
    if (left < row.weight) return row.kind;
    left -= row.weight;
  }
  return Kind::kClientCloses;
}

// Mostly a byte, which leaves no time between the connection's beginning and end; some fill windows; a few go on until
// losses have come in every order.
std::uint32_t DrawSize(Random& random) {
  const std::uint32_t share = Below(100, random);
  if (share < 60) return 1;
  return share < 96 ? kLarge : 10 * kLarge;
}

}  // namespace

PlannedConnection Plan::At(std::uint32_t index) const {
  std::seed_seq seeds{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32), index};
  Random random(seeds);
  PlannedConnection result;
  result.index = index;
  result.profile = std::uint64_t{index} * kProfiles.size() / connections;
  result.kind = DrawKind(random);
  result.ipv6 = Below(2, random) == 1;
  const KindRow& row = Row(result.kind);
  result.up = std::max(DrawSize(random), row.min_up);
  result.down = std::max(DrawSize(random), row.min_down);
  const Profile& profile = kProfiles[result.profile];
  if (row.opening == Opening::kCrossing && profile.client.window_scaling != profile.server.window_scaling) {
    // Linux goes on scaling its window in a simultaneous open, though the other side's SYN did not offer to (RFC 7323,
    // section 2.2), and all but stops where there is more to send than the first window.
    result.up = result.down = 1;
  }
  const bool timestamps = profile.client.timestamps && profile.server.timestamps;
  result.rounds = row.client_holds_tuple && !timestamps ? 1 : row.rounds;
  return result;
}

}  // namespace tidegate::real_stacks
