// A program of a few threads on a real connection table, and all that must hold after each execution.
//
// Overview. A scenario sets a table up, with plain calls, and gives each thread a body. Bodies call the table through
// an Actor, which does the call and notes what came of it. After each execution:
//
//   history     each key's operations could have been those of a sequential map (map_history.h)
//   data        an entry that was found carries the attributes of its key
//   one entry   no key has two live entries; every live entry is found by its key, with the track words of its key
//   slots       none is left busy; each live one has the class and the tick that its life word asks for
//   spills      each spill counter is the number of entries it stands for
//   conserved   entries inserted = entries live + evicted + reclaimed + released; the census counts the same, and so
//               does each zone
//   refusals    an insert was refused only if each slot it might have had was taken at some moment of it
//
// Keys are numbers, made so that each word of one differs from that of every other one with both digits different; the
// hash is chosen by the scenario, which so puts keys into the sets it wants. The table has two sets.
#ifndef TIDEGATE_TESTS_INTERLEAVINGS_TABLE_PROGRAM_H_
#define TIDEGATE_TESTS_INTERLEAVINGS_TABLE_PROGRAM_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <map>
#include <memory>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "evict/state_first.h"
#include "interleavings/known_states.h"
#include "interleavings/machine.h"
#include "interleavings/map_history.h"
#include "interleavings/program.h"
#include "interleavings/table_peer.h"
#include "tidegate/conn_table.h"

namespace tidegate::explore {

using Table = ConnTableTestPeer::Table;

inline constexpr TimeNs kStart = 1'000 * kSecond;

// A key by its number, and where the hash puts it.
struct TestKey {
  std::uint32_t number;
  std::uint32_t first_set = 0;
  std::uint32_t tag = 5;
  std::uint32_t data = 0;  // whose data it has, if not its own: a burst has the same for all of its keys

