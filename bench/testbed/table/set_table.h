// The datapath's own table, in its single-owner mode, with one of its policies.
#ifndef TIDEGATE_TESTBED_TABLE_SET_TABLE_H_
#define TIDEGATE_TESTBED_TABLE_SET_TABLE_H_

#include <algorithm>
#include <bit>
#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "admit/oldest_half_open.h"
#include "admit/random_half_open.h"
#include "table/table_worker.h"
#include "testbed/table/eviction_watcher.h"
#include "testbed/table/firewall_model.h"
#include "testbed/table/model_options.h"
#include "testbed/table/sim_packet.h"
#include "tidegate/conn_table.h"
#include "tidegate/eviction.h"
#include "tidegate/timeouts.h"
#include "track/refresh.h"

namespace tidegate::testbed {

// A policy whose choices are told to somebody. Nobody else runs, so what is chosen goes.
template <class Policy>
class Watched {
 public:
  static constexpr std::string_view kName = "watched";

  Watched(const Policy& policy, EvictionWatcher* watcher) : policy_(policy), watcher_(watcher) {}

  int Choose(const EvictionCandidates& candidates, const Pressure& pressure) const {
    const int victim = policy_.Choose(candidates, pressure);
    if (victim != kNoVictim && watcher_ != nullptr) {
      watcher_->OnEvict(candidates.slot(victim), [&](std::vector<std::uint32_t>& slots) {
        for (std::uint32_t bits = candidates.all(); bits != 0; bits &= bits - 1) {
          slots.push_back(candidates.slot(std::countr_zero(bits)));
        }
      });
    }
    return victim;
  }

 private:
  const Policy& policy_;
  EvictionWatcher* watcher_;
};

template <EvictionPolicy Policy>
class SetTable {
 public:
  using Entry = TableEntry;

  explicit SetTable(const ModelOptions& options)
      : table_(OwnedConnTable4::Create(options.capacity)),
        worker_(std::make_unique<TableWorker>()),
        policy_(OptionsFor(*table_, options.policy)),
        oldest_(table_->slot_end()),
        watcher_(options.watcher) {
    worker_->dice = options.seed;
  }

  std::uint64_t capacity() const { return table_->capacity(); }
  std::uint64_t slots() const { return table_->slot_count(); }
  std::uint64_t slot_end() const { return table_->slot_end(); }
  std::uint64_t Live(ConnClass cls) const {
    return static_cast<std::uint64_t>(std::max<std::int64_t>(0, worker_->census.Live(cls)));
  }
  std::uint64_t Draw() { return worker_->Draw(); }

  void MoveTo(TimeNs now) { worker_->BeginBurst(now); }
  Entry Find(const Tuple& tuple) const { return table_->Find(tuple.key, tuple.hash, worker_->clock.now); }

  static ConnState State(const Entry& entry) { return static_cast<ConnState>(entry.life.state()); }
  static std::uint8_t Flags(const Entry& entry) { return entry.life.flags(); }
  static std::uint32_t Slot(const Entry& entry) { return entry.slot; }
  // As the entry has it, which counts in units of its own.
  TimeNs Expiry(const Entry& entry) const {
    const TimeNs now = worker_->clock.now;
    return (now >> LifeWord::kExpiryShift << LifeWord::kExpiryShift) + entry.life.Left(now);
  }

  void Refresh(Entry& entry, ConnState state, std::uint8_t flags, const Timeouts& timeouts) {
    tidegate::Refresh(*table_, entry, state, flags, timeouts, *worker_);
  }
  void NoteHit(const Entry& entry) {
    if constexpr (NotesHits<Policy>) policy_.OnHit(entry.slot, ClassOf(State(entry)), worker_->clock.now);
  }

  // None if the table is full.
  Entry Insert(const Tuple& tuple, const NewEntry& fresh, const Pressure& pressure) {
    return Noted(tuple, fresh,
                 table_->FindOrInsert(tuple.key, tuple.hash, fresh, Watched(policy_, watcher_), pressure, *worker_));
  }
  Entry Reopen(const Entry& old, const Tuple& tuple, const NewEntry& fresh) {
    return Noted(tuple, fresh, table_->Reopen(old, tuple.key, tuple.hash, fresh, *worker_));
  }
  // A half-open entry goes that stands where this tuple might.
  bool DisplaceAny(const Tuple& tuple, const Pressure& pressure) {
    return table_->GiveUp(tuple.hash, Watched(RandomHalfOpen{}, watcher_), pressure, *worker_);
  }
  bool DisplaceOldest(const Tuple& tuple, const Pressure& pressure) {
    return table_->GiveUp(tuple.hash, Watched(oldest_, watcher_), pressure, *worker_);
  }

 private:
  static PolicyOptions OptionsFor(const OwnedConnTable4& table, PolicyOptions options) {
    options.slot_end = table.slot_end();
    return options;
  }

  Entry Noted(const Tuple& tuple, const NewEntry& fresh, const InsertResult& result) {
    if (result.outcome != InsertResult::Outcome::kInserted) return {};
    if constexpr (NotesInserts<Policy>) {
      policy_.OnInsert(
          {result.entry.slot, table_->HomeOf(tuple.hash), tuple.hash, ClassOf(fresh.state), worker_->clock.now});
    }
    return result.entry;
  }

  std::unique_ptr<OwnedConnTable4> table_;
  std::unique_ptr<TableWorker> worker_;
  Policy policy_;
  OldestHalfOpen oldest_;
  EvictionWatcher* watcher_;
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_TABLE_SET_TABLE_H_
