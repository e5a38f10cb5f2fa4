// rte_hash (DPDK) in its several modes: a cuckoo table of buckets with eight signatures.
//
// Its best: lookups in bulk with hashes computed before; the processor's CRC as hash, DPDK's own choice; records in an
// array by the position that the table hands out.
#ifndef TIDEGATE_BENCH_PEERS_RTE_HASH_TABLE_H_
#define TIDEGATE_BENCH_PEERS_RTE_HASH_TABLE_H_

#include <rte_hash.h>

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

#include "conntrack/bench_table.h"
#include "peers/conn_record.h"
#include "peers/key_hash.h"
#include "peers/rte_hash_memory.h"
#include "peers/rte_hash_sync.h"
#include "table/table_memory.h"

namespace tidegate::bench {

// Mode: a name, the table's flags, and how threads share it (rte_hash_sync.h).
template <class Mode>
class RteHashTable {
  // A cache line of its own, as the position says nothing of its neighbours. The table does not say whether a key that
  // was added is new; writers, who take turns, see it by the mark.
  struct alignas(64) Line {
    ConnRecord conn;
    std::uint32_t live_in;  // the filling of the table in which it was inserted, 0 when deleted
  };
  using Sync = typename Mode::Sync;

 public:
  static constexpr std::string_view kName = Mode::kName;
  static constexpr bool kConcurrent = Mode::kConcurrent;

  static absl::StatusOr<std::unique_ptr<RteHashTable>> Create(std::uint64_t capacity) {
    auto memory = RteHashMemory::Create(std::max(capacity, Sync::kMinEntries), Mode::kFlags);
    if (!memory.ok()) return memory.status();
    TableMemory records((*memory)->positions() * sizeof(Line));
    if (records.data() == nullptr) return absl::ResourceExhaustedError("no memory for the records");
    return std::make_unique<RteHashTable>(*std::move(memory), std::move(records));
  }

  RteHashTable(std::unique_ptr<RteHashMemory> memory, TableMemory records)
      : memory_(std::move(memory)), records_(std::move(records)) {}

  std::size_t MemoryBytes() const { return memory_->AllocatedBytes() + records_.bytes(); }
  void Clear() {
    rte_hash_reset(memory_->hash());
    sync_.Forget();
    ++filling_;
  }

  class Worker {
   public:
    explicit Worker(RteHashTable& table)
        : hash_(table.memory_->hash()),
          records_(reinterpret_cast<Line*>(table.records_.data())),
          filling_(table.filling_),
          thread_(table.sync_, hash_) {}

    std::size_t Lookup(KeyBurst keys, std::uint64_t& touched) {
      HashAll(keys);
      thread_.BeginRead();
      Find(keys);
      std::size_t found = 0;
      for (std::size_t i = 0; i < keys.size(); ++i) {
        if (positions_[i] < 0) continue;
        touched += records_[positions_[i]].conn.words[0];
        ++found;
      }
      thread_.EndRead();
      return found;
    }

    std::size_t Insert(KeyBurst keys) {
      HashAll(keys);
      thread_.BeginWrite();
      std::size_t added = 0;
      for (std::size_t i = 0; i < keys.size(); ++i) {
        const std::int32_t position = rte_hash_add_key_with_hash(hash_, &keys[i], hashes_[i]);
        if (position < 0 || records_[position].live_in == filling_) continue;
        records_[position] = {kFreshRecord, filling_};
        ++added;
      }
      thread_.EndWrite();
      return added;
    }

    std::size_t Erase(KeyBurst keys) {
      HashAll(keys);
      thread_.BeginWrite();
      std::size_t gone = 0;
      for (std::size_t i = 0; i < keys.size(); ++i) {
        const std::int32_t position = rte_hash_del_key_with_hash(hash_, &keys[i], hashes_[i]);
        if (position < 0) continue;
        records_[position].live_in = 0;
        positions_[gone++] = position;
      }
      thread_.EndWrite();
      thread_.Retire(RtePositions(positions_).first(gone));
      return gone;
    }

   private:
    void HashAll(KeyBurst keys) {
      for (std::size_t i = 0; i < keys.size(); ++i) hashes_[i] = CrcHash(keys[i]);
    }
    void Find(KeyBurst keys) {
      for (std::size_t i = 0; i < keys.size(); ++i) pointers_[i] = &keys[i];
      rte_hash_lookup_with_hash_bulk(hash_, pointers_.data(), hashes_.data(), static_cast<std::uint32_t>(keys.size()),
                                     positions_.data());
    }

    rte_hash* hash_;
    Line* records_;
    const std::uint32_t& filling_;
    typename Sync::Thread thread_;
    std::array<hash_sig_t, kBurst> hashes_;
    std::array<const void*, kBurst> pointers_;
    std::array<std::int32_t, kBurst> positions_;
  };

 private:
  std::unique_ptr<RteHashMemory> memory_;
  TableMemory records_;
  Sync sync_;
  std::uint32_t filling_ = 1;
};

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_PEERS_RTE_HASH_TABLE_H_
