// cds_lfht (liburcu, liburcu.org): a lock-free table of split-ordered lists (Shalev and Shavit), with RCU.
//
// Its best: the flavour of RCU with the cheapest readers (QSBR), a report for each burst; buckets for twice the
// capacity and no resizing; key and record in the node; buckets and first nodes prefetched. It allocates its bucket
// array itself; where that is, which prefetching and huge pages need, its iterators tell.
#ifndef TIDEGATE_BENCH_PEERS_CDS_LFHT_H_
#define TIDEGATE_BENCH_PEERS_CDS_LFHT_H_

#include "peers/qsbr.h"
// After the flavour of RCU.
#include <sys/mman.h>
#include <urcu/rculfhash.h>

#include <algorithm>
#include <array>
#include <bit>
#include <memory>
#include <new>

#include "conntrack/bench_table.h"
#include "peers/conn_record.h"
#include "peers/key_hash.h"
#include "peers/node_pool.h"

namespace tidegate::bench {

class CdsLfht {
  struct Node {
    cds_lfht_node link;
    FlowKey4 key;
    ConnRecord conn;
  };
  // Two lines, so that the link, the key and the record's first words stand in one.
  static constexpr std::size_t kNodeBytes = 128;

 public:
  static constexpr std::string_view kName = "cds_lfht";
  static constexpr bool kConcurrent = true;

  static absl::StatusOr<std::unique_ptr<CdsLfht>> Create(std::uint64_t capacity) {
    // A quarter faster than half as many. REQUIRES of FindBuckets(): at least two, a power of two.
    const std::uint64_t buckets = std::bit_ceil(2 * std::max<std::uint64_t>(capacity, 1));
    cds_lfht* table = cds_lfht_new_flavor(buckets, buckets, buckets, 0, &urcu_qsbr_flavor, nullptr);
    if (table == nullptr) return absl::ResourceExhaustedError("cds_lfht_new: no memory");
    return std::unique_ptr<CdsLfht>(new CdsLfht(table, buckets, capacity));
  }
  CdsLfht(const CdsLfht&) = delete;
  CdsLfht& operator=(const CdsLfht&) = delete;
  ~CdsLfht() {
    Clear();
    cds_lfht_destroy(table_, nullptr);
  }

  std::size_t MemoryBytes() const { return bucket_count_ * sizeof(cds_lfht_node) + pool_.MemoryBytes(); }

  void Clear() {
    const QsbrThread thread;
    std::vector<void*> nodes;
    {
      const QsbrOnline online;
      cds_lfht_iter at;
      for (cds_lfht_first(table_, &at); cds_lfht_iter_get_node(&at) != nullptr; cds_lfht_next(table_, &at)) {
        cds_lfht_node* const link = cds_lfht_iter_get_node(&at);
        if (cds_lfht_del(table_, link) == 0) nodes.push_back(link);
      }
    }
    urcu_qsbr_synchronize_rcu();
    pool_.GiveBack(nodes.data(), nodes.size());
    pool_.Sort();
  }

  class Worker {
   public:
    explicit Worker(CdsLfht& table)
        : table_(table.table_), buckets_(table.buckets_), mask_(table.bucket_count_ - 1), nodes_(table.pool_) {}

    std::size_t Lookup(KeyBurst keys, std::uint64_t& touched) {
      const QsbrOnline online;
      Prefetch(keys);
      std::size_t found = 0;
      for (std::size_t i = 0; i < keys.size(); ++i) {
        cds_lfht_iter at;
        const Node* const node = Find(keys[i], hashes_[i], at);
        if (node == nullptr) continue;
        touched += node->conn.words[0];
        ++found;
      }
      return found;
    }

    std::size_t Insert(KeyBurst keys) {
      const QsbrOnline online;
      Prefetch(keys);
      std::size_t added = 0;
      for (std::size_t i = 0; i < keys.size(); ++i) {
        Node* const node = new (nodes_.Take()) Node{.link = {}, .key = keys[i], .conn = kFreshRecord};
        if (cds_lfht_add_unique(table_, hashes_[i], &IsKey, &keys[i], &node->link) == &node->link) {
          ++added;
        } else {
          nodes_.GiveBack(node);
        }
      }
      return added;
    }

