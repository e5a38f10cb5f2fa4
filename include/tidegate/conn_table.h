// A connection table: lock-free, of fixed size, with ageing in place and no thread that cleans up.
//
//   auto table = ConnTable4::Create(131072);
//   TableWorker worker;                                  // one for each thread
//   worker.BeginBurst(now);
//   auto result = table->FindOrInsert(key, HashFlowKey(key, secret), fresh, policy, pressure, worker);
//
// Use it below a firewall of your own, in a simulation or in a benchmark; Firewall is the whole with rules and
// tracking.
//
// Cost: a hit touches two cache lines, the directory line of the key's first set and the record, and a third one if the
// entry is in its second set: a tenth of them in a table freshly filled to 86 %, a quarter in one long in use. A miss
// touches one, or two for a sixth of the misses, or two fifths. Nothing loops over the table but the walks at the end
// of the class.
//
// Memory. One block without pointers, set after set:
//
//   set 0: directory line | record of slot 0 | ... | record of slot 13     set 1: directory line | ...
//          64 bytes: 14 slots, control word        64 bytes each (IPv4) or 128 (IPv6)
//
// and behind the last set, if the table was made with accounting, 40 bytes for each slot (account_record.h).
//
// There are 1.25 slots for each connection of capacity. A key may stand in two sets: the first, chosen by its hash, and
// a second one up to 256 sets further, chosen by its tag (places.h). The first is taken while it has room to spare
// (spill_rule.h). With 86 % of the capacity live no insert then finds both sets full; at 95 % fewer than one in 100,000
// does, at 100 % three in ten thousand (conn_table_load_test.cc).
//
// Invariants.
//  1. At most one live slot holds a key. All inserts of a key go through the control word of its first set.
//  2. A slot is written only by the thread that turned it busy; a live slot changes by compare-and-swap only.
//  3. While a slot is live with version v, its record's key is that of generation g, v being g's low bits, and
//  constant.
//  4. A reader believes a key only if the slot was live before it read it, and the record's generation was the slot's
//     version, complete, before and after.
//  5. The spill counter of a key's first set is at least the number of live entries it stands for.
//  6. The slot's expiry tick is never later than the record's expiry: an entry not due by its slot is alive.
//
// Insert (each step is one atomic operation; a thread may stop for ever between any two and blocks nobody):
//  1. Read the first set's control word c. If it names an insert whose slot is still busy, turn that slot live.
//  2. Look for the key in both sets. Alive: that is the result.
//  3. Choose a slot: that of the key's own expired entry, a free one, an expired one, the policy's victim; or none.
//     Turn it busy. Write the record.
//  4. Swap c for c with this slot as the pending insert. If c has changed, another insert went first, perhaps of this
//     very key: give the slot back and start again.
//  5. Turn the slot live, which any thread that comes by may do as well. Where the slot is in another set, clear the
//     pending insert, to spare the next one a look there; else it stays named until the next insert.
// Two inserts of one key cannot both succeed: the second one's c is older than the first one's step 4, or its step 1
// finishes the first one and step 2 finds it.
#ifndef TIDEGATE_CONN_TABLE_H_
#define TIDEGATE_CONN_TABLE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "table/account_record.h"
#include "table/atomics.h"
#include "table/directory.h"
#include "table/life_word.h"
#include "table/places.h"
#include "table/record.h"
#include "table/table_memory.h"
#include "table/table_worker.h"
#include "table/track_access.h"
#include "tidegate/account_counts.h"
#include "tidegate/conn_state.h"
#include "tidegate/eviction.h"
#include "tidegate/flow_key.h"
#include "tidegate/pressure.h"
#include "tidegate/time.h"

namespace tidegate {

struct TableOptions {
  bool accounting = false;  // count the packets and bytes of each entry
};

// An entry as a lookup found it. Plain data; if it is none, only `slot` means anything.
struct TableEntry {
  static constexpr std::uint32_t kNoSlot = 0xffffffff;

  std::uint32_t slot = kNoSlot;
  RecordIdentity identity;
  LifeWord life;

