// ConnTable: construction, lookups and walks.
#ifndef TIDEGATE_TABLE_CONN_TABLE_LOOKUP_INL_H_
#define TIDEGATE_TABLE_CONN_TABLE_LOOKUP_INL_H_

#include <algorithm>
#include <bit>
#include <new>
#include <utility>

#include "tidegate/conn_table.h"

namespace tidegate {

template <class Key, class Atomics>
std::uint32_t ConnTable<Key, Atomics>::SetsFor(std::uint64_t capacity) {
  const std::uint64_t slots = (capacity * 5 + 3) / 4;
  return static_cast<std::uint32_t>(std::max<std::uint64_t>(2, (slots + kSlotsPerSet - 1) / kSlotsPerSet));
}

template <class Key, class Atomics>
std::unique_ptr<ConnTable<Key, Atomics>> ConnTable<Key, Atomics>::Create(std::uint64_t capacity) {
  const std::uint32_t sets = SetsFor(capacity);
  TableMemory memory(sets * sizeof(Line) + std::size_t{sets} * kSlotsPerSet * sizeof(EntryRecord));
  if (memory.data() == nullptr) return nullptr;
  return std::unique_ptr<ConnTable>(new ConnTable(capacity, sets, std::move(memory)));
}

// The zeroed block is an empty table as it stands: all slots empty, version 0, as generation 0 of the records.
template <class Key, class Atomics>
ConnTable<Key, Atomics>::ConnTable(std::uint64_t capacity, std::uint32_t sets, TableMemory memory)
    : capacity_(capacity), sets_(sets), memory_(std::move(memory)) {
  lines_ = new (memory_.data()) Line[sets];
  records_ = new (memory_.data() + sets * sizeof(Line)) EntryRecord[std::size_t{sets} * kSlotsPerSet];
}

// Small tables have fewer sets than distances.
template <class Key, class Atomics>
std::uint32_t ConnTable<Key, Atomics>::Distance(std::uint32_t tag) const {
  const std::uint32_t distance = tag % kDistances;
  return 1 + (sets_ > kDistances ? distance : distance % (sets_ - 1));
}

// The hash's upper half chooses the set by multiplication (no power of two needed), its low bits are the tag.
template <class Key, class Atomics>
typename ConnTable<Key, Atomics>::Place ConnTable<Key, Atomics>::PlaceOf(std::uint64_t hash) const {
  const auto first = static_cast<std::uint32_t>(((hash >> 32) * sets_) >> 32);
  const std::uint32_t tag = static_cast<std::uint32_t>(hash) & SlotWord::kTagMask;
  const std::uint32_t second = first + Distance(tag);
  return {first, second >= sets_ ? second - sets_ : second, tag};
}

template <class Key, class Atomics>
std::uint32_t ConnTable<Key, Atomics>::FirstSetOf(std::uint32_t set, SlotWord spilled) const {
  const std::uint32_t distance = Distance(spilled.tag());
  return set >= distance ? set - distance : set + sets_ - distance;
}

template <class Key, class Atomics>
void ConnTable<Key, Atomics>::Prefetch(std::uint64_t hash) const {
  __builtin_prefetch(&lines_[PlaceOf(hash).first]);
}

// Invariant 4: the slot live, the generation, the key, and again the generation and the slot.
template <class Key, class Atomics>
typename ConnTable<Key, Atomics>::Sighting ConnTable<Key, Atomics>::Inspect(std::uint32_t slot, SlotWord seen,
                                                                            const Key& key, TimeNs now) const {
  const EntryRecord& record = records_[slot];
  // acquire: pairs with the last release store of WriteRecord().
  const std::uint32_t generation = record.generation.load(std::memory_order_acquire);
  if (!record.KeyEquals(key)) return {};
  const std::uint32_t attributes = record.attributes.load(std::memory_order_relaxed);
  const LifeWord life(record.life.load(std::memory_order_relaxed));
  // Whatever was read above of a later claim makes the loads below see that claim's busy slot: pairs with the release
  // fence of WriteRecord().
  Atomics::AcquireFence();
  if (record.generation.load(std::memory_order_relaxed) != generation ||
      (generation & SlotWord::kVersionMask) != seen.version() || (generation & EntryRecord::kWriting) != 0) {
    return {};
  }
  const SlotWord again(SlotAt(slot).load(std::memory_order_relaxed));
  if (!again.live() || again.version() != seen.version()) return {};
  return {.entry = {slot, generation, attributes, life}, .seen = again, .expired = life.Expired(now)};
}

template <class Key, class Atomics>
typename ConnTable<Key, Atomics>::Sighting ConnTable<Key, Atomics>::FindInSet(std::uint32_t set, std::uint32_t hits,
                                                                              const Place& place, bool spilled,
                                                                              const Key& key, TimeNs now) const {
  for (; hits != 0; hits &= hits - 1) {
    const std::uint32_t slot = set * kSlotsPerSet + static_cast<std::uint32_t>(std::countr_zero(hits));
    // acquire: pairs with the release that turned the slot live, so that the record is seen whole.
    const SlotWord seen(SlotAt(slot).load(std::memory_order_acquire));
    if (!seen.Matches(place.tag, spilled)) continue;
    if (Sighting sighting = Inspect(slot, seen, key, now); sighting.entry) return sighting;
  }
  return {};
}

// Looks in both sets. The spill counters in `control` were read before the first set's slots, so a key that was in its
// second set all the time is not overlooked (invariant 5).
template <class Key, class Atomics>
typename ConnTable<Key, Atomics>::Sighting ConnTable<Key, Atomics>::Locate(const Place& place, ControlWord control,
                                                                           const Key& key, TimeNs now) const {
  const std::uint32_t hits = ScanTags(lines_[place.first], place.tag, false);
  if (Sighting sighting = FindInSet(place.first, hits, place, false, key, now); sighting.entry) return sighting;
  if (control.spills(place.tag) == 0) return {};
  const std::uint32_t more = ScanTags(lines_[place.second], place.tag, true);
  return FindInSet(place.second, more, place, true, key, now);
}

template <class Key, class Atomics>
TableEntry ConnTable<Key, Atomics>::Find(const Key& key, std::uint64_t hash, TimeNs now) const {
  const Place place = PlaceOf(hash);
  const ControlWord control(lines_[place.first].control.load(std::memory_order_acquire));
  const Sighting sighting = Locate(place, control, key, now);
  return sighting.entry && !sighting.expired ? sighting.entry : TableEntry{};
}

template <class Key, class Atomics>
void ConnTable<Key, Atomics>::FindBurst(std::span<const Key> keys, std::span<const std::uint64_t> hashes, TimeNs now,
                                        std::span<TableEntry> entries) const {
  struct Probe {
    Place place;
    ControlWord control;
    std::uint32_t hits;
  };
  std::array<Probe, kMaxBurst> probes;
  const std::size_t count = keys.size();
  for (std::size_t i = 0; i < count; ++i) {
    probes[i].place = PlaceOf(hashes[i]);
    __builtin_prefetch(&lines_[probes[i].place.first]);
  }
  for (std::size_t i = 0; i < count; ++i) {
    Probe& probe = probes[i];
    const Line& line = lines_[probe.place.first];
    probe.control = ControlWord(line.control.load(std::memory_order_acquire));
    probe.hits = ScanTags(line, probe.place.tag, false);
    if (probe.hits != 0) {
      __builtin_prefetch(&records_[probe.place.first * kSlotsPerSet + std::countr_zero(probe.hits)]);
    } else if (probe.control.spills(probe.place.tag) != 0) {
      __builtin_prefetch(&lines_[probe.place.second]);
    }
  }
  for (std::size_t i = 0; i < count; ++i) {
    const Probe& probe = probes[i];
    Sighting sighting = FindInSet(probe.place.first, probe.hits, probe.place, false, keys[i], now);
    if (!sighting.entry && probe.control.spills(probe.place.tag) != 0) {
      const std::uint32_t more = ScanTags(lines_[probe.place.second], probe.place.tag, true);
      sighting = FindInSet(probe.place.second, more, probe.place, true, keys[i], now);
    }
    entries[i] = sighting.entry && !sighting.expired ? sighting.entry : TableEntry{};
  }
}

template <class Key, class Atomics>
template <class Show>
std::uint64_t ConnTable<Key, Atomics>::ForEach(TimeNs now, std::uint64_t begin, std::size_t max, Show&& show) const {
  std::size_t shown = 0;
  for (std::uint64_t i = begin; i < slot_count(); ++i) {
    const auto slot = static_cast<std::uint32_t>(i);
    const SlotWord seen(SlotAt(slot).load(std::memory_order_acquire));
    if (!seen.live()) continue;
    const Key key = records_[slot].LoadKey();
    // Inspect() accepts the key only if it is the slot's, whole.
    const Sighting sighting = Inspect(slot, seen, key, now);
    if (!sighting.entry || sighting.expired) continue;
    if (shown == max) return i;
    show(key, sighting.entry);
    ++shown;
  }
  return slot_count();
}

template <class Key, class Atomics>
std::array<std::uint64_t, kConnClassCount> ConnTable<Key, Atomics>::CountLive(TimeNs now) const {
  std::array<std::uint64_t, kConnClassCount> counts{};
  const auto slots = static_cast<std::uint32_t>(slot_count());
  for (std::uint32_t slot = 0; slot < slots; ++slot) {
    const SlotWord seen(SlotAt(slot).load(std::memory_order_acquire));
    if (!seen.live()) continue;
    const LifeWord life(records_[slot].life.load(std::memory_order_relaxed));
    if (!life.Expired(now)) ++counts[static_cast<std::size_t>(seen.cls())];
  }
  return counts;
}

}  // namespace tidegate

#endif  // TIDEGATE_TABLE_CONN_TABLE_LOOKUP_INL_H_