    std::size_t Erase(KeyBurst keys) {
      std::size_t gone = 0;
      {
        const QsbrOnline online;
        Prefetch(keys);
        for (std::size_t i = 0; i < keys.size(); ++i) {
          cds_lfht_iter at;
          Node* const node = Find(keys[i], hashes_[i], at);
          if (node == nullptr || cds_lfht_del(table_, &node->link) != 0) continue;
          deferred_.Add(node);
          ++gone;
        }
      }
      deferred_.FreeIfMany();
      return gone;
    }

   private:
    static int IsKey(cds_lfht_node* link, const void* key) {
      return reinterpret_cast<const Node*>(link)->key == *static_cast<const FlowKey4*>(key);
    }
    Node* Find(const FlowKey4& key, unsigned long hash, cds_lfht_iter& at) {
      cds_lfht_lookup(table_, hash, &IsKey, &key, &at);
      return reinterpret_cast<Node*>(cds_lfht_iter_get_node(&at));
    }
    void Prefetch(KeyBurst keys) {
      for (std::size_t i = 0; i < keys.size(); ++i) {
        hashes_[i] = FoldHash(keys[i]);
        __builtin_prefetch(&buckets_[hashes_[i] & mask_]);
      }
      for (std::size_t i = 0; i < keys.size(); ++i) {
        __builtin_prefetch(CMM_LOAD_SHARED(buckets_[hashes_[i] & mask_].next));
      }
    }

    cds_lfht* table_;
    const cds_lfht_node* buckets_;
    std::size_t mask_;
    const QsbrThread thread_;
    NodeCache nodes_;
    QsbrDeferred deferred_{nodes_};
    std::array<unsigned long, kBurst> hashes_;
  };

 private:
  // What a thread's cache and its deferred nodes hold.
  static constexpr std::size_t kThreadNodes = NodeCache::kSize + QsbrDeferred::kSize;

  CdsLfht(cds_lfht* table, std::uint64_t bucket_count, std::uint64_t capacity)
      : table_(table),
        bucket_count_(bucket_count),
        pool_(kNodeBytes, capacity + kMaxThreads * kThreadNodes),
        buckets_(FindBuckets()) {
    AdviseHugePages(buckets_, bucket_count_);
  }

  // As far as the array covers whole huge pages.
  static void AdviseHugePages(const cds_lfht_node* buckets, std::uint64_t count) {
    constexpr std::uintptr_t kPage = 4096;
    constexpr int kCollapse = 25;  // MADV_COLLAPSE (Linux 6.1), which the C library does not name yet
    const auto begin = (reinterpret_cast<std::uintptr_t>(buckets) + kPage - 1) & ~(kPage - 1);
    const auto end = reinterpret_cast<std::uintptr_t>(buckets + count) & ~(kPage - 1);
    if (begin >= end) return;
    madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE);
    madvise(reinterpret_cast<void*>(begin), end - begin, kCollapse);
  }

  // The array of buckets. Behind a lone node whose hash is 0 comes the bucket that splits the table in halves, as the
  // order is that of the hashes' bits reversed; an iterator names it, marked in its low bits. A lone bucket would have
  // none behind it.
  const cds_lfht_node* FindBuckets() {
    constexpr std::uintptr_t kMarks = 7;
    const QsbrThread thread;
    const QsbrOnline online;
    Node lone{};
    cds_lfht_add(table_, 0, &lone.link);
    cds_lfht_iter at;
    cds_lfht_first(table_, &at);
    const auto half = reinterpret_cast<std::uintptr_t>(at.next) & ~kMarks;
    cds_lfht_del(table_, &lone.link);
    return reinterpret_cast<const cds_lfht_node*>(half) - bucket_count_ / 2;
  }

  cds_lfht* table_;
  std::uint64_t bucket_count_;
  NodePool pool_;
  const cds_lfht_node* buckets_;
};
static_assert(BenchTable<CdsLfht>);

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_PEERS_CDS_LFHT_H_
