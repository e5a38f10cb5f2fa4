// How threads share a table of rte_hash: not at all, by a lock for readers and writers, or lock-free for readers.
//
// Each is a class with a Thread inside, one for each worker, whose calls stand around a burst:
//   BeginRead, EndRead    lookups, and what is done with the records found
//   BeginWrite, EndWrite  inserts and deletions
//   Retire(positions)     after EndWrite: positions of keys that were deleted
//
// kMinEntries: how many entries a table must have, so that positions which wait for readers do not use it up.
#ifndef TIDEGATE_BENCH_PEERS_RTE_HASH_SYNC_H_
#define TIDEGATE_BENCH_PEERS_RTE_HASH_SYNC_H_

#include <rte_hash.h>
#include <rte_rcu_qsbr.h>
#include <rte_rwlock.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <span>

#include "conntrack/bench_table.h"
#include "peers/spin_lock.h"
#include "peers/thread_ids.h"

namespace tidegate::bench {

using RtePositions = std::span<const std::int32_t>;

class RteNoSync {
 public:
  static constexpr std::uint64_t kMinEntries = 8;  // one bucket

  class Thread {
   public:
    Thread(RteNoSync&, rte_hash*) {}
    void BeginRead() {}
    void EndRead() {}
    void BeginWrite() {}
    void EndWrite() {}
    void Retire(RtePositions) {}
  };
  void Forget() {}
};

class RteRwLockSync {
 public:
  static constexpr std::uint64_t kMinEntries = RteNoSync::kMinEntries;

  class Thread {
   public:
    Thread(RteRwLockSync& sync, rte_hash*) : lock_(&sync.lock_) {}
    void BeginRead() { rte_rwlock_read_lock(lock_); }
    void EndRead() { rte_rwlock_read_unlock(lock_); }
    void BeginWrite() { rte_rwlock_write_lock(lock_); }
    void EndWrite() { rte_rwlock_write_unlock(lock_); }
    void Retire(RtePositions) {}

   private:
    rte_rwlock_t* lock_;
  };
  void Forget() {}

 private:
  rte_rwlock_t lock_ = RTE_RWLOCK_INITIALIZER;
};

// Readers report to DPDK's RCU for each burst; writers take turns by a lock. A deleted key's position is free again
// when all readers have reported: each worker keeps a short list of those that are not yet, a token for each burst. In
// that way one token serves up to 32 keys, and a slow reader makes a writer wait at last instead of losing keys, which
// the queue within rte_hash does when it is full.
class RteRcuSync {
 public:
  static constexpr std::size_t kBursts = 32;
  // Twice what may wait.
  static constexpr std::uint64_t kMinEntries = 2 * kMaxThreads * kBursts * kBurst;

  RteRcuSync() { rte_rcu_qsbr_init(rcu_.get(), kMaxThreads); }

  // The table was emptied: what is deferred has become free with it. REQUIRES: no other thread uses the table.
  void Forget() { ++generation_; }

  class Thread {
   public:
    Thread(RteRcuSync& sync, rte_hash* hash) : sync_(sync), rcu_(sync.rcu_.get()), hash_(hash), id_(sync.ids_) {
      rte_rcu_qsbr_thread_register(rcu_, id_.value());
    }
    Thread(const Thread&) = delete;
    Thread& operator=(const Thread&) = delete;
    ~Thread() {
      ForgetStale();
      while (head_ != tail_) FreeOldest();
      rte_rcu_qsbr_thread_unregister(rcu_, id_.value());
    }

    void BeginRead() { rte_rcu_qsbr_thread_online(rcu_, id_.value()); }
    void EndRead() { rte_rcu_qsbr_thread_offline(rcu_, id_.value()); }
    void BeginWrite() { sync_.writers_.lock(); }
    void EndWrite() { sync_.writers_.unlock(); }

    void Retire(RtePositions positions) {
      if (positions.empty()) return;
      ForgetStale();
      if (tail_ - head_ == kBursts) FreeOldest();
      Burst& burst = bursts_[tail_++ % kBursts];
      burst.token = rte_rcu_qsbr_start(rcu_);
      burst.count = positions.size();
      std::copy(positions.begin(), positions.end(), burst.positions.begin());
      while (head_ != tail_ && rte_rcu_qsbr_check(rcu_, bursts_[head_ % kBursts].token, false) == 1) FreeOldest();
    }

   private:
    struct Burst {
      std::uint64_t token;
      std::size_t count;
      std::array<std::int32_t, kBurst> positions;
    };

    void ForgetStale() {
      if (generation_ != sync_.generation_) head_ = tail_;
      generation_ = sync_.generation_;
    }
    // Waits until it may.
    void FreeOldest() {
      const Burst& burst = bursts_[head_++ % kBursts];
      rte_rcu_qsbr_check(rcu_, burst.token, true);
      for (std::size_t i = 0; i < burst.count; ++i) rte_hash_free_key_with_position(hash_, burst.positions[i]);
    }

    RteRcuSync& sync_;
    rte_rcu_qsbr* rcu_;
    rte_hash* hash_;
    ThreadId id_;
    std::uint64_t generation_ = sync_.generation_;
    std::uint64_t head_ = 0;
    std::uint64_t tail_ = 0;
    std::array<Burst, kBursts> bursts_;
  };

 private:
  struct Free {
    void operator()(void* memory) const { std::free(memory); }
  };
  static rte_rcu_qsbr* Allocate() {
    const std::size_t bytes = rte_rcu_qsbr_get_memsize(kMaxThreads);
    return static_cast<rte_rcu_qsbr*>(std::aligned_alloc(RTE_CACHE_LINE_SIZE, RTE_CACHE_LINE_ROUNDUP(bytes)));
  }

  std::unique_ptr<rte_rcu_qsbr, Free> rcu_{Allocate()};
  ThreadIds ids_;
  std::uint64_t generation_ = 0;
  SpinLock writers_;
};

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_PEERS_RTE_HASH_SYNC_H_
