// A policy of one's own in the testbed: of the entries that are not established the one that ends first, and never one
// that is.
//
//   tidegate-testbed run CELL.json --plugin build/examples/testbed_policy.so
#include "testbed/plugin/plugin.h"

namespace {

struct SoonestEnd {
  static constexpr std::string_view kName = "soonest_end";

  explicit SoonestEnd(const tidegate::PolicyOptions&) {}

  int Choose(const tidegate::EvictionCandidates& candidates, const tidegate::Pressure&) const {
    using enum tidegate::ConnClass;
    int victim = tidegate::kNoVictim;
    for (const tidegate::ConnClass cls : {kTimeWait, kHalfOpen, kDatagram, kClosing}) {
      const int first = candidates.FirstToEnd(cls);
      if (first == tidegate::kNoVictim) continue;
      if (victim == tidegate::kNoVictim || candidates.left(first) < candidates.left(victim)) victim = first;
    }
    return victim;
  }
};
static_assert(tidegate::EvictionPolicy<SoonestEnd>);

}  // namespace

extern "C" int TidegatePluginVersion() { return tidegate::testbed::kPluginVersion; }

extern "C" tidegate::testbed::FirewallModel* TidegatePluginMake(const tidegate::testbed::ModelOptions& options) {
  return tidegate::testbed::MakeSetModel<SoonestEnd>(options).release();
}
