// A thread that stops for ever harms nobody: for each kind of operation, one thread is stopped before each of its
// atomic accesses in turn, and another one then does its work on the same table, the stopped thread's key included, and
// gets what a sequential map would give. A million operations for each kind.
//
// What a stopped thread may leave behind: one slot that is busy, one entry that it removed and did not count, or one
// that it inserted and did not count (two in a burst of two), and one spill too many in a counter.
#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "interleavings/frozen_thread.h"
#include "interleavings/scenarios.h"
#include "interleavings/table_program.h"

namespace tidegate::explore {
namespace {

using Peer = ConnTableTestPeer;
using Outcome = InsertResult::Outcome;

constexpr std::uint64_t kOperations = 1'000'000;

constexpr TestKey kA{0x11};
constexpr TestKey kB{0x22, 0, 5, 0x11};  // with the data of kA, as both go into one burst

// The keys that the others use; the first ones are those of the frozen threads.
std::vector<TestKey> Keys() {
  std::vector<TestKey> keys = {kA, kB, {0x33}};
  for (std::uint32_t i = 4; i < 16; ++i) keys.push_back({i * 0x11, i % 2, 5 + i % 3 * 256});
  return keys;
}

// The others, as one thread, and the map they should see.
class Survivor {
 public:
  Survivor(TableProgram& program, std::uint64_t seed)
      : table_(program.table()),
        keys_(Keys()),
        map_(keys_.size()),
        random_(seed),
        worker_(std::make_unique<TableWorker>()) {
    worker_->BeginBurst(program.now());
  }

  // The first insert of each key settles what the frozen thread was about.
  void Settle() {
    for (std::size_t i = 0; i < keys_.size(); ++i) Insert(i);
    for (std::size_t i = 0; i < keys_.size(); ++i) map_[i] = table_.Find(keys_[i].key(), keys_[i].hash(), now());
  }

  void Work(std::uint64_t operations) {
    for (std::uint64_t n = 0; n < operations && wrong_.empty(); ++n) {
      const std::uint64_t random = Next();
      const std::size_t i = (random >> 8) % keys_.size();
      switch (random % 16) {
        case 0:
        case 1:
        case 2:
        case 3:
          Check(i, Insert(i));
          break;
        case 4:
        case 5:
        case 6:
        case 7:
          Release(i);
          break;
        case 8:
          Reopen(i);
          break;
        case 9:
          Update(i);
          break;
        default:
          Find(i);
      }
    }
  }

  const std::string& wrong() const { return wrong_; }
  // Entries that should be there more than before.
  std::int64_t Change() const { return inserted_ - released_ - Gone(); }
  // Every entry that should be there, and no other one.
  bool SeesItsMap() {
    for (std::size_t i = 0; i < keys_.size(); ++i) Find(i);
    return wrong_.empty();
  }

 private:
  TimeNs now() const { return worker_->clock.now; }

  std::uint64_t Next() {
    random_ ^= random_ << 13;
    random_ ^= random_ >> 7;
    return random_ ^= random_ << 17;
  }

  NewEntry Fresh(std::size_t i) {
    const bool lasting = Next() % 4 != 0;
    return {.state = lasting ? ConnState::kEstablished : ConnState::kTimeWait,
            .attributes = keys_[i].attributes(),
            .expiry = now() + 100 * kSecond};
  }

  void Fail(std::size_t i, const std::string& what) { wrong_ = what + " key " + std::to_string(keys_[i].number); }

  // Alone or in a burst.
  InsertResult Insert(std::size_t i) {
    const NewEntry fresh = Fresh(i);
    InsertResult result;
    if (Next() % 2 == 0) {
      result = table_.FindOrInsert(keys_[i].key(), keys_[i].hash(), fresh, StateFirst(), {}, *worker_);
    } else {
      const FlowKey4 key = keys_[i].key();
      const std::uint64_t hash = keys_[i].hash();
      table_.FindOrInsertBurst({&key, 1}, {&hash, 1}, fresh, StateFirst(), {}, *worker_, {&result, 1});
    }
    inserted_ += result.outcome == Outcome::kInserted;
    return result;
  }

