// ConnTable: inserts. The protocol and its invariants stand at the head of conn_table.h.
#ifndef TIDEGATE_TABLE_CONN_TABLE_INSERT_INL_H_
#define TIDEGATE_TABLE_CONN_TABLE_INSERT_INL_H_

#include <array>
#include <bit>

#include "tidegate/conn_table.h"

namespace tidegate {

template <class Key, class Atomics>
struct ConnTable<Key, Atomics>::Image {
  Image(const NewEntry& fresh, const TickClock& clock)
      : cls(ClassOf(fresh.state)),
        tick(ExpiryTick(cls, fresh.expiry, clock.now)),
        life(LifeWord::Make(0, fresh.flags, static_cast<std::uint8_t>(fresh.state), fresh.expiry)),
        attributes(fresh.attributes),
        track(fresh.track),
        now(clock.now) {}

  // The slot of the new entry while it is being written, and afterwards.
  SlotWord Busy(std::uint32_t tag, bool spilled, SlotWord former) const {
    const std::uint32_t version = former.version() + (Atomics::Keeps(Guard::kClaimVersion) ? 1 : 0);
    return SlotWord::Make(ConnClass::kBusy, tag, spilled, tick, version);
  }
  SlotWord Live(SlotWord busy) const { return busy.WithClass(cls); }

  ConnClass cls;
  std::uint32_t tick;
  LifeWord life;  // of generation 0
  std::uint32_t attributes;
  TrackWords track;
  TimeNs now;
};

template <class Key, class Atomics>
template <EvictionPolicy Eviction>
InsertResult ConnTable<Key, Atomics>::FindOrInsert(const Key& key, std::uint64_t hash, const NewEntry& fresh,
                                                   const Eviction& eviction, const Pressure& pressure,
                                                   TableWorker& worker) {
  return FindOrInsertOne(key, hash, Image(fresh, worker.clock), eviction, pressure, worker);
}

template <class Key, class Atomics>
template <class Eviction>
InsertResult ConnTable<Key, Atomics>::FindOrInsertOne(const Key& key, std::uint64_t hash, const Image& image,
                                                      const Eviction& eviction, const Pressure& pressure,
                                                      TableWorker& worker) {
  using Outcome = InsertResult::Outcome;
  const Place place = places_.Of(hash);
  for (;;) {
    // acquire: pairs with step 4 of other inserts; their slots and records are seen.
    const ControlWord control(sets_[place.first].line.control.load(std::memory_order_acquire));
    if (control.has_pending() && Atomics::Keeps(Guard::kHelp)) Help(control, place.first);
    if (NeedsVisit(control, worker.clock.now)) {
      VisitSet(place.first, control, worker);
      continue;
    }
    InsertResult there{Outcome::kFound, {}};
    SlotWord seen;
    const bool found = Locate(place, key, seen, there.entry);
    if (found && !there.entry.life.Expired(worker.clock.now)) return there;
    // The key's own expired entry has to go first, or there would be two.
    const Choice choice = found ? Choice{there.entry.slot, seen, false, worker.MayCount(there.entry.life)}
                                : Choose(place, hash, control, eviction, pressure, worker);
    if (choice.slot == TableEntry::kNoSlot) return {Outcome::kFull, {}};
    TableEntry entry;
    if (Commit(choice, place, control, key, image, worker, entry)) return {Outcome::kInserted, entry};
  }
}

// Steps 1 to 3 for all keys, in passes each of which asks for the memory of the next one; then the rest for one after
// the other. Step 4 fails for a set that has changed since its control word was read, be it by an insert of this very
// burst. Such keys, and whatever is not a plain insert into an empty slot, go the single way.
template <class Key, class Atomics>
template <EvictionPolicy Eviction>
void ConnTable<Key, Atomics>::FindOrInsertBurst(std::span<const Key> keys, std::span<const std::uint64_t> hashes,
                                                const NewEntry& fresh, const Eviction& eviction,
                                                const Pressure& pressure, TableWorker& worker,
                                                std::span<InsertResult> results) {
  const std::size_t count = keys.size();
  const TickClock clock = worker.clock;
  Plans plans;
  for (std::size_t i = 0; i < count; ++i) plans.first[i] = &sets_[places_.First(hashes[i])];
  for (std::size_t i = 0; i < count; ++i) __builtin_prefetch(&plans.first[i]->line, 1);
  const std::uint64_t undecided = PlanFirst(hashes, clock, worker.spill_rule, plans);
  plans.victims = PlanSecond(hashes, undecided, clock, worker.spill_rule, plans);
  for (std::uint64_t bits = plans.victims; bits != 0; bits &= bits - 1) {
    const auto i = static_cast<std::size_t>(std::countr_zero(bits));
    PlanVictim(i, hashes[i], eviction, pressure, worker, plans);
  }
  if (accounts_ != nullptr) PrefetchAccounts(plans, count);
  const Image image(fresh, clock);
  const SlotWord live = image.Live(image.Busy(0, false, SlotWord()));  // as the censuses see each of them
  ZoneCounter* const zones = worker.zones;
  std::int32_t inserted = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const bool evicts = (plans.victims >> i & 1) != 0;
    if (!evicts && CommitPlan(i, Places::Tag(hashes[i]), keys[i], image, plans, results[i].entry)) [[likely]] {
      results[i].outcome = InsertResult::Outcome::kInserted;
      ++inserted;
      if (zones != nullptr) [[unlikely]]
        zones->Add(keys[i].zone(), results[i].entry.slot, live, clock);
    } else if (evicts && plans.victims_slots[i] != TableEntry::kNoSlot &&
               Commit(Victim(plans.victims_slots[i], SlotWord(plans.victims_words[i])), places_.Of(hashes[i]),
                      ControlWord(plans.controls[i]), keys[i], image, worker, results[i].entry)) {
      results[i].outcome = InsertResult::Outcome::kInserted;
    } else {
      results[i] = FindOrInsertOne(keys[i], hashes[i], image, eviction, pressure, worker);
    }
  }
  if (inserted != 0) worker.census.Add(live, inserted);
}

