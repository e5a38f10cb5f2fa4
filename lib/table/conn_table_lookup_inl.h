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

// Invariant 4: the slot live, the generation, the key, and again the generation and the slot. The result is written
// word by word to where it stays: copied with vector loads right after, it would stall them until the words are in the
// cache.
template <class Key, class Atomics>
[[gnu::always_inline]] inline bool ConnTable<Key, Atomics>::Inspect(std::uint32_t slot, SlotWord seen, const Key& key,
                                                                    TableEntry& entry, SlotWord& again) const {
  const EntryRecord& record = records_[slot];
  // acquire: pairs with the last release store of WriteRecord().
  const std::uint32_t generation = record.generation.load(std::memory_order_acquire);
  if (!record.KeyEquals(key)) return false;
  const std::uint32_t attributes = record.attributes.load(std::memory_order_relaxed);
  const LifeWord life(record.life.load(std::memory_order_relaxed));
  // Whatever was read above of a later claim makes the loads below see that claim's busy slot: pairs with the release
  // fence of WriteRecord().
  Atomics::AcquireFence();
  if (record.generation.load(std::memory_order_relaxed) != generation ||
      (generation & SlotWord::kVersionMask) != seen.version() || (generation & EntryRecord::kWriting) != 0) {
    return false;
  }
  again = SlotWord(SlotAt(slot).load(std::memory_order_relaxed));
  if (!again.live() || again.version() != seen.version()) return false;
  entry.slot = slot;
  entry.generation = generation;
  entry.attributes = attributes;
  entry.life = life;
  return true;
}

template <class Key, class Atomics>
bool ConnTable<Key, Atomics>::FindInSet(std::uint32_t set, bool spilled, const Place& place, const Key& key,
                                        Sighting& sighting) const {
  for (std::uint32_t hits = ScanTags(lines_[set], place.tag, spilled); hits != 0; hits &= hits - 1) {
    const std::uint32_t slot = set * kSlotsPerSet + static_cast<std::uint32_t>(std::countr_zero(hits));
    // acquire: pairs with the release that turned the slot live, so that the record is seen whole.
    const SlotWord seen(SlotAt(slot).load(std::memory_order_acquire));
    if (seen.Matches(place.tag, spilled) && Inspect(slot, seen, key, sighting.entry, sighting.seen)) return true;
  }
  return false;
}

// Looks in both sets. The spill counters are read before the first set's slots, so a key that was in its second set all
// the time is not overlooked (invariant 5).
template <class Key, class Atomics>
bool ConnTable<Key, Atomics>::Locate(const Place& place, const Key& key, Sighting& sighting) const {
  const ControlWord control(lines_[place.first].control.load(std::memory_order_acquire));
  if (FindInSet(place.first, false, place, key, sighting)) return true;
  return control.spills(place.tag) != 0 && FindInSet(place.second, true, place, key, sighting);
}

template <class Key, class Atomics>
TableEntry ConnTable<Key, Atomics>::Find(const Key& key, std::uint64_t hash, TimeNs now) const {
  Sighting sighting;
  if (!Locate(PlaceOf(hash), key, sighting) || sighting.entry.life.Expired(now)) return {};
  return sighting.entry;
}

// Three passes, each of which asks for the memory of the next one: the first set's line; the record of the slot whose
// tag fits, or the second set's line; there again the record. A slot that turns out to be another key's, which a tag of
// ten bits makes rare, sends its key through the plain way.
template <class Key, class Atomics>
void ConnTable<Key, Atomics>::FindBurst(std::span<const Key> keys, std::span<const std::uint64_t> hashes, TimeNs now,
                                        std::span<TableEntry> entries) const {
  constexpr std::uint32_t kNone = TableEntry::kNoSlot;
  std::array<Place, kMaxBurst> places;
  std::array<std::uint32_t, kMaxBurst> slots;
  std::array<std::uint8_t, kMaxBurst> spilled;
  std::size_t spilled_count = 0;
  const std::size_t count = keys.size();
  for (std::size_t i = 0; i < count; ++i) {
    places[i] = PlaceOf(hashes[i]);
    __builtin_prefetch(&lines_[places[i].first]);
  }
  for (std::size_t i = 0; i < count; ++i) {
    const Place& place = places[i];
    const Line& line = lines_[place.first];
    const ControlWord control(line.control.load(std::memory_order_acquire));
    const std::uint32_t hits = ScanTags(line, place.tag, false);
    // Without branches: one key in eight is in its second set, at random.
    const std::uint32_t slot = place.first * kSlotsPerSet + (static_cast<std::uint32_t>(std::countr_zero(hits)) & 15);
    const bool spills = hits == 0 && control.spills(place.tag) != 0;
    const void* next = spills ? static_cast<const void*>(&lines_[place.second]) : &line;
    __builtin_prefetch(hits != 0 ? &records_[slot] : next);
    slots[i] = hits != 0 ? slot : kNone;
    spilled[spilled_count] = static_cast<std::uint8_t>(i);
    spilled_count += spills;
  }
  for (std::size_t j = 0; j < spilled_count; ++j) {
    const Place& place = places[spilled[j]];
    const std::uint32_t hits = ScanTags(lines_[place.second], place.tag, true);
    if (hits == 0) continue;
    const std::uint32_t slot = place.second * kSlotsPerSet + static_cast<std::uint32_t>(std::countr_zero(hits));
    slots[spilled[j]] = slot;
    __builtin_prefetch(&records_[slot]);
  }
  for (std::size_t i = 0; i < count; ++i) {
    TableEntry& entry = entries[i];
    if (slots[i] == kNone) {
      entry = {};
      continue;
    }
    const SlotWord seen(SlotAt(slots[i]).load(std::memory_order_acquire));
    SlotWord again;
    if (!seen.live() || !Inspect(slots[i], seen, keys[i], entry, again)) [[unlikely]] {
      entry = Find(keys[i], hashes[i], now);
    } else if (entry.life.Expired(now)) [[unlikely]] {
      entry = {};
    }
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
    Sighting sighting;
    if (!Inspect(slot, seen, key, sighting.entry, sighting.seen) || sighting.entry.life.Expired(now)) continue;
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
