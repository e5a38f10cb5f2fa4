// rte_hash (DPDK): lock-free for readers, several writers by its lock, and its RCU, which gives deleted keys back when
// no reader can hold them any more.
//
// Its best: lookups in bulk with hashes computed before; the processor's CRC as hash, DPDK's own choice; records in an
// array by the position that the table hands out; a short queue of deleted keys, emptied in batches.
#ifndef TIDEGATE_BENCH_PEERS_RTE_HASH_LF_H_
#define TIDEGATE_BENCH_PEERS_RTE_HASH_LF_H_

#include <rte_hash.h>
#include <rte_hash_crc.h>
#include <rte_rcu_qsbr.h>

#include <array>
#include <memory>
#include <utility>

#include "conntrack/bench_table.h"
#include "peers/conn_record.h"
#include "peers/dpdk_memory.h"
#include "table/table_memory.h"

namespace tidegate::bench {

class RteHashLf {
  // A cache line of its own, as the position says nothing of its neighbours.
  struct alignas(64) Line {
    ConnRecord conn;
  };

 public:
  static constexpr std::string_view kName = "rte_hash_lf";

  static absl::StatusOr<std::unique_ptr<RteHashLf>> Create(std::uint64_t capacity);
  RteHashLf(const RteHashLf&) = delete;
  RteHashLf& operator=(const RteHashLf&) = delete;
  ~RteHashLf();

  std::size_t MemoryBytes() const { return heap_->AllocatedBytes() + record_memory_.bytes(); }
  void Clear() { rte_hash_reset(hash_); }

  class Worker {
   public:
    explicit Worker(RteHashLf& table) : hash_(table.hash_), rcu_(table.rcu_), records_(table.records()) {
      rte_rcu_qsbr_thread_register(rcu_, kThread);
      rte_rcu_qsbr_thread_online(rcu_, kThread);
    }
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;
    ~Worker() {
      rte_rcu_qsbr_thread_offline(rcu_, kThread);
      rte_rcu_qsbr_thread_unregister(rcu_, kThread);
    }

    std::size_t Lookup(KeyBurst keys, std::uint64_t& touched) {
      HashAll(keys);
      for (std::size_t i = 0; i < keys.size(); ++i) pointers_[i] = &keys[i];
      rte_hash_lookup_with_hash_bulk(hash_, pointers_.data(), hashes_.data(), static_cast<std::uint32_t>(keys.size()),
                                     positions_.data());
      std::size_t found = 0;
      for (std::size_t i = 0; i < keys.size(); ++i) {
        if (positions_[i] < 0) continue;
        touched += records_[positions_[i]].conn.words[0];
        ++found;
      }
      rte_rcu_qsbr_quiescent(rcu_, kThread);
      return found;
    }

    std::size_t Insert(KeyBurst keys) {
      HashAll(keys);
      std::size_t added = 0;
      for (std::size_t i = 0; i < keys.size(); ++i) {
        const std::int32_t position = rte_hash_add_key_with_hash(hash_, &keys[i], hashes_[i]);
        if (position < 0) continue;
        records_[position].conn = kFreshRecord;
        ++added;
      }
      rte_rcu_qsbr_quiescent(rcu_, kThread);
      return added;
    }

    std::size_t Erase(KeyBurst keys) {
      HashAll(keys);
      std::size_t gone = 0;
      for (std::size_t i = 0; i < keys.size(); ++i) {
        gone += rte_hash_del_key_with_hash(hash_, &keys[i], hashes_[i]) >= 0;
      }
      rte_rcu_qsbr_quiescent(rcu_, kThread);
      return gone;
    }

   private:
    static constexpr unsigned kThread = 0;

    void HashAll(KeyBurst keys) {
      for (std::size_t i = 0; i < keys.size(); ++i) {
        hashes_[i] = crc32c_sse42_u64(keys[i].words[1], crc32c_sse42_u64(keys[i].words[0], 0));
      }
    }

    rte_hash* hash_;
    rte_rcu_qsbr* rcu_;
    Line* records_;
    std::array<hash_sig_t, kBurst> hashes_;
    std::array<const void*, kBurst> pointers_;
    std::array<std::int32_t, kBurst> positions_;
  };

 private:
  explicit RteHashLf(std::unique_ptr<DpdkHeap> heap) : heap_(std::move(heap)) {}
  absl::Status Open(std::uint64_t capacity);
  Line* records() { return reinterpret_cast<Line*>(record_memory_.data()); }

  std::unique_ptr<DpdkHeap> heap_;
  rte_hash* hash_ = nullptr;
  rte_rcu_qsbr* rcu_ = nullptr;
  TableMemory record_memory_;
};
static_assert(BenchTable<RteHashLf>);

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_PEERS_RTE_HASH_LF_H_