// Looks at the first sets and asks for the records of their first empty slots. Returns the keys, as bits by number,
// whose second sets have to be looked at as well, and asks for these.
//
// The survey loads each slot once: a pending insert of this very key is either seen busy, and the key goes the single
// way, or live, and its tag fits. Nothing would change the control word after it, so it must not be overlooked here.
template <class Key, class Atomics>
std::uint64_t ConnTable<Key, Atomics>::PlanFirst(std::span<const std::uint64_t> hashes, const TickClock& clock,
                                                 SpillRule& rule, Plans& plans) const {
  const int enough = rule.enough();
  std::uint64_t undecided = 0;
  int free_sum = 0;
  for (std::size_t i = 0; i < hashes.size(); ++i) {
    Set* const set = plans.first[i];
    const std::uint32_t tag = Places::Tag(hashes[i]);
    const ControlWord control(set->line.control.load(std::memory_order_acquire));
    const LineSurvey survey = SurveyLine(set->line, tag, clock);
    const std::uint32_t busy = Atomics::Keeps(Guard::kBurstSeesBusy) ? survey.busy : 0;
    const bool elsewhere = control.has_pending_elsewhere() && Atomics::Keeps(Guard::kBurstSeesPending);
    const bool plain = (survey.hits | busy) == 0 && !elsewhere && !NeedsVisit(control, clock.now);
    const int free = survey.FreeCount();
    const std::uint32_t lane = LowestLane(survey.empty);
    const bool room = free > enough && survey.empty != 0;
    if (survey.empty != 0) __builtin_prefetch(&set->records[lane], 1);
    plans.controls[i] = control.raw();
    plans.homes[i] = plain && survey.empty != 0 ? set : nullptr;
    plans.lanes[i] = static_cast<std::uint8_t>(lane);
    plans.free[i] = static_cast<std::int8_t>(free);
    free_sum += free;
    const bool spills = control.spills(tag) != 0 && Atomics::Keeps(Guard::kBurstSecondSet);
    undecided |= static_cast<std::uint64_t>(plain && (!room || spills)) << i;
  }
  rule.Note(free_sum, static_cast<int>(hashes.size()));
  for (std::uint64_t bits = undecided; bits != 0; bits &= bits - 1) {
    const auto i = static_cast<std::size_t>(std::countr_zero(bits));
    __builtin_prefetch(&sets_[places_.Second(places_.Of(hashes[i]))].line, 1);
  }
  return undecided;
}