  void Check(std::size_t i, const InsertResult& result) {
    if (result.outcome == Outcome::kFull) {
      if (map_[i]) Fail(i, "refused, though it is there,");
      if (HasRoom()) Fail(i, "refused, though there is room,");
    } else if (map_[i]) {
      if (result.outcome != Outcome::kFound || result.entry.generation() != map_[i].generation()) Fail(i, "found no");
    } else if (result.outcome != Outcome::kInserted) {
      Fail(i, "did not insert");
    } else {
      ForgetEvicted();
      map_[i] = result.entry;
    }
  }

  bool HasRoom() const {
    for (const std::uint32_t slot : Peer::Slots(table_)) {
      if (Peer::Slot(table_, slot).empty()) return true;
    }
    return false;
  }

  // Those that made room are gone, and no others.
  void ForgetEvicted() {
    const std::int64_t gone = Gone();
    if (gone == forgotten_) return;
    for (std::size_t i = 0; i < keys_.size(); ++i) {
      if (map_[i] && !table_.Find(keys_[i].key(), keys_[i].hash(), now())) {
        map_[i] = {};
        ++forgotten_;
      }
    }
    if (forgotten_ > gone) wrong_ = "an entry has gone that nobody removed";
    forgotten_ = gone;
  }

  void Find(std::size_t i) {
    const TableEntry found = table_.Find(keys_[i].key(), keys_[i].hash(), now());
    if (static_cast<bool>(found) != static_cast<bool>(map_[i])) return Fail(i, found ? "found" : "did not find");
    if (found && (found.generation() != map_[i].generation() || found.attributes() != keys_[i].attributes())) {
      Fail(i, "found something else than");
    }
  }

  void Release(std::size_t i) {
    if (!map_[i]) return Find(i);
    if (!table_.Release(map_[i], *worker_)) Fail(i, "did not release");
    ++released_;
    map_[i] = {};
  }

  void Reopen(std::size_t i) {
    if (!map_[i]) return Find(i);
    const InsertResult result = table_.Reopen(map_[i], keys_[i].key(), keys_[i].hash(), Fresh(i), *worker_);
    if (result.outcome != Outcome::kInserted) return Fail(i, "did not reopen");
    ++inserted_;
    ++forgotten_;
    map_[i] = result.entry;
  }

  void Update(std::size_t i) {
    if (!map_[i]) return Find(i);
    table_.Reload(map_[i]);
    if (!table_.UpdateLife(map_[i], ConnState::kEstablished, 2, now() + 90 * kSecond, *worker_)) {
      Fail(i, "did not update");
    }
  }

  std::int64_t Gone() const {
    std::uint64_t sum = 0;
    for (std::size_t cls = 0; cls < kConnClassCount; ++cls) {
      sum += worker_->evicted[cls].Get() + worker_->reclaimed[cls].Get();
    }
    return static_cast<std::int64_t>(sum);
  }

