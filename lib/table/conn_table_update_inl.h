// ConnTable: changes to an entry that exists, and its end.
#ifndef TIDEGATE_TABLE_CONN_TABLE_UPDATE_INL_H_
#define TIDEGATE_TABLE_CONN_TABLE_UPDATE_INL_H_

#include "tidegate/conn_table.h"

namespace tidegate {

template <class Key, class Atomics>
bool ConnTable<Key, Atomics>::UpdateLife(TableEntry& entry, ConnState state, std::uint8_t flags, TimeNs expiry,
                                         TableWorker& worker) {
  // A failed call before may have left another entry's word here: changed, it would carry this one's generation.
  if (!entry.life.IsOf(entry.generation())) return false;
  // It is over, and may be reclaimed at any moment. Its slot's tick may even have wrapped: no census could tell.
  if (entry.life.Expired(worker.clock.now)) return false;
  const LifeWord desired = LifeWord::Make(entry.generation(), flags, static_cast<std::uint8_t>(state), expiry);
  std::uint64_t expected = entry.life.raw();
  // The generation in the word makes this fail if the slot has another entry. seq_cst: see SyncSlot().
  if (!RecordAt(entry.slot).life.compare_exchange_strong(expected, desired.raw(), std::memory_order_seq_cst)) {
    entry.life = LifeWord(expected);
    return false;
  }
  entry.life = desired;
  SyncSlot(entry, worker);
  return true;
}

// The slot knows nothing of the flags, so it says what the life word says as much as before.
template <class Key, class Atomics>
bool ConnTable<Key, Atomics>::UpdateFlags(TableEntry& entry, std::uint8_t flags) {
  if (!entry.life.IsOf(entry.generation())) return false;  // as in UpdateLife()
  const LifeWord desired = entry.life.WithFlags(flags);
  std::uint64_t expected = entry.life.raw();
  if (!RecordAt(entry.slot).life.compare_exchange_strong(expected, desired.raw(), std::memory_order_seq_cst)) {
    entry.life = LifeWord(expected);
    return false;
  }
  entry.life = desired;
  return true;
}

// Makes the slot say what the life word says. Two threads may have changed the life word one after the other and come
// here in the other order; each reads the life word again after its own change of the slot, so the last one leaves the
// slot as the last life word wants it. That needs one order of all four accesses: seq_cst.
template <class Key, class Atomics>
void ConnTable<Key, Atomics>::SyncSlot(const TableEntry& entry, TableWorker& worker) {
  const TimeNs now = worker.clock.now;
  LifeWord life = entry.life;
  for (;;) {
    const SlotWord seen(SlotAt(entry.slot).load(std::memory_order_seq_cst));
    const bool same = seen.version() == (entry.generation() & SlotWord::kVersionMask);
    if (!seen.live() || (!same && Atomics::Keeps(Guard::kSyncVersion))) return;
    const ConnClass cls = ClassOf(static_cast<ConnState>(life.state()));
    const SlotWord desired = seen.WithClass(cls).WithExpiry(ExpiryTick(cls, life.Expiry(now), now));
    if (desired == seen) return;
    // Before the exchange, whose success tells that the slot has held the same entry all the time.
    ZoneCounter* const zones = worker.zones;
    const Zone zone = zones != nullptr ? RecordAt(entry.slot).LoadZone() : 0;
    std::uint32_t expected = seen.raw();
    if (!SlotAt(entry.slot).compare_exchange_strong(expected, desired.raw(), std::memory_order_seq_cst)) continue;
    worker.census.Remove(seen);
    worker.census.Add(desired);
    if (zones != nullptr) [[unlikely]] {
      zones->Add(zone, entry.slot, desired, worker.clock);
      zones->Remove(zone, entry.slot, seen, worker.clock);
    }
    if (!Atomics::Keeps(Guard::kLifeAgain)) return;
    const LifeWord latest(RecordAt(entry.slot).life.load(std::memory_order_seq_cst));
    if (latest == life || !latest.IsOf(entry.generation())) return;
    life = latest;
  }
}

template <class Key, class Atomics>
bool ConnTable<Key, Atomics>::Reload(TableEntry& entry) const {
  entry.life = LifeWord(RecordAt(entry.slot).life.load(std::memory_order_acquire));
  return entry.life.IsOf(entry.generation());
}

template <class Key, class Atomics>
[[gnu::always_inline]] inline bool ConnTable<Key, Atomics>::Entries::IsAsFound(const TableEntry& entry) const {
  return LifeWord(RecordOf(sets_, entry.slot).life.load(std::memory_order_acquire)) == entry.life;
}

template <class Key, class Atomics>
[[gnu::always_inline]] inline TrackAccess<Atomics> ConnTable<Key, Atomics>::Entries::Track(
    const TableEntry& entry) const {
  return TrackAccess<Atomics>(RecordOf(sets_, entry.slot).track, entry.generation());
}

template <class Key, class Atomics>
std::uint64_t ConnTable<Key, Atomics>::LoadTrack(const TableEntry& entry, std::size_t word) const {
  return TrackAccess<Atomics>(RecordAt(entry.slot).track, entry.generation()).Load(word);
}

template <class Key, class Atomics>
SwapResult ConnTable<Key, Atomics>::SwapTrack(const TableEntry& entry, std::size_t word, std::uint64_t& expected,
                                              std::uint64_t desired) {
  return Track(entry).Swap(word, expected, desired);
}

template <class Key, class Atomics>
bool ConnTable<Key, Atomics>::Account(const TableEntry& entry, std::size_t direction, std::uint32_t bytes,
                                      Writers writers) {
  return AccountAt(entry.slot).Add(entry.generation(), direction, bytes, writers);
}

template <class Key, class Atomics>
AccountCounts ConnTable<Key, Atomics>::LoadAccount(const TableEntry& entry) const {
  return AccountAt(entry.slot).Load(entry.generation());
}

template <class Key, class Atomics>
void ConnTable<Key, Atomics>::PrefetchAccount(const TableEntry& entry, std::size_t direction) const {
  AccountAt(entry.slot).Prefetch(direction);
}

template <class Key, class Atomics>
bool ConnTable<Key, Atomics>::Release(const TableEntry& entry, TableWorker& worker) {
  const EntryRecord& record = RecordAt(entry.slot);
  for (;;) {
    const SlotWord seen(SlotAt(entry.slot).load(std::memory_order_acquire));
    if (!seen.live() || seen.version() != (entry.generation() & SlotWord::kVersionMask)) return false;
    if (record.LoadGeneration() != entry.generation() && Atomics::Keeps(Guard::kReleaseGeneration)) return false;
    if (seen.spilled() && !Atomics::Keeps(Guard::kSpillAfterGone)) {
      LowerSpills(places_.FirstOf(SetOf(entry.slot), seen), seen);
    }
    ZoneCounter* const zones = worker.zones;
    const Zone zone = zones != nullptr ? record.LoadZone() : 0;  // as in SyncSlot()
    std::uint32_t expected = seen.raw();
    if (!SlotAt(entry.slot)
             .compare_exchange_strong(expected, SlotWord::Empty(seen.version()).raw(), std::memory_order_acq_rel,
                                      std::memory_order_acquire)) {
      continue;  // its class or expiry changed
    }
    worker.census.Remove(seen);
    if (zones != nullptr) [[unlikely]]
      zones->Remove(zone, entry.slot, seen, worker.clock);
    if (seen.spilled() && Atomics::Keeps(Guard::kSpillAfterGone)) {
      LowerSpills(places_.FirstOf(SetOf(entry.slot), seen), seen);
    }
    return true;
  }
}

template <class Key, class Atomics>
template <EvictionPolicy Eviction>
bool ConnTable<Key, Atomics>::GiveUp(std::uint64_t hash, const Eviction& eviction, const Pressure& pressure,
                                     TableWorker& worker) {
  const Place place = places_.Of(hash);
  const std::uint32_t sets[2] = {place.first, places_.Second(place)};
  const CandidateSlots slots{SlotOf(sets[0], 0), SlotOf(sets[1], 0), kLinesPerRecord};
  for (;;) {
    SlotWords words;
    words.Copy(sets_[sets[0]].line, false);
    words.Copy(sets_[sets[1]].line, true);
    const int chosen = eviction.Choose(EvictionCandidates(words, worker.clock, slots, hash, worker.Draw()), pressure);
    if (chosen == kNoVictim) return false;
    const auto number = static_cast<std::uint32_t>(chosen);
    const SlotWord seen = words.At(chosen);
    const std::uint32_t slot = SlotOf(sets[number / kLanes], number % kLanes);
    // Before the exchange, as in SyncSlot().
    const Zone zone = worker.zones != nullptr ? RecordAt(slot).LoadZone() : 0;
    const LifeWord life(RecordAt(slot).life.load(std::memory_order_acquire));
    std::uint32_t expected = seen.raw();
    if (!SlotAt(slot).compare_exchange_strong(expected, SlotWord::Empty(seen.version()).raw(),
                                              std::memory_order_acq_rel, std::memory_order_acquire)) {
      continue;
    }
    // It may have ended, and its slot not have been needed since.
    const bool alive = !life.Expired(worker.clock.now);
    const bool counted = worker.MayCount(life);
    worker.CountReplaced(seen, alive, counted, false);
    if (worker.zones != nullptr && counted) worker.zones->Remove(zone, slot, seen, worker.clock);
    if (seen.spilled()) LowerSpills(places_.FirstOf(SetOf(slot), seen), seen);
    return true;
  }
}

// The entry `gone` of this first set has left its second set. By then nobody finds it any more (invariant 5).
template <class Key, class Atomics>
void ConnTable<Key, Atomics>::LowerSpills(std::uint32_t set, SlotWord gone) {
  auto& control = sets_[set].line.control;
  std::uint64_t raw = control.load(std::memory_order_relaxed);
  while (!control.compare_exchange_strong(raw, ControlWord(raw).WithOneSpillLess(gone.tag()).raw(),
                                          std::memory_order_acq_rel, std::memory_order_relaxed)) {
  }
}

}  // namespace tidegate

#endif  // TIDEGATE_TABLE_CONN_TABLE_UPDATE_INL_H_
