// ck_ht (Concurrency Kit, concurrencykit.org): open addressing over pointers to keys, one writer and many readers.
//
// Its best: its documented mode for concurrency, readers under RCU (liburcu's, as its own epochs cannot be compiled as
// C++ in this version) and writers that take turns by a lock, each once for a burst; byte strings as keys, hashed
// before; key and record together in one line; slots for twice the capacity, as it grows when half are in use; the mode
// that bounds each probe, for the sake of deletions (ck_ht_gc() gained nothing over it). Slots and nodes are prefetched
// by what its allocation says of its layout.
#ifndef TIDEGATE_BENCH_PEERS_CK_HT_H_
#define TIDEGATE_BENCH_PEERS_CK_HT_H_

#include <array>
#include <bit>
#include <memory>
#include <mutex>
#include <new>
#include <vector>

#include "conntrack/bench_table.h"
#include "peers/ck_ht_memory.h"
#include "peers/conn_record.h"
#include "peers/key_hash.h"
#include "peers/node_pool.h"
#include "peers/qsbr.h"
#include "peers/spin_lock.h"

namespace tidegate::bench {

class CkHt {
  struct alignas(64) Node {
    FlowKey4 key;
    ConnRecord conn;
  };
  // What a thread's cache and its deferred nodes hold.
  static constexpr std::size_t kThreadNodes = NodeCache::kSize + QsbrDeferred::kSize;

 public:
  static constexpr std::string_view kName = "ck_ht";
  static constexpr bool kConcurrent = true;

  static absl::StatusOr<std::unique_ptr<CkHt>> Create(std::uint64_t capacity) {
    auto table = std::make_unique<CkHt>(capacity);
    if (!table->memory_.ok()) return absl::ResourceExhaustedError("ck_ht_init: no memory");
    return table;
  }
  explicit CkHt(std::uint64_t capacity)
      : memory_(std::bit_ceil(2 * capacity + 2)), pool_(sizeof(Node), capacity + kMaxThreads * kThreadNodes) {}

  std::size_t MemoryBytes() const { return memory_.MemoryBytes() + pool_.MemoryBytes(); }

  void Clear() {
    std::vector<void*> nodes;
    ck_ht_iterator_t at = CK_HT_ITERATOR_INITIALIZER;
    for (ck_ht_entry_t* entry; ck_ht_next(memory_.table(), &at, &entry);) nodes.push_back(ck_ht_entry_value(entry));
    memory_.Reset();
    pool_.GiveBack(nodes.data(), nodes.size());
    pool_.Sort();
  }

  class Worker {
   public:
    explicit Worker(CkHt& table) : owner_(table), nodes_(table.pool_) {}

    std::size_t Lookup(KeyBurst keys, std::uint64_t& touched) {
      Prefetch(keys);
      std::size_t found = 0;
      const QsbrOnline online;
      PrefetchNodes(keys.size());
      for (std::size_t i = 0; i < keys.size(); ++i) {
        ck_ht_entry_t entry;
        ck_ht_entry_key_set(&entry, &keys[i], sizeof(FlowKey4));
        if (!ck_ht_get_spmc(table(), hashes_[i], &entry)) continue;
        touched += static_cast<const Node*>(ck_ht_entry_value(&entry))->conn.words[0];
        ++found;
      }
      return found;
    }

    std::size_t Insert(KeyBurst keys) {
      Prefetch(keys);
      std::size_t added = 0;
      const std::lock_guard lock(owner_.writers_);
      const CkHtMemory::Use use(owner_.memory_);
      for (std::size_t i = 0; i < keys.size(); ++i) {
        ck_ht_entry_t entry;
        // Where a deleted key stood before, ck_ht_put_spmc() would add the key once more.
        ck_ht_entry_key_set(&entry, &keys[i], sizeof(FlowKey4));
        if (ck_ht_get_spmc(table(), hashes_[i], &entry)) continue;
        Node* const node = new (nodes_.Take()) Node{.key = keys[i], .conn = kFreshRecord};
        ck_ht_entry_set(&entry, hashes_[i], &node->key, sizeof(FlowKey4), node);
        if (ck_ht_put_spmc(table(), hashes_[i], &entry)) {
          ++added;
        } else {
          nodes_.GiveBack(node);
        }
      }
      return added;
    }

    std::size_t Erase(KeyBurst keys) {
      Prefetch(keys);
      std::size_t gone = 0;
      {
        const std::lock_guard lock(owner_.writers_);
        PrefetchNodes(keys.size());
        for (std::size_t i = 0; i < keys.size(); ++i) {
          ck_ht_entry_t entry;
          ck_ht_entry_key_set(&entry, &keys[i], sizeof(FlowKey4));
          if (!ck_ht_remove_spmc(table(), hashes_[i], &entry)) continue;
          deferred_.Add(ck_ht_entry_value(&entry));
          ++gone;
        }
      }
      deferred_.FreeIfMany();
      return gone;
    }

   private:
    ck_ht_t* table() { return owner_.memory_.table(); }

    void Prefetch(KeyBurst keys) {
      for (std::size_t i = 0; i < keys.size(); ++i) {
        hashes_[i].value = FoldHash(keys[i]);
        slots_[i] = owner_.memory_.FirstSlot(hashes_[i]);
        __builtin_prefetch(slots_[i]);
      }
    }
    // What stands in the first slot is most often what is sought. Inline, as g++ 12 takes a function that only
    // prefetches for one without effect and leaves out its calls.
    [[gnu::always_inline]] void PrefetchNodes(std::size_t count) {
      for (std::size_t i = 0; i < count; ++i)
        __builtin_prefetch(reinterpret_cast<const void*>(__atomic_load_n(&slots_[i]->key, __ATOMIC_RELAXED)));
    }

    CkHt& owner_;
    const QsbrThread thread_;
    NodeCache nodes_;
    QsbrDeferred deferred_{nodes_};
    std::array<ck_ht_hash_t, kBurst> hashes_;
    std::array<const ck_ht_entry_t*, kBurst> slots_;
  };

 private:
  CkHtMemory memory_;
  NodePool pool_;
  SpinLock writers_;
};
static_assert(BenchTable<CkHt>);

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_PEERS_CK_HT_H_
