// A table of rte_hash in memory of the same kind as every other table's here.
#ifndef TIDEGATE_BENCH_PEERS_RTE_HASH_MEMORY_H_
#define TIDEGATE_BENCH_PEERS_RTE_HASH_MEMORY_H_

#include <rte_hash.h>

#include <cstdint>
#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "peers/dpdk_memory.h"

namespace tidegate::bench {

class RteHashMemory {
 public:
  // `flags` are those of rte_hash_parameters::extra_flag. REQUIRES: entries >= 8, a bucket.
  static absl::StatusOr<std::unique_ptr<RteHashMemory>> Create(std::uint64_t entries, std::uint8_t flags);
  RteHashMemory(const RteHashMemory&) = delete;
  RteHashMemory& operator=(const RteHashMemory&) = delete;
  ~RteHashMemory() { rte_hash_free(hash_); }

  rte_hash* hash() const { return hash_; }
  // One more than the highest position of a key.
  std::size_t positions() const { return static_cast<std::size_t>(rte_hash_max_key_id(hash_)) + 1; }
  std::size_t AllocatedBytes() const { return heap_->AllocatedBytes(); }

 private:
  explicit RteHashMemory(std::unique_ptr<DpdkHeap> heap) : heap_(std::move(heap)) {}

  std::unique_ptr<DpdkHeap> heap_;
  rte_hash* hash_ = nullptr;
};

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_PEERS_RTE_HASH_MEMORY_H_
