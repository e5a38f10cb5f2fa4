#include "firewall/inserter.h"

#include <type_traits>
#include <vector>

#include "evict/policies.h"
#include "firewall/policy_registry.h"
#include "table/slot_words.h"
#include "tidegate/firewall.h"

namespace tidegate {
namespace {

// The policy is asked: that needs nothing of those who write one.
template <class Policy>
bool EvictsTimeWait(const Policy& policy) {
  const TickClock clock(0);
  SlotWords words;
  words.Set(0, SlotWord::Make(ConnClass::kTimeWait, 0, false, ExpiryTick(ConnClass::kTimeWait, kSecond * 60, 0), 0));
  return policy.Choose(EvictionCandidates(words, clock), Pressure{}) != kNoVictim;
}

template <class Key>
struct For {
  template <class Policy>
  class PolicyInserter final : public Inserter<Key> {
   public:
    explicit PolicyInserter(const PolicyOptions& options) : policy_(options) {
      this->notes_hits_ = NotesHits<Policy>;
      this->evicts_time_wait_ = EvictsTimeWait(policy_);
    }

    InsertResult FindOrInsert(ConnTable<Key>& table, const Key& key, std::uint64_t hash, const NewEntry& fresh,
                              const Pressure& pressure, TableWorker& worker) const override {
      const InsertResult result = table.FindOrInsert(key, hash, fresh, policy_, pressure, worker);
      NoteInsert(table, hash, fresh, worker, result);
      return result;
    }
    InsertResult Reopen(ConnTable<Key>& table, const TableEntry& old, const Key& key, std::uint64_t hash,
                        const NewEntry& fresh, TableWorker& worker) const override {
      const InsertResult result = table.Reopen(old, key, hash, fresh, worker);
      NoteInsert(table, hash, fresh, worker, result);
      return result;
    }

    // Packets of an opener whom nobody has answered yet are no use of its entry.
    void NoteHits([[maybe_unused]] std::span<const PacketResult> results, [[maybe_unused]] TimeNs now) const override {
      if constexpr (NotesHits<Policy>) {
        for (const PacketResult& result : results) {
          const bool hit = result.verdict == Verdict::kPass && (result.ct_bits & ct::kEst) != 0;
          if (!hit || !result.handle || result.handle.v6 != Key::kIsV6) continue;
          policy_.OnHit(result.handle.slot, ClassOf(result.state), now);
        }
      }
    }

   private:
    void NoteInsert([[maybe_unused]] const ConnTable<Key>& table, [[maybe_unused]] std::uint64_t hash,
                    [[maybe_unused]] const NewEntry& fresh, [[maybe_unused]] const TableWorker& worker,
                    [[maybe_unused]] const InsertResult& result) const {
      if constexpr (NotesInserts<Policy>) {
        if (result.outcome != InsertResult::Outcome::kInserted) return;
        policy_.OnInsert({result.entry.slot, table.HomeOf(hash), hash, ClassOf(fresh.state), worker.clock.now});
      }
    }

    Policy policy_;
  };

  // Of a policy that remembers, a copy goes on: it shares what is remembered.
  template <class Policy>
  static std::unique_ptr<const Inserter<Key>> MakeOne(const PolicyOptions& options, const Inserter<Key>* before) {
    const auto* same = dynamic_cast<const PolicyInserter<Policy>*>(before);
    if (NotesInserts<Policy> && same != nullptr) return std::make_unique<PolicyInserter<Policy>>(*same);
    return std::make_unique<PolicyInserter<Policy>>(options);
  }
};

template <class Key, class... Policies>
std::unique_ptr<const Inserter<Key>> MakeByName(std::type_identity<std::tuple<Policies...>>, std::string_view name,
                                                const PolicyOptions& options, const Inserter<Key>* before) {
  std::unique_ptr<const Inserter<Key>> made;
  ((name == Policies::kName ? void(made = For<Key>::template MakeOne<Policies>(options, before)) : void()), ...);
  return made;
}

}  // namespace

template <class Key>
std::unique_ptr<const Inserter<Key>> Inserter<Key>::Make(std::string_view name, const PolicyOptions& options,
                                                         const Inserter* before) {
  return MakeByName<Key>(std::type_identity<EvictionPolicies>{}, name, options, before);
}

template class Inserter<FlowKey4>;
template class Inserter<FlowKey6>;

std::vector<std::string_view> EvictionPolicyNames() { return PolicyNames(std::type_identity<EvictionPolicies>{}); }

}  // namespace tidegate
