// Makes and frees a table of rte_hash.
#include "peers/rte_hash_lf.h"

#include <rte_errno.h>
#include <rte_malloc.h>

#include <algorithm>
#include <string>

namespace tidegate::bench {
namespace {

constexpr unsigned kThreads = 1;
// Long enough that a reader may be late by some bursts, short enough to stay in the cache.
constexpr unsigned kDeferred = 1024;
constexpr unsigned kReclaimAbove = 64;
constexpr unsigned kReclaimAtOnce = 32;

// Keys, buckets and the ring of free keys; and for each core that DPDK can name a cache of those.
std::size_t HeapBytes(std::uint64_t capacity) { return capacity * 96 + (std::size_t{4} << 20); }

absl::Status Failed(const char* what) {
  return absl::ResourceExhaustedError(std::string(what) + ": " + rte_strerror(rte_errno));
}

}  // namespace

absl::StatusOr<std::unique_ptr<RteHashLf>> RteHashLf::Create(std::uint64_t capacity) {
  if (absl::Status status = StartEal(); !status.ok()) return status;
  auto heap = DpdkHeap::Create(HeapBytes(capacity));
  if (!heap.ok()) return heap.status();
  std::unique_ptr<RteHashLf> table(new RteHashLf(*std::move(heap)));
  if (absl::Status status = table->Open(capacity); !status.ok()) return status;
  return table;
}

absl::Status RteHashLf::Open(std::uint64_t capacity) {
  const std::string name = "rte_hash_lf_" + std::to_string(heap_->socket());
  rte_hash_parameters parameters{};
  parameters.name = name.c_str();
  parameters.entries = static_cast<std::uint32_t>(std::max<std::uint64_t>(capacity, 8));  // one bucket
  parameters.key_len = sizeof(FlowKey4);
  parameters.hash_func = rte_hash_crc;
  parameters.socket_id = heap_->socket();
  parameters.extra_flag = RTE_HASH_EXTRA_FLAGS_RW_CONCURRENCY_LF | RTE_HASH_EXTRA_FLAGS_MULTI_WRITER_ADD;
  hash_ = rte_hash_create(&parameters);
  if (hash_ == nullptr) return Failed("rte_hash_create");

  rcu_ = static_cast<rte_rcu_qsbr*>(
      rte_zmalloc_socket(nullptr, rte_rcu_qsbr_get_memsize(kThreads), RTE_CACHE_LINE_SIZE, heap_->socket()));
  if (rcu_ == nullptr || rte_rcu_qsbr_init(rcu_, kThreads) != 0) return Failed("rte_rcu_qsbr_init");
  rte_hash_rcu_config rcu{};
  rcu.v = rcu_;
  rcu.mode = RTE_HASH_QSBR_MODE_DQ;
  rcu.dq_size = kDeferred;
  rcu.trigger_reclaim_limit = kReclaimAbove;
  rcu.max_reclaim_size = kReclaimAtOnce;
  if (rte_hash_rcu_qsbr_add(hash_, &rcu) != 0) return Failed("rte_hash_rcu_qsbr_add");

  record_memory_ = TableMemory((static_cast<std::size_t>(rte_hash_max_key_id(hash_)) + 1) * sizeof(Line));
  if (record_memory_.data() == nullptr) return absl::ResourceExhaustedError("no memory for the records");
  return absl::OkStatus();
}

RteHashLf::~RteHashLf() {
  rte_hash_free(hash_);
  rte_free(rcu_);
}

}  // namespace tidegate::bench