// The key may stand in its second set, or that one has more room. Returns the keys for which neither set has any.
template <class Key, class Atomics>
std::uint64_t ConnTable<Key, Atomics>::PlanSecond(std::span<const std::uint64_t> hashes, std::uint64_t undecided,
                                                  const TickClock& clock, const SpillRule& rule, Plans& plans) const {
  std::uint64_t full = 0;
  for (std::uint64_t bits = undecided; bits != 0; bits &= bits - 1) {
    const auto i = static_cast<std::size_t>(std::countr_zero(bits));
    const Place place = places_.Of(hashes[i]);
    Set* const set = &sets_[places_.Second(place)];
    const std::uint64_t spills = ControlWord(plans.controls[i]).spills(place.tag);
    const ControlWord control(set->line.control.load(std::memory_order_acquire));
    const LineSurvey survey = SurveyLine(set->line, place.tag, clock);
    if ((spills != 0 && survey.hits != 0) || NeedsVisit(control, clock.now)) {
      plans.homes[i] = nullptr;
      continue;
    }
    full |= static_cast<std::uint64_t>(plans.free[i] == 0 && survey.FreeCount() == 0) << i;
    if (spills == ControlWord::kMaxSpills || !rule.Prefers(plans.free[i], survey.FreeCount())) continue;
    plans.homes[i] = survey.empty != 0 ? set : nullptr;
    plans.lanes[i] = static_cast<std::uint8_t>(LowestLane(survey.empty));
    __builtin_prefetch(&set->records[plans.lanes[i]], 1);
  }
  return full;
}

template <class Key, class Atomics>
template <class Eviction>
void ConnTable<Key, Atomics>::PlanVictim(std::size_t i, std::uint64_t hash, const Eviction& eviction,
                                         const Pressure& pressure, TableWorker& worker, Plans& plans) const {
  const Place place = places_.Of(hash);
  const bool may_spill = ControlWord(plans.controls[i]).spills(place.tag) < ControlWord::kMaxSpills;
  const Choice victim = TakeVictim(place, hash, may_spill, eviction, pressure, worker);
  plans.victims_slots[i] = victim.slot;
  plans.victims_words[i] = victim.seen.raw();
  if (victim.slot != TableEntry::kNoSlot) __builtin_prefetch(&RecordAt(victim.slot), 1);
}

// Steps 3 (claim) to 5 for a plan: the slot has to be empty still. The caller counts.
template <class Key, class Atomics>
[[gnu::always_inline]] inline bool ConnTable<Key, Atomics>::CommitPlan(std::size_t i, std::uint32_t tag, const Key& key,
                                                                       const Image& image, const Plans& plans,
                                                                       TableEntry& entry) {
  Set* const home = plans.homes[i];
  if (home == nullptr) return false;
  Set* const first = plans.first[i];
  const std::uint32_t lane = plans.lanes[i];
  auto& slot = home->line.slots[lane];
  const SlotWord seen(slot.load(std::memory_order_relaxed));
  const SlotWord busy = image.Busy(tag, home != first, seen);
  if (!seen.empty() && Atomics::Keeps(Guard::kBurstStillEmpty)) return false;
  if (!Claim(slot, seen, busy)) return false;
  WriteRecord(home->records[lane], key, image, entry);
  return Publish(*first, slot, lane, busy, ControlWord(plans.controls[i]), home != first, image);
}

