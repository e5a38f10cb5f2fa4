// What one thread does to a table that others share: every operation, on random keys, through handles it has just got
// and through old ones. It checks that whatever it finds describes its key, and counts what it did.
#ifndef TIDEGATE_TESTS_STRESS_CHURN_H_
#define TIDEGATE_TESTS_STRESS_CHURN_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "stress/described_value.h"
#include "stress/stress_clock.h"
#include "table/table_test_util.h"

namespace tidegate::stress {

struct Tally {
  std::uint64_t operations = 0;  // a burst is one for each key
  std::uint64_t inserted = 0;
  std::uint64_t reopened = 0;
  std::uint64_t released = 0;
  std::uint64_t updated = 0;
  std::uint64_t swapped = 0;
  std::uint64_t refused = 0;
  std::uint64_t stale = 0;  // handles whose entry had gone
  std::uint64_t wrong = 0;  // words that describe another key

  Tally& operator+=(const Tally& other) {
    operations += other.operations;
    inserted += other.inserted;
    reopened += other.reopened;
    released += other.released;
    updated += other.updated;
    swapped += other.swapped;
    refused += other.refused;
    stale += other.stale;
    wrong += other.wrong;
    return *this;
  }
};

class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed * 0x9e3779b97f4a7c15) {}

  std::uint64_t Next() {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    return state_ ^= state_ << 17;
  }
  std::uint64_t Below(std::uint64_t bound) { return ((Next() >> 32) * bound) >> 32; }

 private:
  std::uint64_t state_;
};

template <class Table, class Key, class Eviction>
class Churn {
 public:
  // REQUIRES: thread < 2^15; keys < 2^15.
  Churn(TableFixture<Table, Key>& fixture, TableWorker& worker, StressClock& clock, std::size_t thread,
        std::uint64_t keys)
      : fixture_(fixture),
        table_(*fixture.table),
        worker_(worker),
        clock_(clock),
        thread_(thread),
        keys_(keys),
        random_(thread + 1) {}

  const Tally& Run(std::uint64_t operations) {
    while (tally_.operations < operations) {
      worker_.BeginBurst(clock_.Step(thread_));
      Step();
    }
    clock_.Leave(thread_);
    return tally_;
  }

 private:
  using Outcome = InsertResult::Outcome;

  static constexpr std::size_t kBurst = 12;
  static constexpr std::size_t kHandles = 32;

  struct Handle {
    std::uint64_t number = 0;
    TableEntry entry;
  };
  struct Batch {
    std::array<std::uint64_t, kBurst> numbers;
    std::array<Key, kBurst> keys;
    std::array<std::uint64_t, kBurst> hashes;
  };

  void Step() {
    switch (random_.Below(16)) {
      case 0:
      case 1:
        return Insert();
      case 2:
        return InsertBurst();
      case 3:
      case 4:
        return Find();
      case 5:
        return FindBurst();
      case 6:
      case 7:
        return Reopen();
      case 8:
      case 9:
        return Update();
      case 10:
      case 11:
      case 12:
        return Swap();
      case 13:
      case 14:
        return Release();
      default:
        return Walk();
    }
  }

  void Insert() {
    const std::uint64_t number = random_.Below(keys_);
    const Key key = NumberedKey<Key>(number);
    const NewEntry fresh = Fresh(Owner::OfKey(number));
    Note(number, fresh, table_.FindOrInsert(key, fixture_.Hash(key), fresh, eviction_, Pressure{}, worker_));
  }

  void InsertBurst() {
    Batch batch;
    const std::uint64_t group = random_.Below(keys_) / kGroupKeys;
    const std::uint64_t begin = group * kGroupKeys;
    Fill(batch, begin, std::min<std::uint64_t>(kGroupKeys, keys_ - begin));
    const NewEntry fresh = Fresh(Owner::OfGroup(group));
    std::array<InsertResult, kBurst> results;
    table_.FindOrInsertBurst(std::span<const Key>(batch.keys), batch.hashes, fresh, eviction_, Pressure{}, worker_,
                             results);
    for (std::size_t i = 0; i < kBurst; ++i) Note(batch.numbers[i], fresh, results[i]);
  }

  void Find() {
    const std::uint64_t number = random_.Below(keys_);
    Remember(number, fixture_.Find(number, worker_.clock.now));
  }

  void FindBurst() {
    Batch batch;
    Fill(batch, 0, keys_);
    std::array<TableEntry, kBurst> entries;
    table_.FindBurst(std::span<const Key>(batch.keys), batch.hashes, worker_.clock.now, entries);
    for (std::size_t i = 0; i < kBurst; ++i) Remember(batch.numbers[i], entries[i]);
  }

