// Tidegate's own table, in both of its modes.
#ifndef TIDEGATE_BENCH_PEERS_TIDEGATE_TABLE_H_
#define TIDEGATE_BENCH_PEERS_TIDEGATE_TABLE_H_

#include <array>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "conntrack/bench_table.h"
#include "evict/state_first.h"
#include "key/flow_key_inl.h"
#include "tidegate/conn_table.h"

namespace tidegate::bench {

// Mode: a name and the atomics of the table.
template <class Mode>
class TidegateTable {
 public:
  static constexpr std::string_view kName = Mode::kName;
  static constexpr bool kConcurrent = Mode::kConcurrent;
  using Table = ConnTable<FlowKey4, typename Mode::Atomics>;

  static absl::StatusOr<std::unique_ptr<TidegateTable>> Create(std::uint64_t capacity) {
    auto table = Table::Create(capacity);
    if (!table) return absl::ResourceExhaustedError("no memory for a capacity of " + std::to_string(capacity));
    return std::make_unique<TidegateTable>(std::move(table));
  }

  explicit TidegateTable(std::unique_ptr<Table> table) : table_(std::move(table)) {}

  std::size_t MemoryBytes() const { return table_->MemoryBytes(); }

  void Clear() {
    const auto worker = std::make_unique<TableWorker>();
    worker->BeginBurst(kStart);
    table_->ForEach(kStart, 0, table_->slot_end(),
                    [&](const FlowKey4&, const TableEntry& entry) { table_->Release(entry, *worker); });
  }

  // Time goes on as it does for a core that handles a million packets a second. Connections are established ones.
  class Worker {
   public:
    explicit Worker(TidegateTable& table) : table_(*table.table_), secret_(table.secret_) {}

    std::size_t Lookup(KeyBurst keys, std::uint64_t& touched) {
      Find(keys);
      std::size_t found = 0;
      for (std::size_t i = 0; i < keys.size(); ++i) {
        if (!entries_[i]) continue;
        touched += table_.LoadTrack(entries_[i], 0);
        ++found;
      }
      return found;
    }

    std::size_t Insert(KeyBurst keys) { return Insert(keys, ConnState::kEstablished, kTimeout); }

    // Connections that have ended and linger: they may be evicted for others from now on.
    std::size_t InsertClosing(KeyBurst keys) { return Insert(keys, ConnState::kTimeWait, kTimeWait); }

    std::size_t Erase(KeyBurst keys) {
      BeginBurst();
      Find(keys);
      std::size_t gone = 0;
      for (std::size_t i = 0; i < keys.size(); ++i) {
        gone += entries_[i] && table_.Release(entries_[i], *table_worker_);
      }
      return gone;
    }

   private:
    static constexpr TimeNs kBurstTime = kBurst * 1'000;
    static constexpr TimeNs kTimeout = 432'000 * kSecond;
    static constexpr TimeNs kTimeWait = 120 * kSecond;

    std::size_t Insert(KeyBurst keys, ConnState state, TimeNs timeout) {
      BeginBurst();
      const NewEntry fresh{.state = state, .expiry = now_ + timeout, .track = {1, 2, 3, 4}};
      HashAll(keys);
      table_.FindOrInsertBurst(keys, std::span(hashes_).first(keys.size()), fresh, eviction_, Pressure{},
                               *table_worker_, std::span(results_).first(keys.size()));
      std::size_t added = 0;
      for (std::size_t i = 0; i < keys.size(); ++i) added += results_[i].outcome == InsertResult::Outcome::kInserted;
      return added;
    }

    void BeginBurst() {
      now_ += kBurstTime;
      table_worker_->BeginBurst(now_);
    }
    void HashAll(KeyBurst keys) { internal::FlowHashBurst(keys, secret_, hashes_.data()); }
    void Find(KeyBurst keys) {
      HashAll(keys);
      table_.FindBurst(keys, std::span(hashes_).first(keys.size()), now_, std::span(entries_).first(keys.size()));
    }

    Table& table_;
    const HashSecret& secret_;
    const StateFirst eviction_;
    std::unique_ptr<TableWorker> table_worker_ = std::make_unique<TableWorker>();
    TimeNs now_ = kStart;
    std::array<std::uint64_t, kBurst> hashes_;
    std::array<TableEntry, kBurst> entries_;
    std::array<InsertResult, kBurst> results_;
  };

 private:
  static constexpr TimeNs kStart = 1'000 * kSecond;
  static constexpr std::array<std::uint64_t, 2> kEntropy = {0x9e3779b97f4a7c15, 0xd1b54a32d192ed03};

  std::unique_ptr<Table> table_;
  // The same in each run, so that runs can be compared.
  HashSecret secret_{std::as_bytes(std::span(kEntropy))};
};

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_PEERS_TIDEGATE_TABLE_H_