template <class Key, class Atomics>
InsertResult ConnTable<Key, Atomics>::Reopen(const TableEntry& old, const Key& key, std::uint64_t hash,
                                             const NewEntry& fresh, TableWorker& worker) {
  using Outcome = InsertResult::Outcome;
  const Place place = places_.Of(hash);
  const Image image(fresh, worker.clock);
  for (;;) {
    const ControlWord control(sets_[place.first].line.control.load(std::memory_order_acquire));
    // Else its thread, if it is slow, would turn its slot live after other inserts have looked for its key.
    if (control.has_pending() && Atomics::Keeps(Guard::kHelpOfReopen)) Help(control, place.first);
    const SlotWord seen(SlotAt(old.slot).load(std::memory_order_acquire));
    TableEntry now_there;
    if (!seen.live() || !Inspect(RecordAt(old.slot), seen, key, now_there) ||
        now_there.generation() != old.generation()) {
      return {Outcome::kStale, {}};
    }
    TableEntry entry;
    const bool alive = !now_there.life.Expired(worker.clock.now);
    const bool counted = worker.MayCount(now_there.life);
    if (Commit({old.slot, seen, alive, counted, true}, place, control, key, image, worker, entry)) {
      return {Outcome::kInserted, entry};
    }
  }
}

// Finishes the insert that `control` names, if its slot is still busy: step 5 for whoever stopped before it.
template <class Key, class Atomics>
void ConnTable<Key, Atomics>::Help(ControlWord control, std::uint32_t set) {
  const ControlWord::Pending pending = control.pending();
  const std::uint32_t home = pending.second ? places_.Second({set, pending.distance}) : set;
  auto& slot = sets_[home].line.slots[pending.lane];
  const SlotWord seen(slot.load(std::memory_order_acquire));
  const bool named = seen.version() == pending.version || !Atomics::Keeps(Guard::kHelpVersion);
  if (!seen.busy() || !named || seen.spilled() != pending.second ||
      seen.tag() % Places::kMaxDistance != pending.distance) {
    return;
  }
  std::uint32_t expected = seen.raw();
  // release: whoever finds the slot live sees the record, which this thread has seen through `control`.
  slot.compare_exchange_strong(expected, seen.WithClass(pending.cls).raw(), std::memory_order_acq_rel,
                               std::memory_order_relaxed);
}

// Other bits of the control word (spills, epoch) may change meanwhile; its version tells whether it is still this
// insert.
template <class Key, class Atomics>
void ConnTable<Key, Atomics>::ClearPending(Set& first, ControlWord named) {
  auto& control = first.line.control;
  std::uint64_t raw = control.load(std::memory_order_relaxed);
  while ((ControlWord(raw).NamesSameInsert(named) || !Atomics::Keeps(Guard::kClearNamed)) &&
         !control.compare_exchange_strong(raw, ControlWord(raw).WithoutPending().raw(), std::memory_order_acq_rel,
                                          std::memory_order_relaxed)) {
  }
}

template <class Key, class Atomics>
bool ConnTable<Key, Atomics>::NeedsVisit(ControlWord control, TimeNs now) {
  constexpr std::uint32_t kMask = (1u << kEpochBits) - 1;
  // Up to one epoch behind, or one ahead by another thread's clock.
  return ((EpochOf(now) - control.epoch() + 1) & kMask) > 2;
}

// Checks every slot of a set against its record, so that no tick in it is older than an epoch (ticks.h). Happens once
// an epoch and set: 15 cache lines in 4.6 minutes.
template <class Key, class Atomics>
void ConnTable<Key, Atomics>::VisitSet(std::uint32_t set, ControlWord control, TableWorker& worker) {
  for (std::uint32_t lane = 0; lane < kSlotsPerSet; ++lane) {
    const std::uint32_t slot = SlotOf(set, lane);
    const SlotWord seen(SlotAt(slot).load(std::memory_order_acquire));
    bool counted = false;
    if (!seen.live() || Renew(slot, seen, worker, counted)) continue;
    const Zone zone = worker.zones != nullptr ? RecordAt(slot).LoadZone() : 0;  // as in SyncSlot()
    std::uint32_t expected = seen.raw();
    if (!SlotAt(slot).compare_exchange_strong(expected, SlotWord::Empty(seen.version()).raw(),
                                              std::memory_order_acq_rel, std::memory_order_relaxed)) {
      continue;
    }
    worker.CountReplaced(seen, false, counted, false);
    if (worker.zones != nullptr && counted) worker.zones->Remove(zone, slot, seen, worker.clock);
    if (seen.spilled()) LowerSpills(places_.FirstOf(set, seen), seen);
  }
  std::uint64_t raw = control.raw();
  // If it fails another insert came by; the next one visits again.
  sets_[set].line.control.compare_exchange_strong(raw, control.WithEpoch(EpochOf(worker.clock.now)).raw(),
                                                  std::memory_order_acq_rel, std::memory_order_relaxed);
}