  Table& table_;
  std::vector<TestKey> keys_;
  std::vector<TableEntry> map_;
  std::uint64_t random_;
  std::unique_ptr<TableWorker> worker_;
  std::int64_t inserted_ = 0;
  std::int64_t released_ = 0;
  std::int64_t forgotten_ = 0;  // of those that are gone, the ones the map knows of
  std::string wrong_;
};

struct Left {
  int busy = 0;
  int live = 0;
  int spills_too_many = 0;
};

Left Count(const Table& table) {
  Left left;
  std::array<int, 2> spilled{};
  for (const std::uint32_t slot : Peer::Slots(table)) {
    const SlotWord word = Peer::Slot(table, slot);
    left.busy += word.busy();
    left.live += word.live();
    if (word.live() && word.spilled()) ++spilled[Peer::FirstSetOf(table, slot, word)];
  }
  for (std::uint32_t set = 0; set < 2; ++set) {
    for (std::uint32_t i = 0; i < 4; ++i) {
      left.spills_too_many += static_cast<int>(Peer::Control(table, set).spills(i << 8));
    }
    left.spills_too_many -= spilled[set];
  }
  return left;
}

class Freeze : public testing::TestWithParam<Scenario> {};

// How many accesses the operation makes.
unsigned Accesses(TableProgram& program, const std::vector<std::byte>& initial) {
  for (unsigned stop = 0;; ++stop) {
    std::copy(initial.begin(), initial.end(), program.memory().begin());
    if (FrozenThread(stop, [&] { program.Run(0); }).finished()) return stop;
  }
}

TEST_P(Freeze, NobodyIsBlockedByAThreadStoppedAnywhere) {
  TableProgram program(GetParam());
  const std::vector<std::byte> initial(program.memory().begin(), program.memory().end());
  const int live_before = Count(program.table()).live;
  const unsigned accesses = Accesses(program, initial);
  ASSERT_GT(accesses, 1u);
  for (unsigned stop = 0; stop < accesses; ++stop) {
    SCOPED_TRACE("stopped before access " + std::to_string(stop) + " of " + std::to_string(accesses));
    std::copy(initial.begin(), initial.end(), program.memory().begin());
    const std::int64_t counted_before = program.Gone();
    const FrozenThread frozen(stop, [&] { program.Run(0); });
    ASSERT_FALSE(frozen.finished());
    Survivor survivor(program, 0x9e3779b97f4a7c15ull + stop);
    survivor.Settle();
    survivor.Work(kOperations / accesses + 1);
    ASSERT_EQ(survivor.wrong(), "");
    EXPECT_TRUE(survivor.SeesItsMap()) << survivor.wrong();
    const Left left = Count(program.table());
    EXPECT_LE(left.busy, 1);
    EXPECT_GE(left.spills_too_many, 0);
    EXPECT_LE(left.spills_too_many, 1);
    const std::int64_t counted = program.Gone() - counted_before;
    const std::int64_t difference = left.live - (live_before + survivor.Change() - counted);
    EXPECT_GE(difference, -1);
    EXPECT_LE(difference, 2);
  }
  RecordProperty("accesses", static_cast<int>(accesses));
}

std::vector<Scenario> Operations() {
  const auto there = [](ConnState state) { return [=](TableProgram& p) { p.setter().Insert(kA, state); }; };
  const auto full = [](std::uint32_t first, std::uint32_t second) {
    return [=](TableProgram& program) {
      program.Fill();
      program.Vacate(0, first);
      program.Vacate(1, second);
    };
  };
  const auto full_with_victim = [](TableProgram& program) {
    program.Fill();
    program.Vacate(0, 1);
    program.setter().Insert(kB, ConnState::kTimeWait);
  };
  const auto spilled = [](TableProgram& program) {
    program.Fill();
    program.Vacate(1, 4);
    program.setter().Insert(kA);
  };
  const auto insert = [](Actor& actor) { actor.Insert(kA); };
  const auto release = [](Actor& actor) { actor.Release(kA, actor.Initial(kA)); };
  return {
      {"Find", {kA}, there(ConnState::kEstablished), {[](Actor& actor) { actor.Find(kA); }}},
      {"Insert", {kA}, [](TableProgram&) {}, {insert}},
      {"SpilledInsert", {kA}, full(0, 4), {insert}},
      {"EvictingInsert", {kA, kB}, full_with_victim, {insert}},
      {"Reopen", {kA}, there(ConnState::kTimeWait), {[](Actor& actor) { actor.Reopen(actor.Initial(kA), kA); }}},
      {"Update", {kA}, there(ConnState::kEstablished), {[](Actor& actor) {
         TableEntry entry = actor.Initial(kA);
         actor.Update(kA, entry, ConnState::kTimeWait, actor.now() + 50 * kSecond);
       }}},
      {"SwapTrack", {kA}, there(ConnState::kEstablished), {[](Actor& actor) {
         actor.SwapTrack(kA, actor.Initial(kA), kA.track(0) + 1);
       }}},
      {"Release", {kA}, there(ConnState::kEstablished), {release}},
      {"SpilledRelease", {kA}, spilled, {release}},
      {"InsertBurst", {kA, kB}, [](TableProgram&) {}, {[](Actor& actor) {
         actor.InsertBurst({kA, kB});
       }}},
      {"ExpiryVisit", {kA, kB}, spilled, {[](Actor& actor) { actor.Insert(kB); }}, kStart + 3'000 * kSecond},
  };
}

INSTANTIATE_TEST_SUITE_P(Operations, Freeze, testing::ValuesIn(Operations()),
                         [](const auto& operation) { return operation.param.name; });

}  // namespace
}  // namespace tidegate::explore