  std::uint32_t generation() const { return identity.generation(); }
  std::uint32_t attributes() const { return identity.attributes(); }
  explicit operator bool() const { return slot != kNoSlot; }
};

// What a new entry begins with.
struct NewEntry {
  ConnState state = ConnState::kNone;
  std::uint8_t flags = 0;
  std::uint32_t attributes = 0;
  TimeNs expiry = 0;
  TrackWords track{};
};

struct InsertResult {
  enum class Outcome : std::uint8_t {
    kFound,     // the key was there; `entry` is it
    kInserted,  // `entry` is new
    kFull,      // no slot could be had
    kStale,     // Reopen() only: the old entry is not there any more
  };
  Outcome outcome = Outcome::kFull;
  TableEntry entry;
};

template <class Key, class Atomics = SharedAtomics>
class ConnTable {
  struct Set;

 public:
  // The most keys of one FindBurst().
  static constexpr std::size_t kMaxBurst = 64;

  // Null if the memory cannot be had. REQUIRES: 1 <= capacity <= 2^27.
  static std::unique_ptr<ConnTable> Create(std::uint64_t capacity, const TableOptions& options);
  static std::unique_ptr<ConnTable> Create(std::uint64_t capacity) { return Create(capacity, TableOptions{}); }
  // In a block of the caller's, zeroed. REQUIRES: memory.bytes() >= BytesFor(capacity, options).
  static std::unique_ptr<ConnTable> Create(std::uint64_t capacity, const TableOptions& options, TableMemory memory);
  static std::unique_ptr<ConnTable> Create(std::uint64_t capacity, TableMemory memory);
  static std::size_t BytesFor(std::uint64_t capacity, const TableOptions& options = {});

  std::uint64_t capacity() const { return capacity_; }
  std::uint64_t slot_count() const { return std::uint64_t{places_.sets()} * kSlotsPerSet; }
  // One past the highest slot number. The numbers have gaps.
  std::uint64_t slot_end() const { return std::uint64_t{places_.sets()} * kLinesPerSet; }
  // Of a table that is made for so many connections.
  static std::uint64_t SlotEndFor(std::uint64_t capacity) { return std::uint64_t{SetsFor(capacity)} * kLinesPerSet; }
  // The first slot of the first set of a key with this hash.
  std::uint32_t HomeOf(std::uint64_t hash) const { return SlotOf(places_.First(hash), 0); }
  std::size_t MemoryBytes() const { return memory_.bytes(); }
  bool HasHugePages() const { return memory_.huge_pages(); }
  bool accounting() const { return accounts_ != nullptr; }

  // --- Thread safety: any number of threads at once (SharedAtomics), each with its own worker.

  // The live entry of `key`, or none. Wait-free.
  TableEntry Find(const Key& key, std::uint64_t hash, TimeNs now) const;

  // Find() for each key, with the memory accesses of all of them overlapped.
  // REQUIRES: keys, hashes and entries have the same size, at most kMaxBurst.
  void FindBurst(std::span<const Key> keys, std::span<const std::uint64_t> hashes, TimeNs now,
                 std::span<TableEntry> entries) const;

  // Brings the directory line of a key closer. A hint, for any of the methods that take a hash.
  void Prefetch(std::uint64_t hash) const;

  // The live entry of `key`, or a new one. Lock-free: it starts again only if another insert succeeded meanwhile.
  template <EvictionPolicy Eviction>
  InsertResult FindOrInsert(const Key& key, std::uint64_t hash, const NewEntry& fresh, const Eviction& eviction,
                            const Pressure& pressure, TableWorker& worker);

  // FindOrInsert() for each key, with the memory accesses of all of them overlapped. Keys may be equal.
  // REQUIRES: keys, hashes and results have the same size, at most kMaxBurst.
  template <EvictionPolicy Eviction>
  void FindOrInsertBurst(std::span<const Key> keys, std::span<const std::uint64_t> hashes, const NewEntry& fresh,
                         const Eviction& eviction, const Pressure& pressure, TableWorker& worker,
                         std::span<InsertResult> results);