// True if the slot's entry is alive by its record (or changed meanwhile); its tick then says so again. Else sets
// `counted`, which is TableWorker::MayCount() of the entry.
template <class Key, class Atomics>
bool ConnTable<Key, Atomics>::Renew(std::uint32_t slot, SlotWord seen, TableWorker& worker, bool& counted) {
  const EntryRecord& record = RecordAt(slot);
  const std::uint32_t generation = record.LoadGeneration();
  const LifeWord life(record.life.load(std::memory_order_acquire));
  if ((generation & SlotWord::kVersionMask) != seen.version() || !life.IsOf(generation)) return true;
  if (life.Expired(worker.clock.now)) {
    counted = worker.MayCount(life);
    return false;
  }
  SyncSlot({slot, RecordIdentity(generation, 0), life}, worker);
  return true;
}

// An empty slot, else one whose entry has expired. Slots that are due by their tick but alive by their record are
// renewed.
template <class Key, class Atomics>
typename ConnTable<Key, Atomics>::Choice ConnTable<Key, Atomics>::TakeFree(std::uint32_t set, LineSurvey survey,
                                                                           TableWorker& worker) {
  const auto load = [&](std::uint32_t bits, std::uint32_t& slot) {
    slot = SlotOf(set, LowestLane(bits));
    return SlotWord(SlotAt(slot).load(std::memory_order_acquire));
  };
  std::uint32_t slot;
  for (; survey.empty != 0; survey.empty &= survey.empty - 1) {
    if (const SlotWord seen = load(survey.empty, slot); seen.empty()) return {slot, seen};
  }
  for (; survey.due != 0; survey.due &= survey.due - 1) {
    bool counted = false;
    if (const SlotWord seen = load(survey.due, slot); seen.live() && !Renew(slot, seen, worker, counted))
      return {slot, seen, false, counted};
  }
  return {};
}

template <class Key, class Atomics>
template <class Eviction>
[[gnu::always_inline]] inline typename ConnTable<Key, Atomics>::Choice ConnTable<Key, Atomics>::TakeVictim(
    const Place& place, std::uint64_t hash, bool both, const Eviction& eviction, const Pressure& pressure,
    TableWorker& worker) const {
  const std::uint32_t second = places_.Second(place);
  SlotWords words;
  words.Copy(sets_[place.first].line, false);
  if (both) words.Copy(sets_[second].line, true);
  // One may have come free since the sets were searched for such.
  const std::uint32_t empty = words.Of(ConnClass::kEmpty);
  const CandidateSlots slots{SlotOf(place.first, 0), SlotOf(second, 0), kLinesPerRecord};
  const int chosen =
      empty != 0 ? std::countr_zero(empty)
                 : eviction.Choose(EvictionCandidates(words, worker.clock, slots, hash, worker.Draw()), pressure);
  if (chosen == kNoVictim) return {};
  const auto number = static_cast<std::uint32_t>(chosen);
  return Victim(SlotOf(number < kLanes ? place.first : second, number % kLanes), words.At(chosen));
}

