// ConnTable: construction, lookups and walks.
#ifndef TIDEGATE_TABLE_CONN_TABLE_LOOKUP_INL_H_
#define TIDEGATE_TABLE_CONN_TABLE_LOOKUP_INL_H_

#include <algorithm>
#include <bit>
#include <new>
#include <utility>

#include "table/burst_util.h"
#include "tidegate/conn_table.h"

namespace tidegate {

template <class Key, class Atomics>
std::uint32_t ConnTable<Key, Atomics>::SetsFor(std::uint64_t capacity) {
  const std::uint64_t slots = (capacity * 5 + 3) / 4;
  return static_cast<std::uint32_t>(std::max<std::uint64_t>(2, (slots + kSlotsPerSet - 1) / kSlotsPerSet));
}

template <class Key, class Atomics>
std::size_t ConnTable<Key, Atomics>::BytesFor(std::uint64_t capacity, const TableOptions& options) {
  const std::size_t accounts = options.accounting ? kSlotsPerSet * sizeof(EntryAccount) : 0;
  return SetsFor(capacity) * (sizeof(Set) + accounts);
}

template <class Key, class Atomics>
std::unique_ptr<ConnTable<Key, Atomics>> ConnTable<Key, Atomics>::Create(std::uint64_t capacity,
                                                                         const TableOptions& options) {
  return Create(capacity, options, TableMemory(BytesFor(capacity, options)));
}

template <class Key, class Atomics>
std::unique_ptr<ConnTable<Key, Atomics>> ConnTable<Key, Atomics>::Create(std::uint64_t capacity, TableMemory memory) {
  return Create(capacity, TableOptions{}, std::move(memory));
}

template <class Key, class Atomics>
std::unique_ptr<ConnTable<Key, Atomics>> ConnTable<Key, Atomics>::Create(std::uint64_t capacity,
                                                                         const TableOptions& options,
                                                                         TableMemory memory) {
  if (memory.data() == nullptr) return nullptr;
  return std::unique_ptr<ConnTable>(new ConnTable(capacity, SetsFor(capacity), options, std::move(memory)));
}

// The zeroed block is an empty table as it stands: all slots empty, version 0, as generation 0 of the records.
template <class Key, class Atomics>
ConnTable<Key, Atomics>::ConnTable(std::uint64_t capacity, std::uint32_t set_count, const TableOptions& options,
                                   TableMemory memory)
    : capacity_(capacity), places_(set_count), memory_(std::move(memory)) {
  sets_ = new (memory_.data()) Set[set_count];
  if (options.accounting) accounts_ = new (sets_ + set_count) EntryAccount[std::size_t{set_count} * kSlotsPerSet];
}

// Without a division where a set is as long as its lines, which is so but for instrumented atomics.
template <class Key, class Atomics>
[[gnu::always_inline]] inline typename ConnTable<Key, Atomics>::EntryRecord& ConnTable<Key, Atomics>::RecordOf(
    Set* sets, std::uint32_t slot) {
  if constexpr (sizeof(Set) == kLinesPerSet * sizeof(Line)) {
    auto* first = reinterpret_cast<std::byte*>(sets->records);
    return *reinterpret_cast<EntryRecord*>(first + std::size_t{slot} * sizeof(Line));
  } else {
    return sets[SetOf(slot)].records[LaneOf(slot)];
  }
}

template <class Key, class Atomics>
[[gnu::always_inline]] inline std::uint32_t ConnTable<Key, Atomics>::SlotOf(const EntryRecord& record) const {
  const auto offset = static_cast<std::size_t>(reinterpret_cast<const std::byte*>(&record) -
                                               reinterpret_cast<const std::byte*>(sets_->records));
  if constexpr (sizeof(Set) == kLinesPerSet * sizeof(Line)) {
    return static_cast<std::uint32_t>(offset / sizeof(Line));
  } else {
    return SlotOf(static_cast<std::uint32_t>(offset / sizeof(Set)),
                  static_cast<std::uint32_t>(offset % sizeof(Set) / sizeof(EntryRecord)));
  }
}

template <class Key, class Atomics>
void ConnTable<Key, Atomics>::Prefetch(std::uint64_t hash) const {
  __builtin_prefetch(&sets_[places_.First(hash)].line, 0, kIntoSecondLevel);
}

// Invariant 4. The slot was live with this version when it was seen; so was its record's entry of that generation, as
// the next claim of the slot raises the slot's version first and the generation after it. The result is written word by
// word to where it stays: copied with vector loads right after, it would stall them until the words are in the cache.
template <class Key, class Atomics>
[[gnu::always_inline]] inline bool ConnTable<Key, Atomics>::Inspect(const EntryRecord& record, SlotWord seen,
                                                                    const Key& key, TableEntry& entry) const {
  // acquire: pairs with the last release store of WriteRecord().
  const std::uint64_t identity = record.identity.load(std::memory_order_acquire);
  if (!record.KeyEquals(key)) return false;
  const LifeWord life(record.life.load(std::memory_order_relaxed));
  // Whatever was read above of a later claim makes the load below see that claim's generation: pairs with the release
  // fence of WriteRecord().
  Atomics::AcquireFence();
  const bool same = record.identity.load(std::memory_order_relaxed) == identity;
  if (!same && Atomics::Keeps(Guard::kGenerationAgain)) return false;
  if (!RecordIdentity(identity).IsOf(seen) && Atomics::Keeps(Guard::kGenerationOfSlot)) return false;
  entry.slot = SlotOf(record);
  entry.identity = RecordIdentity(identity);
  entry.life = life;
  return true;
}

template <class Key, class Atomics>
bool ConnTable<Key, Atomics>::FindInSet(std::uint32_t set, std::uint32_t hits, std::uint32_t tag, const Key& key,
                                        SlotWord& seen, TableEntry& entry) const {
  for (; hits != 0; hits &= hits - 1) {
    const std::uint32_t slot = SlotOf(set, static_cast<std::uint32_t>(std::countr_zero(hits)));
    // acquire: pairs with the release that turned the slot live, so that the record is seen whole.
    seen = SlotWord(SlotAt(slot).load(std::memory_order_acquire));
    if (seen.Matches(tag) && Inspect(RecordAt(slot), seen, key, entry)) return true;
  }
  return false;
}

// Looks in both sets. A key that is in its second set all the time has its spill counter raised all the time
// (invariant 5).
template <class Key, class Atomics>
bool ConnTable<Key, Atomics>::Locate(const Place& place, const Key& key, SlotWord& seen, TableEntry& entry) const {
  const TagScan first = ScanTags(sets_[place.first].line, place.tag);
  if (FindInSet(place.first, first.hits(), place.tag, key, seen, entry)) return true;
  if (!first.spills() || !Atomics::Keeps(Guard::kSecondSet)) return false;
  const std::uint32_t second = places_.Second(place);
  return FindInSet(second, ScanTags(sets_[second].line, place.tag).hits(), place.tag, key, seen, entry);
}

// The result is written where it is returned; a copy would stall as Inspect() tells (40 % of a lookup from the
// first-level cache).
template <class Key, class Atomics>
TableEntry ConnTable<Key, Atomics>::Find(const Key& key, std::uint64_t hash, TimeNs now) const {
  TableEntry entry;
  SlotWord seen;
  if (!Locate(places_.Of(hash), key, seen, entry) || entry.life.Expired(now)) entry.slot = TableEntry::kNoSlot;
  return entry;
}

// Passes, each of which asks for the memory of a later one: the first sets' lines; the records of the slots whose tags
// fit, or the second sets' lines of keys that may be there; then their records. A slot that turns out to be another
// key's, which a tag of ten bits makes rare, sends its key through the plain way.
//
// Which keys are in their second set is as good as random, so they are sorted out by bits and conditional moves instead
// of by branches. Lines are asked for into the second-level cache: more of them can be under way than into the first
// (docs/table.md).
template <class Key, class Atomics>
void ConnTable<Key, Atomics>::FindBurst(std::span<const Key> keys, std::span<const std::uint64_t> hashes, TimeNs now,
                                        std::span<TableEntry> entries) const {
  const std::size_t count = keys.size();
  if (count == 0) return;
  Search search;
  for (std::size_t i = 0; i < count; ++i) {
    const Place place = places_.Of(hashes[i]);
    search.sets[i] = &sets_[place.first];
    search.second[i] = &sets_[places_.Second(place)];
  }
  for (std::size_t i = 0; i < count; ++i) __builtin_prefetch(&search.sets[i]->line, 0, kIntoSecondLevel);
  for (std::size_t i = 0; i < count; ++i) ScanFirst(i, hashes[i], search);
  std::uint64_t found = WordsWithBits(search.scans, count, kSlotLanes);
  const std::uint64_t elsewhere = WordsWithBits(search.scans, count, TagScan::kSpillsBit) & ~found;
  for (std::uint64_t bits = elsewhere; bits != 0; bits &= bits - 1) {
    const auto i = static_cast<std::size_t>(std::countr_zero(bits));
    found |= ScanSecond(i, hashes[i], search) << i;
  }
  ConfirmAll(keys, hashes, now, found, search, entries);
  const std::uint64_t all = ~std::uint64_t{0} >> (kMaxBurst - count);
  for (std::uint64_t bits = all & ~found; bits != 0; bits &= bits - 1) {
    entries[static_cast<std::size_t>(std::countr_zero(bits))].slot = TableEntry::kNoSlot;
  }
}

// Looks for the tag of key number `i` in its first set, and asks for what is to be looked at next.
template <class Key, class Atomics>
[[gnu::always_inline]] inline void ConnTable<Key, Atomics>::ScanFirst(std::size_t i, std::uint64_t hash,
                                                                      Search& search) const {
  const Set& set = *search.sets[i];
  const TagScan scan = ScanTags(set.line, Places::Tag(hash));
  search.scans[i] = static_cast<std::uint16_t>(scan.raw());
  const void* next = SelectAddress(scan.spills(), search.second[i], &set);
  next = SelectAddress(scan.hits(), &set.records[scan.FirstLane()], next);
  __builtin_prefetch(next, 0, kIntoSecondLevel);
}

// The same in its second set, which then is the one to confirm it in. Returns 1 if the tag is there.
template <class Key, class Atomics>
[[gnu::always_inline]] inline std::uint64_t ConnTable<Key, Atomics>::ScanSecond(std::size_t i, std::uint64_t hash,
                                                                                Search& search) const {
  const Set& set = *search.second[i];
  const TagScan scan = ScanTags(set.line, Places::Tag(hash));
  search.sets[i] = &set;
  search.scans[i] = static_cast<std::uint16_t>(scan.raw());
  __builtin_prefetch(&set.records[scan.FirstLane()], 0, kIntoSecondLevel);
  return scan.hits() != 0;
}

template <class Key, class Atomics>
[[gnu::always_inline]] inline void ConnTable<Key, Atomics>::ConfirmAll(std::span<const Key> keys,
                                                                       std::span<const std::uint64_t> hashes,
                                                                       TimeNs now, std::uint64_t found,
                                                                       const Search& search,
                                                                       std::span<TableEntry> entries) const {
  for (std::uint64_t bits = found; bits != 0; bits &= bits - 1) {
    const auto i = static_cast<std::size_t>(std::countr_zero(bits));
    const Set& set = *search.sets[i];
    const std::uint32_t lane = TagScan(search.scans[i]).FirstLane();
    // acquire: pairs with the release that turned the slot live, so that the record is seen whole.
    const SlotWord seen(set.line.slots[lane].load(std::memory_order_acquire));
    TableEntry& entry = entries[i];
    if (!seen.live() || !Inspect(set.records[lane], seen, keys[i], entry)) [[unlikely]] {
      FindAgain(keys[i], hashes[i], now, entry);
    } else if (entry.life.Expired(now)) [[unlikely]] {
      entry.slot = TableEntry::kNoSlot;
    }
  }
}

// The tag was another key's, or the slot has changed.
template <class Key, class Atomics>
[[gnu::noinline]] void ConnTable<Key, Atomics>::FindAgain(const Key& key, std::uint64_t hash, TimeNs now,
                                                          TableEntry& entry) const {
  entry = Find(key, hash, now);
}

template <class Key, class Atomics>
template <class Show>
std::uint64_t ConnTable<Key, Atomics>::ForEach(TimeNs now, std::uint64_t begin, std::size_t max, Show&& show) const {
  std::size_t shown = 0;
  for (auto slot = static_cast<std::uint32_t>(begin); slot < slot_end(); slot = NextSlot(slot)) {
    const SlotWord seen(SlotAt(slot).load(std::memory_order_acquire));
    if (!seen.live()) continue;
    const Key key = RecordAt(slot).LoadKey();
    // Inspect() accepts the key only if it is the slot's, whole.
    TableEntry entry;
    if (!Inspect(RecordAt(slot), seen, key, entry) || entry.life.Expired(now)) continue;
    if (shown == max) return slot;
    show(key, entry);
    ++shown;
  }
  return slot_end();
}

template <class Key, class Atomics>
template <class Show>
void ConnTable<Key, Atomics>::ForEachSlot(TimeNs now, Show&& show) const {
  for (std::uint32_t slot = 0; slot < slot_end(); slot = NextSlot(slot)) {
    SlotWord seen;
    TableEntry entry;
    Key key;
    do {  // again, if the slot changes meanwhile
      seen = SlotWord(SlotAt(slot).load(std::memory_order_acquire));
      if (seen.live()) key = RecordAt(slot).LoadKey();
    } while (seen.live() && !Inspect(RecordAt(slot), seen, key, entry));
    const bool alive = seen.live() && !entry.life.Expired(now);
    show(slot, alive ? seen : SlotWord(), alive ? key.zone() : 0);
  }
}

template <class Key, class Atomics>
std::array<std::uint64_t, kConnClassCount> ConnTable<Key, Atomics>::CountLive(TimeNs now) const {
  std::array<std::uint64_t, kConnClassCount> counts{};
  for (std::uint32_t set = 0; set < places_.sets(); ++set) {
    for (std::uint32_t lane = 0; lane < kSlotsPerSet; ++lane) {
      const SlotWord seen(sets_[set].line.slots[lane].load(std::memory_order_acquire));
      if (!seen.live()) continue;
      const LifeWord life(RecordAt(SlotOf(set, lane)).life.load(std::memory_order_relaxed));
      if (!life.Expired(now)) ++counts[static_cast<std::size_t>(seen.cls())];
    }
  }
  return counts;
}

}  // namespace tidegate

#endif  // TIDEGATE_TABLE_CONN_TABLE_LOOKUP_INL_H_
