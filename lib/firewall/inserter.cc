#include "firewall/inserter.h"

#include <type_traits>
#include <vector>

#include "evict/policies.h"
#include "firewall/policy_registry.h"
#include "table/slot_words.h"
#include "tidegate/firewall.h"

namespace tidegate {
namespace {

template <class Key>
struct For {
  template <class Policy>
  class PolicyInserter final : public Inserter<Key> {
   public:
    explicit PolicyInserter(const PolicyOptions& options) : policy_(options) {}

    InsertResult FindOrInsert(ConnTable<Key>& table, const Key& key, std::uint64_t hash, const NewEntry& fresh,
                              const Pressure& pressure, TableWorker& worker) const override {
      return table.FindOrInsert(key, hash, fresh, policy_, pressure, worker);
    }

    // The policy is asked: that needs nothing of those who write one.
    bool EvictsTimeWait() const override {
      const TickClock clock(0);
      SlotWords words;
      words.Set(0,
                SlotWord::Make(ConnClass::kTimeWait, 0, false, ExpiryTick(ConnClass::kTimeWait, kSecond * 60, 0), 0));
      return policy_.Choose(EvictionCandidates(words, clock), Pressure{}) != kNoVictim;
    }

   private:
    Policy policy_;
  };
};

}  // namespace

template <class Key>
std::unique_ptr<const Inserter<Key>> Inserter<Key>::Make(std::string_view name, const PolicyOptions& options) {
  return MakePolicy<Inserter<Key>, For<Key>::template PolicyInserter>(std::type_identity<EvictionPolicies>{}, name,
                                                                      options);
}

template class Inserter<FlowKey4>;
template class Inserter<FlowKey6>;

std::vector<std::string_view> EvictionPolicyNames() { return PolicyNames(std::type_identity<EvictionPolicies>{}); }

}  // namespace tidegate