// Step 3. One directory line while the first set has room to spare, else two.
template <class Key, class Atomics>
template <class Eviction>
typename ConnTable<Key, Atomics>::Choice ConnTable<Key, Atomics>::Choose(const Place& place, std::uint64_t hash,
                                                                         ControlWord control, const Eviction& eviction,
                                                                         const Pressure& pressure,
                                                                         TableWorker& worker) {
  const LineSurvey first = SurveyLine(sets_[place.first].line, 0, worker.clock);
  const int first_free = first.FreeCount();
  worker.spill_rule.Note(first_free);
  if (first_free > worker.spill_rule.enough()) {
    if (const Choice choice = TakeFree(place.first, first, worker); choice.slot != TableEntry::kNoSlot) return choice;
  }
  const std::uint32_t second_set = places_.Second(place);
  const bool may_spill = control.spills(place.tag) < ControlWord::kMaxSpills;
  LineSurvey second;
  if (may_spill) {
    const ControlWord other(sets_[second_set].line.control.load(std::memory_order_acquire));
    if (NeedsVisit(other, worker.clock.now)) VisitSet(second_set, other, worker);
    second = SurveyLine(sets_[second_set].line, 0, worker.clock);
  }
  Choice choice;
  if (worker.spill_rule.Prefers(first_free, second.FreeCount())) {
    choice = TakeFree(second_set, second, worker);
    if (choice.slot == TableEntry::kNoSlot) choice = TakeFree(place.first, first, worker);
  } else {
    choice = TakeFree(place.first, first, worker);
    if (choice.slot == TableEntry::kNoSlot) choice = TakeFree(second_set, second, worker);
  }
  if (choice.slot != TableEntry::kNoSlot) return choice;
  return TakeVictim(place, hash, may_spill, eviction, pressure, worker);
}

// Step 3. The record of a busy slot belongs to the thread that claimed it.
template <class Key, class Atomics>
bool ConnTable<Key, Atomics>::Claim(Slot& slot, SlotWord seen, SlotWord busy) {
  std::uint32_t expected = seen.raw();
  // acquire: the former owner's writes to the record come before ours. release: pairs with the acquire of Help(), which
  // may take this very word as the one to turn live.
  return slot.compare_exchange_strong(expected, busy.raw(), std::memory_order_acq_rel, std::memory_order_relaxed);
}

// Steps 3 (claim) to 5. False: someone else changed the slot or the first set; nothing is inserted.
template <class Key, class Atomics>
bool ConnTable<Key, Atomics>::Commit(const Choice& choice, const Place& place, ControlWord control, const Key& key,
                                     const Image& image, TableWorker& worker, TableEntry& entry) {
  const std::uint32_t set = SetOf(choice.slot);
  const std::uint32_t lane = LaneOf(choice.slot);
  const bool spilled = set != place.first;
  auto& slot = sets_[set].line.slots[lane];
  const SlotWord busy = image.Busy(place.tag, spilled, choice.seen);
  if (!Claim(slot, choice.seen, busy)) return false;
  EntryRecord& record = sets_[set].records[lane];
  if (choice.seen.live()) {
    worker.CountReplaced(choice.seen, choice.alive, choice.counted, choice.reopened);
    // The record has the old key still, and is this thread's.
    if (choice.counted && worker.zones != nullptr) [[unlikely]]
      worker.zones->Remove(record.LoadZone(), choice.slot, choice.seen, worker.clock);
  }
  WriteRecord(record, key, image, entry);
  // An old entry of the same counter hands its place in it over to the new one.
  const bool old_spilled = choice.seen.live() && choice.seen.spilled();
  const std::uint32_t old_first = old_spilled ? places_.FirstOf(set, choice.seen) : 0;
  const bool hand_over = old_spilled && spilled && old_first == place.first && choice.seen.tag() == place.tag;
  const bool won = Publish(sets_[place.first], slot, lane, busy, control, spilled && !hand_over, image);
  if (won) {
    worker.census.Add(image.Live(busy));
    if (worker.zones != nullptr) [[unlikely]]
      worker.zones->Add(key.zone(), choice.slot, image.Live(busy), worker.clock);
  }
  if (old_spilled && !(won && hand_over)) LowerSpills(old_first, choice.seen);
  return won;
}