  // Replaces `old`, an entry of `key`, by a new one in the same slot: a connection that comes back. kStale if `old` is
  // gone: look again. Lock-free.
  InsertResult Reopen(const TableEntry& old, const Key& key, std::uint64_t hash, const NewEntry& fresh,
                      TableWorker& worker);

  // Changes state, flags and expiry, if nobody did since `entry` was read; then `entry` has them. Otherwise false, and
  // `entry.life` is what stands there now; if that is not of the entry's generation the entry is gone, and if it has
  // expired it is over.
  bool UpdateLife(TableEntry& entry, ConnState state, std::uint8_t flags, TimeNs expiry, TableWorker& worker);

  // Changes the flags alone, on the same terms. The entry may have expired. One compare-and-swap, no other line.
  bool UpdateFlags(TableEntry& entry, std::uint8_t flags);

  // Brings `entry.life` up to date, one load. False if the entry is gone for certain; UpdateLife() tells in the end.
  bool Reload(TableEntry& entry) const;

  // The entries of many packets in a row: what leads to their records, to be kept in a register. Of this table, for as
  // long as it lives.
  class Entries {
   public:
    // True if the entry is there and its life word is still that of `entry`. One load.
    // REQUIRES: entry.life.IsOf(entry.generation()).
    bool IsAsFound(const TableEntry& entry) const;
    // Its words of the tracker's (track_access.h).
    TrackAccess<Atomics> Track(const TableEntry& entry) const;

   private:
    friend class ConnTable;
    explicit Entries(Set* sets) : sets_(sets) {}
    Set* sets_;
  };
  Entries entries() { return Entries(sets_); }
  TrackAccess<Atomics> Track(const TableEntry& entry) { return entries().Track(entry); }
  // A word of the tracker's, 48 bits. Values of a gone entry may be read, never written.
  std::uint64_t LoadTrack(const TableEntry& entry, std::size_t word) const;
  // Changes a word if it is `expected`, which is otherwise set to what stands there.
  SwapResult SwapTrack(const TableEntry& entry, std::size_t word, std::uint64_t& expected, std::uint64_t desired);

  // Counts a packet of the entry, in one of the two directions (account_counts.h). False if the entry is gone: then it
  // is counted nowhere. Lock-free. REQUIRES: accounting().
  bool Account(const TableEntry& entry, std::size_t direction, std::uint32_t bytes, Writers writers = Writers::kMany);
  // What the entry has carried since it was inserted or reopened; all zero if it is gone. REQUIRES: accounting().
  AccountCounts LoadAccount(const TableEntry& entry) const;
  // Brings the counters closer that Account() adds to. A hint. REQUIRES: accounting().
  void PrefetchAccount(const TableEntry& entry, std::size_t direction) const;

  // Removes an entry. False if it is gone already.
  bool Release(const TableEntry& entry, TableWorker& worker);
  // Ends the entry that the policy chooses among those of a key's sets, though there may be room. False: it chose none.
  template <EvictionPolicy Eviction>
  bool GiveUp(std::uint64_t hash, const Eviction& eviction, const Pressure& pressure, TableWorker& worker);

  // --- Walks, for the control plane. Any thread; they see each entry in one consistent state.

  // Calls show(key, entry) for live entries, beginning at slot `begin` (0 at first), until `max` were shown. Returns
  // the slot to go on with, or slot_end() at the end.
  template <class Show>
  std::uint64_t ForEach(TimeNs now, std::uint64_t begin, std::size_t max, Show&& show) const;

  // Calls show(slot, word, zone) for every slot in order: the word of a live entry and its zone, or an empty word.
  template <class Show>
  void ForEachSlot(TimeNs now, Show&& show) const;

  // Live entries by class.
  std::array<std::uint64_t, kConnClassCount> CountLive(TimeNs now) const;

 private:
  friend struct ConnTableTestPeer;