  void Reopen() {
    const Handle handle = SomeHandle();
    if (!handle.entry) return;
    const Key key = NumberedKey<Key>(handle.number);
    const NewEntry fresh = Fresh(Owner::OfKey(handle.number));
    const InsertResult result = table_.Reopen(handle.entry, key, fixture_.Hash(key), fresh, worker_);
    if (result.outcome != Outcome::kInserted) {
      Check(result.outcome == Outcome::kStale);
      ++tally_.stale;
      return;
    }
    ++tally_.reopened;
    Check(result.entry.slot == handle.entry.slot && result.entry.attributes() == fresh.attributes);
    Remember(handle.number, result.entry);
  }

  void Update() {
    Handle handle = SomeHandle();
    if (!handle.entry) return;
    const Description description(handle.number);
    if (random_.Below(2) == 0) {
      if (!table_.Reload(handle.entry)) return void(++tally_.stale);
      Check(description.FitsFlags(handle.entry.life.flags()));
    }
    if (table_.UpdateLife(handle.entry, SomeState(), Owner::OfKey(handle.number).Flags(), SomeExpiry(), worker_)) {
      ++tally_.updated;
    } else if (handle.entry.life.IsOf(handle.entry.generation())) {
      Check(description.FitsFlags(handle.entry.life.flags()));
    } else {
      ++tally_.stale;
    }
  }

  // A word that was swapped, or could have been, was this entry's.
  void Swap() {
    const Handle handle = SomeHandle();
    if (!handle.entry) return;
    const std::size_t word = random_.Below(kTrackWords);
    std::uint64_t expected = table_.LoadTrack(handle.entry, word);
    const std::uint64_t desired = Owner::OfKey(handle.number).Track(word, Owner::SequenceOf(expected) + 1);
    const SwapResult result = table_.SwapTrack(handle.entry, word, expected, desired);
    tally_.swapped += result == SwapResult::kDone;
    tally_.stale += result == SwapResult::kGone;
    if (result != SwapResult::kGone) Check(Description(handle.number).FitsTrack(word, expected));
  }

  void Release() {
    const Handle handle = SomeHandle();
    if (!handle.entry) return;
    const bool released = table_.Release(handle.entry, worker_);
    ++(released ? tally_.released : tally_.stale);
  }

  void Walk() {
    constexpr std::size_t kEntries = 4;
    cursor_ = table_.ForEach(worker_.clock.now, cursor_, kEntries, [&](const Key& key, const TableEntry& entry) {
      const std::uint64_t number = key.words[Key::kWords - 1];
      Check(number < keys_ && key == NumberedKey<Key>(number) && Description(number).Fits(entry));
      ++tally_.operations;
    });
    if (cursor_ == table_.slot_end()) cursor_ = 0;
  }

  void Fill(Batch& batch, std::uint64_t begin, std::uint64_t count) {
    for (std::size_t i = 0; i < kBurst; ++i) {
      batch.numbers[i] = begin + random_.Below(count);
      batch.keys[i] = NumberedKey<Key>(batch.numbers[i]);
      batch.hashes[i] = fixture_.Hash(batch.keys[i]);
    }
  }

  void Note(std::uint64_t number, const NewEntry& fresh, const InsertResult& result) {
    Check(result.outcome != Outcome::kStale);
    tally_.refused += result.outcome == Outcome::kFull;
    tally_.inserted += result.outcome == Outcome::kInserted;
    if (result.outcome == Outcome::kInserted) Check(result.entry.attributes() == fresh.attributes);
    Remember(number, result.outcome == Outcome::kFull ? TableEntry{} : result.entry);
  }

  // A result: checked, counted, and kept as a handle for later.
  void Remember(std::uint64_t number, const TableEntry& entry) {
    ++tally_.operations;
    if (!entry) return;
    Check(Description(number).Fits(entry) && !entry.life.Expired(worker_.clock.now));
    handles_[random_.Below(kHandles)] = {number, entry};
  }

  // Of an entry found now, or earlier: it may be gone.
  Handle SomeHandle() {
    ++tally_.operations;
    if (random_.Below(2) == 0) return handles_[random_.Below(kHandles)];
    const std::uint64_t number = random_.Below(keys_);
    return {number, fixture_.Find(number, worker_.clock.now)};
  }

  NewEntry Fresh(Owner owner) { return owner.Entry(++sequence_, SomeState(), SomeExpiry()); }
  ConnState SomeState() { return kStates[random_.Below(kStates.size())]; }
  // From 17 ms to an hour, which is more than the slots of most classes can say.
  TimeNs SomeExpiry() {
    const TimeNs scale = TimeNs{1} << (24 + random_.Below(18));
    return worker_.clock.now + scale + random_.Next() % scale;
  }

  void Check(bool right) { tally_.wrong += !right; }

  TableFixture<Table, Key>& fixture_;
  Table& table_;
  TableWorker& worker_;
  StressClock& clock_;
  const std::size_t thread_;
  const std::uint64_t keys_;
  const Eviction eviction_{};
  Random random_;
  std::uint64_t sequence_ = 0;
  std::uint64_t cursor_ = 0;
  std::array<Handle, kHandles> handles_;
  Tally tally_;
};

}  // namespace tidegate::stress

#endif  // TIDEGATE_TESTS_STRESS_CHURN_H_
