// What the tests of the table share: keys by number, threads, and a table with its secret and a worker.
#ifndef TIDEGATE_TABLE_TABLE_TEST_UTIL_H_
#define TIDEGATE_TABLE_TABLE_TEST_UTIL_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <thread>
#include <vector>

#include "evict/state_first.h"
#include "tidegate/conn_table.h"

namespace tidegate {

inline constexpr TimeNs kStart = 1'000 * kSecond;

inline HashSecret TestSecret(std::uint64_t seed) {
  const std::array<std::uint64_t, 2> entropy = {seed, ~seed};
  return HashSecret(std::as_bytes(std::span(entropy)));
}

// Key number n: any injective mapping will do, the hash spreads it.
template <class Key>
Key NumberedKey(std::uint64_t n) {
  Key key;
  key.words[0] = 0x0a000001'0a000002;
  key.words[Key::kWords - 1] = n;
  return key;
}

// Calls body(number of the thread) in so many threads at once, and waits for them.
template <class Body>
void RunThreads(std::size_t count, Body&& body) {
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < count; ++i) threads.emplace_back([&body, i] { body(i); });
  for (std::thread& thread : threads) thread.join();
}

// Looks where only tests may.
struct ConnTableTestPeer {
  template <class Table>
  static std::uint32_t Sets(const Table& table) {
    return table.places_.sets();
  }
  template <class Table>
  static auto& Line(Table& table, std::uint32_t set) {
    return table.sets_[set].line;
  }
  template <class Table>
  static SlotWord Slot(const Table& table, std::uint32_t slot) {
    return SlotWord(table.SlotAt(slot).load(std::memory_order_relaxed));
  }
  // Live entries that stand in their second set.
  template <class Table>
  static std::uint64_t CountSpilled(const Table& table) {
    std::uint64_t count = 0;
    for (std::uint32_t set = 0; set < table.places_.sets(); ++set) {
      for (const auto& slot : table.sets_[set].line.slots) {
        const SlotWord word(slot.load(std::memory_order_relaxed));
        count += word.live() && word.spilled();
      }
    }
    return count;
  }
};

template <class Table, class Key>
struct TableFixture {
  explicit TableFixture(std::uint64_t capacity, std::uint64_t seed = 1)
      : table(Table::Create(capacity)), secret(TestSecret(seed)), worker(std::make_unique<TableWorker>()) {
    worker->BeginBurst(kStart);
  }

  static NewEntry Fresh(ConnState state, TimeNs expiry, std::uint32_t attributes = 0) {
    return {.state = state, .attributes = attributes, .expiry = expiry};
  }
  std::uint64_t Hash(const Key& key) const { return HashFlowKey(key, secret); }
  template <class Eviction>
  InsertResult Insert(std::uint64_t n, ConnState state, TimeNs expiry, const Eviction& eviction) {
    const Key key = NumberedKey<Key>(n);
    return table->FindOrInsert(key, Hash(key), Fresh(state, expiry, static_cast<std::uint32_t>(n)), eviction, {},
                               *worker);
  }
  // Ends the entry that the policy chooses among those of key number n's sets.
  template <class Eviction>
  bool GiveUp(std::uint64_t n, const Eviction& eviction) {
    return table->GiveUp(Hash(NumberedKey<Key>(n)), eviction, {}, *worker);
  }
  TableEntry Find(std::uint64_t n, TimeNs now) const {
    const Key key = NumberedKey<Key>(n);
    return table->Find(key, Hash(key), now);
  }
  InsertResult Reopen(const TableEntry& entry, std::uint64_t n, ConnState state, TimeNs expiry) {
    const Key key = NumberedKey<Key>(n);
    return table->Reopen(entry, key, Hash(key), Fresh(state, expiry, static_cast<std::uint32_t>(n)), *worker);
  }
  std::uint64_t Live(TimeNs now) const {
    std::uint64_t sum = 0;
    for (const std::uint64_t n : table->CountLive(now)) sum += n;
    return sum;
  }

  std::unique_ptr<Table> table;
  HashSecret secret;
  std::unique_ptr<TableWorker> worker;
};

}  // namespace tidegate

#endif  // TIDEGATE_TABLE_TABLE_TEST_UTIL_H_
