#include "testbed/reference/policies.h"

#include "testbed/reference/arc.h"
#include "testbed/reference/clock.h"
#include "testbed/reference/fifo.h"
#include "testbed/reference/gdsf.h"
#include "testbed/reference/hyperbolic.h"
#include "testbed/reference/lhd.h"
#include "testbed/reference/lirs.h"
#include "testbed/reference/lru.h"
#include "testbed/reference/none.h"
#include "testbed/reference/random_k.h"
#include "testbed/reference/random_k_pool.h"
#include "testbed/reference/s3fifo.h"
#include "testbed/reference/sieve.h"
#include "testbed/reference/slru.h"
#include "testbed/reference/state_first.h"
#include "testbed/reference/two_q.h"
#include "testbed/reference/w_tinylfu.h"

namespace tidegate::testbed {
namespace {

template <class Policy>
constexpr ReferencePolicyEntry Entry() {
  return {Policy::kName, Policy::kIdea, [](std::uint32_t slots, std::uint64_t seed) {
            return std::unique_ptr<ReferencePolicy>(std::make_unique<Policy>(slots, seed));
          }};
}

// A new policy is its own file and a line here.
constexpr ReferencePolicyEntry kPolicies[] = {
    Entry<NonePolicy>(),    Entry<StateFirstPolicy>(),  Entry<FifoPolicy>(),   Entry<ClockPolicy>(),
    Entry<RandomKPolicy>(), Entry<RandomKPoolPolicy>(), Entry<LruPolicy>(),    Entry<SlruPolicy>(),
    Entry<TwoQPolicy>(),    Entry<SievePolicy>(),       Entry<S3FifoPolicy>(), Entry<ArcPolicy>(),
    Entry<LirsPolicy>(),    Entry<WTinyLfuPolicy>(),    Entry<GdsfPolicy>(),   Entry<HyperbolicPolicy>(),
    Entry<LhdPolicy>(),
};

}  // namespace

std::span<const ReferencePolicyEntry> ReferencePolicies() { return kPolicies; }

std::vector<std::string_view> ReferencePolicyNames() {
  std::vector<std::string_view> names;
  for (const ReferencePolicyEntry& entry : kPolicies) names.push_back(entry.name);
  return names;
}

std::unique_ptr<ReferencePolicy> MakeReferencePolicy(std::string_view name, std::uint32_t slots, std::uint64_t seed) {
  for (const ReferencePolicyEntry& entry : kPolicies) {
    if (entry.name == name) return entry.make(slots, seed);
  }
  return nullptr;
}

}  // namespace tidegate::testbed
