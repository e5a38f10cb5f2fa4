// Memory for the nodes of tables that chain them: of the same kind as every other table's here.
#ifndef TIDEGATE_BENCH_PEERS_NODE_POOL_H_
#define TIDEGATE_BENCH_PEERS_NODE_POOL_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <mutex>
#include <new>
#include <utility>
#include <vector>

#include "peers/spin_lock.h"
#include "table/table_memory.h"

namespace tidegate::bench {

// Hands out nodes of one size, in batches to the caches of threads. A table that holds more than it was made for gets
// another block. Thread-safe, but for Sort() and MemoryBytes().
class NodePool {
 public:
  static constexpr std::size_t kBatch = 32;
  using Batch = std::array<void*, kBatch>;

  NodePool(std::size_t node_bytes, std::size_t nodes) : node_bytes_(node_bytes), nodes_(nodes + kBatch) { AddBlock(); }

  // A cache takes the last first: in order of falling addresses.
  void Take(Batch& batch) {
    const std::lock_guard lock(lock_);
    if (free_.size() < kBatch) AddBlock();
    const auto taken = free_.end() - kBatch;
    std::copy(taken, free_.end(), batch.begin());
    free_.erase(taken, free_.end());
  }
  void GiveBack(void* const* nodes, std::size_t count) {
    const std::lock_guard lock(lock_);
    free_.insert(free_.end(), nodes, nodes + count);
  }

  // After a table was emptied: nodes are handed out one behind the other again, as they were at first.
  void Sort() { std::sort(free_.begin(), free_.end(), std::greater<>()); }

  std::size_t MemoryBytes() const {
    std::size_t bytes = free_.capacity() * sizeof(void*);
    for (const TableMemory& block : blocks_) bytes += block.bytes();
    return bytes;
  }

 private:
  void AddBlock() {
    TableMemory block(nodes_ * node_bytes_);
    if (block.data() == nullptr) throw std::bad_alloc();
    free_.reserve(nodes_ * (blocks_.size() + 1));
    for (std::size_t i = nodes_; i > 0; --i) free_.push_back(block.data() + (i - 1) * node_bytes_);
    blocks_.push_back(std::move(block));
  }

  std::size_t node_bytes_;
  std::size_t nodes_;  // of a block
  std::vector<TableMemory> blocks_;
  SpinLock lock_;
  std::vector<void*> free_;
};

// One thread's store of free nodes, so that most of its calls meet nobody.
class NodeCache {
 public:
  static constexpr std::size_t kSize = NodePool::kBatch * 8;

  explicit NodeCache(NodePool& pool) : pool_(pool) {}
  NodeCache(const NodeCache&) = delete;
  NodeCache& operator=(const NodeCache&) = delete;
  ~NodeCache() { pool_.GiveBack(nodes_.data(), count_); }

  void* Take() {
    if (count_ == 0) Refill();
    return nodes_[--count_];
  }
  void GiveBack(void* node) {
    if (count_ == nodes_.size()) Spill();
    nodes_[count_++] = node;
  }

 private:
  void Refill() {
    NodePool::Batch batch;
    pool_.Take(batch);
    std::copy(batch.begin(), batch.end(), nodes_.begin());
    count_ = batch.size();
  }
  void Spill() {
    count_ -= NodePool::kBatch;
    pool_.GiveBack(nodes_.data() + count_, NodePool::kBatch);
  }

  NodePool& pool_;
  std::array<void*, kSize> nodes_;
  std::size_t count_ = 0;
};

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_PEERS_NODE_POOL_H_