  FlowKey4 key() const {
    const std::uint64_t low = number & 15;  // the zone too, so that each key has one of its own
    return {{std::uint64_t{0x0a000001} << 32 | number >> 4, std::uint64_t{0x0016c350} << 32 | low << 8 | low}};
  }
  std::uint64_t hash() const { return (std::uint64_t{first_set} << 63) | tag; }
  std::uint32_t attributes() const { return 0xa0000000 | (data != 0 ? data : number); }
  // What track word i begins with.
  std::uint64_t track(std::size_t i) const { return (std::uint64_t{attributes()} << 16 & 0xffff'0000) | (i << 8); }
};

class TableProgram;

// What a thread calls. One for each thread, and one for set-ups.
class Actor {
 public:
  Actor(TableProgram& program, std::size_t thread);

  TableEntry Find(const TestKey& key);
  // With `expiry` 0: in 100 seconds.
  TableEntry FindBurst(const TestKey& key);
  InsertResult Insert(const TestKey& key, ConnState state = ConnState::kEstablished, TimeNs expiry = 0);
  void InsertBurst(std::initializer_list<TestKey> keys);
  InsertResult Reopen(const TableEntry& old, const TestKey& key);
  bool Release(const TestKey& key, const TableEntry& entry);
  bool Update(const TestKey& key, TableEntry& entry, ConnState state, TimeNs expiry);
  bool UpdateFlags(const TestKey& key, TableEntry& entry, std::uint8_t flags);
  // Of the half-open entries in the key's sets, one goes. There may be one at most: more would be drawn lots for.
  bool GiveUp(const TestKey& key);
  SwapResult SwapTrack(const TestKey& key, const TableEntry& entry, std::uint64_t desired);
  // Inserts and releases a key so often, without notes: nobody else may touch it.
  void Churn(const TestKey& key, int times);

  // The entry of a key at the end of the set-up.
  TableEntry Initial(const TestKey& key) const;
  TableWorker& worker() { return *worker_; }
  TimeNs now() const { return worker_->clock.now; }
  bool releasing() const { return releasing_; }
  // What it does, in words.
  std::string operation() const;

 private:
  void Begin(const char* what, std::uint32_t key);
  void End();
  void NoteInsert(const TestKey& key, const InsertResult& result);
  void NoteLife(const TestKey& key, const TableEntry& entry, LifeWord expected, bool done);

  TableProgram& program_;
  std::size_t thread_;
  std::unique_ptr<TableWorker> worker_;
  const char* what_ = "";
  std::uint32_t key_ = 0;
  bool releasing_ = false;
};

struct Scenario {
  std::string name;
  std::vector<TestKey> keys;  // those that threads use
  // Plain calls before the executions; what the bodies need of it is kept by the scenario.
  std::function<void(TableProgram&)> set_up;
  std::vector<std::function<void(Actor&)>> threads;
  TimeNs now = kStart;  // of the threads
  Bounds most = {.preemptions = KnownStates::kMaxBound, .stale_reads = KnownStates::kMaxBound};
};

// The name of a scenario in the output of tests.
inline void PrintTo(const Scenario& scenario, std::ostream* out) { *out << scenario.name; }

// What the table told of each zone and class: entries that came less those that went, of those whose tick has not come.
class ZoneTally final : public ZoneCounter {
 public:
  using Counts = std::map<std::pair<Zone, ConnClass>, std::int64_t>;

  explicit ZoneTally(TimeNs now) : clock_(now) {}

  // A thread's clock may be behind; what has ended by the scenario's is not counted.
  void Add(Zone zone, std::uint32_t, SlotWord word, const TickClock&) override {
    if (!word.MayBeExpired(clock_)) ++counts_[{zone, word.cls()}];
  }
  void Remove(Zone zone, std::uint32_t, SlotWord word, const TickClock&) override {
    if (!word.MayBeExpired(clock_)) --counts_[{zone, word.cls()}];
  }
  void Clear() { counts_.clear(); }
  const Counts& counts() const { return counts_; }

 private:
  const TickClock clock_;
  Counts counts_;
};

class TableProgram : public Program {
 public:
  explicit TableProgram(const Scenario& scenario);
  ~TableProgram() override;

  Table& table() { return *table_; }
  Actor& setter() { return *setter_; }
  TimeNs now() const { return scenario_.now; }
  // What the threads evicted or reclaimed so far.
  std::int64_t Gone() const;

  // Set-ups. Fill() takes every slot of both sets with established entries of keys of its own; Vacate() releases
  // `count` of them in a set.
  void Fill();
  void Vacate(std::uint32_t set, std::uint32_t count);

  std::size_t threads() const override { return scenario_.threads.size(); }
  std::span<std::byte> memory() override { return ConnTableTestPeer::Block(*table_); }
  void Begin(Machine& machine) override;
  void Run(std::size_t thread) override { scenario_.threads[thread](*actors_[thread]); }
  std::string Check() override;
  void OnWrite(std::size_t thread, const void* word, std::uint64_t before, std::uint64_t after) override;
  std::string NameOf(const void* word) const override;
  std::string ValueOf(const void* word, std::uint64_t value) const override;
  std::string OperationOf(std::size_t thread) const override { return actors_[thread]->operation(); }

 private:
  friend class Actor;

  // An incarnation of a key: which entry it is.
  struct Incarnation {
    std::uint32_t key;
    std::uint32_t slot;
    std::uint32_t generation;
    int number = 0;  // among those of its key
  };
  // An effect of an operation, on the way to a KeyHistory. The incarnation is known when all is over.
  struct Note {
    std::uint32_t key;
    std::size_t thread;
    std::size_t operation;  // of the thread
    std::uint32_t slot = TableEntry::kNoSlot;
    std::uint32_t generation = 0;
    bool on_the_way = false;  // a removal, of which the generation is known by its low bits only
    Effect effect;
  };
  struct Operation {
    OperationCounts before{};
    std::uint32_t taken = 0;  // bits of the slots that were taken at some moment of it
    bool refused = false;
    bool over = false;
  };

  void BeginOperation(std::size_t thread);
  void EndOperation(std::size_t thread);
  void CountInserted() { ++inserted_; }
  void CountReleased() { ++released_; }
  void NoteRefusal(std::size_t thread);
  void CheckData(const TestKey& key, const TableEntry& entry);
  void NoteRemoval(std::size_t thread, std::uint32_t slot, SlotWord gone);

  std::string CheckHistory();
  std::string CheckRefusals() const;
  std::string CheckSlots() const;
  std::string CheckSpills() const;
  std::string CheckConserved() const;
  std::string CheckZones() const;
  std::string CheckSlot(std::uint32_t slot, SlotWord word) const;
  std::string CheckKey(const TestKey& key);
  KeyState StateOf(std::uint32_t key) const;
  bool Precedes(const Note& first, const Note& second) const;
  bool Taken(std::uint32_t slot, SlotWord word) const;
  Note& AddNote(std::size_t thread, std::uint32_t key, Effect::Kind kind, const TableEntry& entry);
  void AddIncarnation(std::uint32_t key, const TableEntry& entry);
  const Incarnation* FindIncarnation(const Note& note) const;
  void Settle();
  const TestKey* KeyOf(std::uint32_t number) const;
  std::int64_t Counted() const;

  std::uint64_t LiveSlots() const;
  std::int64_t SlotsAhead() const;
  ZoneTally::Counts ZonesAhead() const;
  bool IsAhead(std::uint32_t slot, const TickClock& clock) const;

  Scenario scenario_;
  std::unique_ptr<Table> table_;
  std::unique_ptr<Actor> setter_;
  std::vector<std::unique_ptr<Actor>> actors_;
  std::vector<TestKey> fillers_;
  std::map<std::uint32_t, TableEntry> filler_entries_;  // by slot
  std::vector<Incarnation> initial_;                    // at the end of the set-up

  Machine* machine_ = nullptr;  // null in the set-up
  std::vector<Incarnation> incarnations_;
  std::vector<Note> notes_;
  std::array<std::vector<Operation>, kMaxThreads> operations_;
  std::map<std::uint32_t, TableEntry> initial_entries_;  // by key
  std::map<std::uint32_t, KeyState> initial_states_;
  KeyHistory history_;
  std::vector<const Note*> chosen_;  // those of history_
  std::string wrong_;                // what an actor saw
  std::uint32_t taken_ = 0;          // the slots that are taken now
  std::uint32_t initially_taken_ = 0;
  std::vector<std::uint32_t> slots_;     // their numbers
  std::vector<SlotWord> initial_slots_;  // by number
  std::uint64_t inserted_ = 0;
  std::uint64_t released_ = 0;
  std::uint64_t live_before_ = 0;
  std::int64_t gone_before_ = 0;
  std::int64_t counted_before_ = 0;
  std::int64_t ahead_before_ = 0;
  ZoneTally zones_;
  ZoneTally::Counts zones_before_;
};

}  // namespace tidegate::explore

#endif  // TIDEGATE_TESTS_INTERLEAVINGS_TABLE_PROGRAM_H_
