// ConnTable: inserts. The protocol and its invariants stand at the head of conn_table.h.
#ifndef TIDEGATE_TABLE_CONN_TABLE_INSERT_INL_H_
#define TIDEGATE_TABLE_CONN_TABLE_INSERT_INL_H_

#include <array>
#include <bit>

#include "tidegate/conn_table.h"

namespace tidegate {

template <class Key, class Atomics>
template <EvictionPolicy Eviction>
InsertResult ConnTable<Key, Atomics>::FindOrInsert(const Key& key, std::uint64_t hash, const NewEntry& fresh,
                                                   const Eviction& eviction, const Pressure& pressure,
                                                   TableWorker& worker) {
  using Outcome = InsertResult::Outcome;
  const Place place = PlaceOf(hash);
  for (;;) {
    // acquire: pairs with step 4 of other inserts; their slots and records are seen.
    const ControlWord control(lines_[place.first].control.load(std::memory_order_acquire));
    if (control.has_pending()) Help(control, place.first);
    if (NeedsVisit(control, worker.clock.now)) {
      VisitSet(place.first, control, worker);
      continue;
    }
    Sighting sighting;
    const bool found = Locate(place, key, sighting);
    if (found && !sighting.entry.life.Expired(worker.clock.now)) return {Outcome::kFound, sighting.entry};
    // The key's own expired entry has to go first, or there would be two.
    const Choice choice =
        found ? Choice{sighting.entry.slot, sighting.seen, false} : Choose(place, control, eviction, pressure, worker);
    if (choice.slot == TableEntry::kNoSlot) return {Outcome::kFull, {}};
    TableEntry entry;
    if (Commit(choice, place, control, key, fresh, worker, entry)) return {Outcome::kInserted, entry};
  }
}

// Steps 1 to 3 for all keys, in three passes each of which asks for the memory of the next one; then the rest for one
// after the other. Step 4 fails for a set that has changed since its control word was read, be it by an insert of this
// very burst. Such keys, and whatever is not a plain insert into an empty slot, go the single way.
template <class Key, class Atomics>
template <EvictionPolicy Eviction>
void ConnTable<Key, Atomics>::FindOrInsertBurst(std::span<const Key> keys, std::span<const std::uint64_t> hashes,
                                                const NewEntry& fresh, const Eviction& eviction,
                                                const Pressure& pressure, TableWorker& worker,
                                                std::span<InsertResult> results) {
  std::array<Plan, kMaxBurst> plans;
  std::array<std::uint8_t, kMaxBurst> undecided;
  std::size_t undecided_count = 0;
  const std::size_t count = keys.size();
  for (std::size_t i = 0; i < count; ++i) {
    plans[i].place = PlaceOf(hashes[i]);
    __builtin_prefetch(&lines_[plans[i].place.first]);
  }
  for (std::size_t i = 0; i < count; ++i) {
    undecided[undecided_count] = static_cast<std::uint8_t>(i);
    undecided_count += PlanFirst(plans[i], worker);
  }
  for (std::size_t j = 0; j < undecided_count; ++j) PlanSecond(plans[undecided[j]], worker);
  for (std::size_t i = 0; i < count; ++i) {
    const Plan& plan = plans[i];
    if (plan.slot != TableEntry::kNoSlot) {
      const SlotWord seen(SlotAt(plan.slot).load(std::memory_order_acquire));
      if (seen.empty() &&
          Commit({plan.slot, seen, false}, plan.place, plan.control, keys[i], fresh, worker, results[i].entry)) {
        results[i].outcome = InsertResult::Outcome::kInserted;
        continue;
      }
    }
    results[i] = FindOrInsert(keys[i], hashes[i], fresh, eviction, pressure, worker);
  }
}

// Looks at the first set and asks for the record of its first empty slot. True if the second set has to be looked at.
template <class Key, class Atomics>
[[gnu::always_inline]] inline bool ConnTable<Key, Atomics>::PlanFirst(Plan& plan, const TableWorker& worker) const {
  const Place& place = plan.place;
  const Line& line = lines_[place.first];
  plan.control = ControlWord(line.control.load(std::memory_order_acquire));
  // Before the tags: a pending insert of this very key has to be live by the time they are looked at, as nothing
  // changes the control word after it.
  const bool finished = !Unfinished(place.first, plan.control);
  const bool plain = finished && ScanTags(line, place.tag, false) == 0 && !NeedsVisit(plan.control, worker.clock.now);
  plan.first = ScanFree(line, worker.clock);
  const std::uint32_t slot =
      place.first * kSlotsPerSet + (static_cast<std::uint32_t>(std::countr_zero(plan.first.empty)) & 15);
  const bool room = plan.first.empty != 0 && plan.first.count() > kKeepFree;
  plan.slot = plain && room ? slot : TableEntry::kNoSlot;
  __builtin_prefetch(plan.first.empty != 0 ? &records_[slot] : &records_[place.first * kSlotsPerSet], 1);
  const bool look = plain && (!room || plan.control.spills(place.tag) != 0);
  if (look) __builtin_prefetch(&lines_[place.second]);
  return look;
}

// The key may stand in its second set, or that one has more room.
template <class Key, class Atomics>
void ConnTable<Key, Atomics>::PlanSecond(Plan& plan, const TableWorker& worker) const {
  const Place& place = plan.place;
  const Line& line = lines_[place.second];
  const ControlWord control(line.control.load(std::memory_order_acquire));
  if (ScanTags(line, place.tag, true) != 0 || NeedsVisit(control, worker.clock.now)) {
    plan.slot = TableEntry::kNoSlot;
    return;
  }
  if (plan.slot != TableEntry::kNoSlot) return;
  const FreeSlots second = ScanFree(line, worker.clock);
  const bool spill = plan.control.spills(place.tag) < ControlWord::kMaxSpills && second.count() > plan.first.count();
  const std::uint32_t empty = spill ? second.empty : plan.first.empty;
  if (empty == 0) return;
  plan.slot = (spill ? place.second : place.first) * kSlotsPerSet + static_cast<std::uint32_t>(std::countr_zero(empty));
  __builtin_prefetch(&records_[plan.slot], 1);
}

// May the insert that `control` names have to be finished by others? In the second set its slot is in another line.
template <class Key, class Atomics>
bool ConnTable<Key, Atomics>::Unfinished(std::uint32_t set, ControlWord control) const {
  if (!control.has_pending()) return false;
  const ControlWord::Pending pending = control.pending();
  return pending.second || SlotWord(lines_[set].slots[pending.slot].load(std::memory_order_acquire)).busy();
}

template <class Key, class Atomics>
InsertResult ConnTable<Key, Atomics>::Reopen(const TableEntry& old, const Key& key, std::uint64_t hash,
                                             const NewEntry& fresh, TableWorker& worker) {
  using Outcome = InsertResult::Outcome;
  const Place place = PlaceOf(hash);
  for (;;) {
    const ControlWord control(lines_[place.first].control.load(std::memory_order_acquire));
    if (control.has_pending()) Help(control, place.first);
    const SlotWord seen(SlotAt(old.slot).load(std::memory_order_acquire));
    Sighting sighting;
    if (!seen.live() || !Inspect(old.slot, seen, key, sighting.entry, sighting.seen) ||
        sighting.entry.generation != old.generation) {
      return {Outcome::kStale, {}};
    }
    TableEntry entry;
    if (Commit({old.slot, sighting.seen, false}, place, control, key, fresh, worker, entry)) {
      return {Outcome::kInserted, entry};
    }
  }
}

// Finishes the insert that `control` names, if its slot is still busy: step 5 for whoever stopped before it.
template <class Key, class Atomics>
void ConnTable<Key, Atomics>::Help(ControlWord control, std::uint32_t set) {
  const ControlWord::Pending pending = control.pending();
  std::uint32_t home = set;
  if (pending.second) {
    home += Distance(pending.distance);
    if (home >= sets_) home -= sets_;
  }
  auto& slot = lines_[home].slots[pending.slot];
  const SlotWord seen(slot.load(std::memory_order_acquire));
  if (!seen.busy() || seen.version() != pending.version || seen.spilled() != pending.second ||
      seen.tag() % kDistances != pending.distance) {
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
void ConnTable<Key, Atomics>::ClearPending(std::uint32_t set, ControlWord named) {
  auto& control = lines_[set].control;
  std::uint64_t raw = control.load(std::memory_order_relaxed);
  while (ControlWord(raw).NamesSameInsert(named) &&
         !control.compare_exchange_strong(raw, ControlWord(raw).WithoutPending().raw(), std::memory_order_acq_rel,
                                          std::memory_order_relaxed)) {
  }
}

template <class Key, class Atomics>
bool ConnTable<Key, Atomics>::NeedsVisit(ControlWord control, TimeNs now) const {
  constexpr std::uint32_t kMask = (1u << kEpochBits) - 1;
  // Up to one epoch behind, or one ahead by another thread's clock.
  return ((EpochOf(now) - control.epoch() + 1) & kMask) > 2;
}

// Checks every slot of a set against its record, so that no tick in it is older than an epoch (ticks.h). Happens once
// an epoch and set: 15 cache lines in 4.6 minutes.
template <class Key, class Atomics>
void ConnTable<Key, Atomics>::VisitSet(std::uint32_t set, ControlWord control, TableWorker& worker) {
  for (std::uint32_t i = 0; i < kSlotsPerSet; ++i) {
    const std::uint32_t slot = set * kSlotsPerSet + i;
    SlotWord seen(SlotAt(slot).load(std::memory_order_acquire));
    if (!seen.live() || Renew(slot, seen, worker)) continue;
    std::uint32_t expected = seen.raw();
    if (!SlotAt(slot).compare_exchange_strong(expected, SlotWord::Empty(seen.version()).raw(),
                                              std::memory_order_acq_rel, std::memory_order_relaxed)) {
      continue;
    }
    worker.CountReplaced(seen, false);
    if (seen.spilled()) LowerSpills(FirstSetOf(set, seen), seen);
  }
  std::uint64_t raw = control.raw();
  // If it fails another insert came by; the next one visits again.
  lines_[set].control.compare_exchange_strong(raw, control.WithEpoch(EpochOf(worker.clock.now)).raw(),
                                              std::memory_order_acq_rel, std::memory_order_relaxed);
}

// True if the slot's entry is alive by its record (or changed meanwhile); its tick then says so again.
template <class Key, class Atomics>
bool ConnTable<Key, Atomics>::Renew(std::uint32_t slot, SlotWord seen, TableWorker& worker) {
  const EntryRecord& record = records_[slot];
  const std::uint32_t generation = record.generation.load(std::memory_order_acquire);
  const LifeWord life(record.life.load(std::memory_order_acquire));
  if ((generation & SlotWord::kVersionMask) != seen.version() || !life.IsOf(generation)) return true;
  if (life.Expired(worker.clock.now)) return false;
  SyncSlot({slot, generation, 0, life}, worker);
  return true;
}

// An empty slot, else one whose entry has expired. Slots that are due by their tick but alive by their record are
// renewed.
template <class Key, class Atomics>
typename ConnTable<Key, Atomics>::Choice ConnTable<Key, Atomics>::TakeFree(std::uint32_t set, FreeSlots free,
                                                                           TableWorker& worker) {
  const auto load = [&](std::uint32_t bits, std::uint32_t& slot) {
    slot = set * kSlotsPerSet + static_cast<std::uint32_t>(std::countr_zero(bits));
    return SlotWord(SlotAt(slot).load(std::memory_order_acquire));
  };
  std::uint32_t slot;
  for (; free.empty != 0; free.empty &= free.empty - 1) {
    if (const SlotWord seen = load(free.empty, slot); seen.empty()) return {slot, seen, false};
  }
  for (; free.due != 0; free.due &= free.due - 1) {
    if (const SlotWord seen = load(free.due, slot); seen.live() && !Renew(slot, seen, worker))
      return {slot, seen, false};
  }
  return {};
}

template <class Key, class Atomics>
template <class Eviction>
typename ConnTable<Key, Atomics>::Choice ConnTable<Key, Atomics>::TakeVictim(const Place& place, bool both,
                                                                             const Eviction& eviction,
                                                                             const Pressure& pressure,
                                                                             const TableWorker& worker) const {
  std::array<SlotWord, 2 * kSlotsPerSet> words;
  std::array<std::uint32_t, 2 * kSlotsPerSet> slots;
  std::size_t count = 0;
  for (const std::uint32_t set : {place.first, place.second}) {
    if (set == place.second && !both) break;
    for (std::uint32_t slot = set * kSlotsPerSet; slot < (set + 1) * kSlotsPerSet; ++slot) {
      const SlotWord word(SlotAt(slot).load(std::memory_order_acquire));
      if (!word.live()) continue;
      words[count] = word;
      slots[count++] = slot;
    }
  }
  const EvictionCandidates candidates(std::span(words.data(), count), worker.clock);
  const int victim = eviction.Choose(candidates, pressure);
  if (victim == kNoVictim) return {};
  return {slots[static_cast<std::size_t>(victim)], words[static_cast<std::size_t>(victim)], true};
}

// Step 3. One directory line while the first set has room to spare, else two.
template <class Key, class Atomics>
template <class Eviction>
typename ConnTable<Key, Atomics>::Choice ConnTable<Key, Atomics>::Choose(const Place& place, ControlWord control,
                                                                         const Eviction& eviction,
                                                                         const Pressure& pressure,
                                                                         TableWorker& worker) {
  const FreeSlots first = ScanFree(lines_[place.first], worker.clock);
  const int first_free = first.count();
  if (first_free > kKeepFree) {
    if (const Choice choice = TakeFree(place.first, first, worker); choice.slot != TableEntry::kNoSlot) return choice;
  }
  const bool may_spill = control.spills(place.tag) < ControlWord::kMaxSpills;
  FreeSlots second;
  if (may_spill) {
    const ControlWord other(lines_[place.second].control.load(std::memory_order_acquire));
    if (NeedsVisit(other, worker.clock.now)) VisitSet(place.second, other, worker);
    second = ScanFree(lines_[place.second], worker.clock);
  }
  Choice choice;
  if (second.count() > first_free) {
    choice = TakeFree(place.second, second, worker);
    if (choice.slot == TableEntry::kNoSlot) choice = TakeFree(place.first, first, worker);
  } else {
    choice = TakeFree(place.first, first, worker);
    if (choice.slot == TableEntry::kNoSlot) choice = TakeFree(place.second, second, worker);
  }
  if (choice.slot != TableEntry::kNoSlot) return choice;
  return TakeVictim(place, may_spill, eviction, pressure, worker);
}

// Steps 3 (claim) to 5. False: someone else changed the slot or the first set; nothing is inserted.
template <class Key, class Atomics>
bool ConnTable<Key, Atomics>::Commit(const Choice& choice, const Place& place, ControlWord control, const Key& key,
                                     const NewEntry& fresh, TableWorker& worker, TableEntry& entry) {
  const std::uint32_t set = choice.slot / kSlotsPerSet;
  const bool spilled = set != place.first;
  const ConnClass cls = ClassOf(fresh.state);
  const SlotWord busy = SlotWord::Make(ConnClass::kBusy, place.tag, spilled,
                                       ExpiryTick(cls, fresh.expiry, worker.clock.now), choice.seen.version() + 1);
  auto& slot = SlotAt(choice.slot);
  std::uint32_t expected_slot = choice.seen.raw();
  if (!slot.compare_exchange_strong(expected_slot, busy.raw(), std::memory_order_acq_rel, std::memory_order_relaxed)) {
    return false;
  }
  if (choice.seen.live()) worker.CountReplaced(choice.seen, choice.alive);
  entry.generation = WriteRecord(choice.slot, key, fresh, entry.life);

  // An old entry of the same counter hands its place in it over to the new one.
  const bool old_spilled = choice.seen.live() && choice.seen.spilled();
  const std::uint32_t old_first = old_spilled ? FirstSetOf(set, choice.seen) : 0;
  const bool hand_over = old_spilled && spilled && old_first == place.first && choice.seen.tag() == place.tag;
  ControlWord named = control.NextVersion().WithPending(
      {choice.slot % kSlotsPerSet, spilled, place.tag % kDistances, busy.version(), cls});
  if (spilled && !hand_over) named = named.WithOneMoreSpill(place.tag);
  std::uint64_t expected_control = control.raw();
  // release: whoever reads this control word may turn the slot live and so publish the record.
  const bool won = lines_[place.first].control.compare_exchange_strong(
      expected_control, named.raw(), std::memory_order_acq_rel, std::memory_order_relaxed);
  if (won) {
    std::uint32_t expected_busy = busy.raw();
    const SlotWord live = busy.WithClass(cls);
    slot.compare_exchange_strong(expected_busy, live.raw(), std::memory_order_acq_rel, std::memory_order_relaxed);
    if (spilled) ClearPending(place.first, named);
    worker.census.Add(live);
    entry.slot = choice.slot;
    entry.attributes = fresh.attributes;
  } else {
    slot.store(SlotWord::Empty(busy.version()).raw(), std::memory_order_release);
  }
  if (old_spilled && !(won && hand_over)) LowerSpills(old_first, choice.seen);
  return won;
}

// Writes the record of a slot this thread has turned busy. Returns the new generation.
template <class Key, class Atomics>
std::uint32_t ConnTable<Key, Atomics>::WriteRecord(std::uint32_t slot, const Key& key, const NewEntry& fresh,
                                                   LifeWord& life) {
  EntryRecord& record = records_[slot];
  const std::uint32_t generation =
      (record.generation.load(std::memory_order_relaxed) + 1) & (EntryRecord::kWriting - 1);
  record.generation.store(generation | EntryRecord::kWriting, std::memory_order_relaxed);
  // Pairs with the acquire fence of Inspect(): who reads any word below sees the slot busy and this generation.
  Atomics::ReleaseFence();
  for (std::size_t i = 0; i < Key::kWords; ++i) record.key[i].store(key.words[i], std::memory_order_relaxed);
  record.attributes.store(fresh.attributes, std::memory_order_relaxed);
  life = LifeWord::Make(generation, fresh.flags, static_cast<std::uint8_t>(fresh.state), fresh.expiry);
  record.life.store(life.raw(), std::memory_order_relaxed);
  const std::uint64_t mark = std::uint64_t{generation & 0xffff} << 48;
  for (std::size_t i = 0; i < kTrackWords; ++i) {
    record.track[i].store(fresh.track[i] | mark, std::memory_order_relaxed);
  }
  record.generation.store(generation, std::memory_order_release);
  return generation;
}

}  // namespace tidegate

#endif  // TIDEGATE_TABLE_CONN_TABLE_INSERT_INL_H_