  using Line = DirectoryLine<Atomics>;
  using Slot = typename Atomics::template Atomic<std::uint32_t>;
  using EntryRecord = Record<Key, Atomics>;
  using EntryAccount = AccountRecord<Atomics>;

  struct Set {
    Line line;
    EntryRecord records[kSlotsPerSet];
  };

  // A slot that is to be claimed, and what was seen in it.
  struct Choice {
    std::uint32_t slot = TableEntry::kNoSlot;
    SlotWord seen;
    bool alive = false;     // it holds an entry that has not expired
    bool counted = false;   // the counts of who is alive may hold that entry: TableWorker::MayCount()
    bool reopened = false;  // the new entry is of the same key
  };

  // What the passes of FindBurst() know of each key: the set to look at, its second set, and what the scan found. Not
  // initialized.
  struct Search {
    std::array<const Set*, kMaxBurst> sets;
    std::array<const Set*, kMaxBurst> second;
    alignas(64) std::array<std::uint16_t, kMaxBurst> scans;
  };
  // A new entry as all of its words will be but for key, tag and generation: made once for a burst.
  struct Image;
  // What FindOrInsertBurst() intends for each key, and what it is founded on. Not initialized.
  struct Plans {
    std::array<Set*, kMaxBurst> first;                   // the first set,
    std::array<std::uint64_t, kMaxBurst> controls;       //   its control word,
    std::array<std::int8_t, kMaxBurst> free;             //   and how many of its slots are free
    std::array<Set*, kMaxBurst> homes;                   // the set with the slot to take; null: the single way
    std::array<std::uint8_t, kMaxBurst> lanes;           //   and the slot
    std::uint64_t victims;                               // the keys, as bits, that have to evict
    std::array<std::uint32_t, kMaxBurst> victims_slots;  //   whom: kNoSlot for nobody,
    std::array<std::uint32_t, kMaxBurst> victims_words;  //   and as what it was seen
  };

  static constexpr int kIntoSecondLevel = 2;  // for __builtin_prefetch()

  ConnTable(std::uint64_t capacity, std::uint32_t set_count, const TableOptions& options, TableMemory memory);
  static std::uint32_t SetsFor(std::uint64_t capacity);

  // Slots are numbered by the 64-byte lines of their records: the line before a set's first record is its directory's.
  static constexpr std::uint32_t kLinesPerRecord = sizeof(Record<Key, OwnedAtomics>) / 64;
  static constexpr std::uint32_t kLinesPerSet = 1 + kSlotsPerSet * kLinesPerRecord;
  static std::uint32_t SlotOf(std::uint32_t set, std::uint32_t lane) {
    return set * kLinesPerSet + lane * kLinesPerRecord;
  }
  static std::uint32_t SetOf(std::uint32_t slot) { return slot / kLinesPerSet; }
  static std::uint32_t LaneOf(std::uint32_t slot) { return slot % kLinesPerSet / kLinesPerRecord; }
  static std::uint32_t NextSlot(std::uint32_t slot) {
    const std::uint32_t lane = LaneOf(slot) + 1;
    return lane < kSlotsPerSet ? SlotOf(SetOf(slot), lane) : SlotOf(SetOf(slot) + 1, 0);
  }
  auto& SlotAt(std::uint32_t slot) const { return sets_[SetOf(slot)].line.slots[LaneOf(slot)]; }
  EntryRecord& RecordAt(std::uint32_t slot) const { return RecordOf(sets_, slot); }
  static EntryRecord& RecordOf(Set* sets, std::uint32_t slot);
  std::uint32_t SlotOf(const EntryRecord& record) const;
  EntryAccount& AccountAt(std::uint32_t slot) const {
    return accounts_[std::size_t{SetOf(slot)} * kSlotsPerSet + LaneOf(slot)];
  }