// Steps 4 and 5 for a busy slot whose record is written. False: gives the slot back.
template <class Key, class Atomics>
[[gnu::always_inline]] inline bool ConnTable<Key, Atomics>::Publish(Set& first, Slot& slot, std::uint32_t lane,
                                                                    SlotWord busy, ControlWord control,
                                                                    bool raise_spills, const Image& image) {
  const ControlWord next = Atomics::Keeps(Guard::kControlVersion) ? control.NextVersion() : control;
  ControlWord named =
      next.WithPending({lane, busy.spilled(), busy.tag() % Places::kMaxDistance, busy.version(), image.cls});
  if (raise_spills && Atomics::Keeps(Guard::kSpillRaised)) named = named.WithOneMoreSpill(busy.tag());
  std::uint64_t expected_control = control.raw();
  // release: whoever reads this control word may turn the slot live and so publish the record.
  if (!first.line.control.compare_exchange_strong(expected_control, named.raw(), std::memory_order_acq_rel,
                                                  std::memory_order_relaxed)) [[unlikely]] {
    slot.store(SlotWord::Empty(busy.version()).raw(), std::memory_order_release);
    return false;
  }
  std::uint32_t expected_busy = busy.raw();
  slot.compare_exchange_strong(expected_busy, image.Live(busy).raw(), std::memory_order_acq_rel,
                               std::memory_order_relaxed);
  if (busy.spilled()) ClearPending(first, named);
  return true;
}

// Writes the record of a slot this thread has turned busy.
template <class Key, class Atomics>
[[gnu::always_inline]] inline void ConnTable<Key, Atomics>::WriteRecord(EntryRecord& record, const Key& key,
                                                                        const Image& image, TableEntry& entry) {
  const RecordIdentity former(record.identity.load(std::memory_order_relaxed));
  const std::uint32_t generation = (former.generation() + 1) & RecordIdentity::kGenerationMask;
  const std::uint32_t writing = Atomics::Keeps(Guard::kWritingMark) ? RecordIdentity::kWriting : 0;
  record.identity.store(RecordIdentity(generation | writing, 0).raw(), std::memory_order_relaxed);
  // Pairs with the acquire fence of Inspect(): who reads any word below sees this generation, or a later one.
  Atomics::ReleaseFence();
  for (std::size_t i = 0; i < Key::kWords; ++i) record.key[i].store(key.words[i], std::memory_order_relaxed);
  const LifeWord life = image.life.OfGeneration(generation);
  record.life.store(life.raw(), std::memory_order_relaxed);
  const std::uint64_t mark = std::uint64_t{generation & 0xffff} << 48;
  for (std::size_t i = 0; i < kTrackWords; ++i) {
    record.track[i].store(image.track[i] | mark, std::memory_order_relaxed);
  }
  const RecordIdentity identity(generation, image.attributes);
  record.identity.store(identity.raw(), std::memory_order_release);
  entry.slot = SlotOf(record);
  entry.identity = identity;
  entry.life = life;
  if (accounts_ != nullptr) [[unlikely]]
    OpenAccount(entry.slot, generation, image.now);
}

// Asks for what OpenAccount() will write: records of 40 bytes, half of which end in another line.
template <class Key, class Atomics>
[[gnu::noinline, gnu::cold]] void ConnTable<Key, Atomics>::PrefetchAccounts(const Plans& plans,
                                                                            std::size_t count) const {
  for (std::size_t i = 0; i < count; ++i) {
    if (plans.homes[i] == nullptr) continue;
    const auto set = static_cast<std::uint32_t>(plans.homes[i] - sets_);
    const EntryAccount& account = AccountAt(SlotOf(set, plans.lanes[i]));
    account.Prefetch(kOriginalDirection);
    account.Prefetch(kReplyDirection);
  }
}

// Out of the way of those who count nothing, in its place in the code as well (cold): 0.5 ns of an insert's 29.
template <class Key, class Atomics>
[[gnu::noinline, gnu::cold]] void ConnTable<Key, Atomics>::OpenAccount(std::uint32_t slot, std::uint32_t generation,
                                                                       TimeNs now) {
  AccountAt(slot).Open(generation, now);
}

}  // namespace tidegate

#endif  // TIDEGATE_TABLE_CONN_TABLE_INSERT_INL_H_