  // lookup: true if found, expired or not; then `seen` is the slot word that the entry was found under
  bool Inspect(const EntryRecord& record, SlotWord seen, const Key& key, TableEntry& entry) const;
  bool FindInSet(std::uint32_t set, std::uint32_t hits, std::uint32_t tag, const Key& key, SlotWord& seen,
                 TableEntry& entry) const;
  bool Locate(const Place& place, const Key& key, SlotWord& seen, TableEntry& entry) const;
  void ScanFirst(std::size_t i, std::uint64_t hash, Search& search) const;
  std::uint64_t ScanSecond(std::size_t i, std::uint64_t hash, Search& search) const;
  void ConfirmAll(std::span<const Key> keys, std::span<const std::uint64_t> hashes, TimeNs now, std::uint64_t found,
                  const Search& search, std::span<TableEntry> entries) const;
  void FindAgain(const Key& key, std::uint64_t hash, TimeNs now, TableEntry& entry) const;

  // insert
  std::uint64_t PlanFirst(std::span<const std::uint64_t> hashes, const TickClock& clock, SpillRule& rule,
                          Plans& plans) const;
  std::uint64_t PlanSecond(std::span<const std::uint64_t> hashes, std::uint64_t undecided, const TickClock& clock,
                           const SpillRule& rule, Plans& plans) const;
  template <class Eviction>
  void PlanVictim(std::size_t i, std::uint64_t hash, const Eviction& eviction, const Pressure& pressure,
                  TableWorker& worker, Plans& plans) const;
  void Help(ControlWord control, std::uint32_t set);
  void ClearPending(Set& first, ControlWord named);
  void VisitSet(std::uint32_t set, ControlWord control, TableWorker& worker);
  static bool NeedsVisit(ControlWord control, TimeNs now);
  bool Renew(std::uint32_t slot, SlotWord seen, TableWorker& worker, bool& counted);
  static Choice Victim(std::uint32_t slot, SlotWord seen) { return {slot, seen, seen.live(), seen.live()}; }
  Choice TakeFree(std::uint32_t set, LineSurvey survey, TableWorker& worker);
  template <class Eviction>
  Choice TakeVictim(const Place& place, std::uint64_t hash, bool both, const Eviction& eviction,
                    const Pressure& pressure, TableWorker& worker) const;
  template <class Eviction>
  Choice Choose(const Place& place, std::uint64_t hash, ControlWord control, const Eviction& eviction,
                const Pressure& pressure, TableWorker& worker);
  template <class Eviction>
  InsertResult FindOrInsertOne(const Key& key, std::uint64_t hash, const Image& image, const Eviction& eviction,
                               const Pressure& pressure, TableWorker& worker);
  bool CommitPlan(std::size_t i, std::uint32_t tag, const Key& key, const Image& image, const Plans& plans,
                  TableEntry& entry);
  bool Claim(Slot& slot, SlotWord seen, SlotWord busy);
  bool Commit(const Choice& choice, const Place& place, ControlWord control, const Key& key, const Image& image,
              TableWorker& worker, TableEntry& entry);
  bool Publish(Set& first, Slot& slot, std::uint32_t lane, SlotWord busy, ControlWord control, bool raise_spills,
               const Image& image);
  void WriteRecord(EntryRecord& record, const Key& key, const Image& image, TableEntry& entry);
  void PrefetchAccounts(const Plans& plans, std::size_t count) const;
  void OpenAccount(std::uint32_t slot, std::uint32_t generation, TimeNs now);
  void LowerSpills(std::uint32_t set, SlotWord gone);
  void SyncSlot(const TableEntry& entry, TableWorker& worker);

  std::uint64_t capacity_;
  Places places_;
  TableMemory memory_;
  Set* sets_;
  EntryAccount* accounts_ = nullptr;  // null: no accounting
};

using ConnTable4 = ConnTable<FlowKey4>;
using ConnTable6 = ConnTable<FlowKey6>;
using OwnedConnTable4 = ConnTable<FlowKey4, OwnedAtomics>;
using OwnedConnTable6 = ConnTable<FlowKey6, OwnedAtomics>;

}  // namespace tidegate

#include "table/conn_table_insert_inl.h"
#include "table/conn_table_lookup_inl.h"
#include "table/conn_table_update_inl.h"

#endif  // TIDEGATE_CONN_TABLE_H_
