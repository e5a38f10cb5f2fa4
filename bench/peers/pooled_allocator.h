// A standard allocator for tables that chain nodes: single nodes from a pool with a cache for each thread, arrays of
// buckets from an arena.
#ifndef TIDEGATE_BENCH_PEERS_POOLED_ALLOCATOR_H_
#define TIDEGATE_BENCH_PEERS_POOLED_ALLOCATOR_H_

#include <cstddef>
#include <memory>
#include <utility>

#include "peers/arena.h"
#include "peers/node_pool.h"

namespace tidegate::bench {

// REQUIRES: a thread uses one such memory at a time.
class PooledMemory {
 public:
  PooledMemory(std::size_t array_bytes, std::size_t node_bytes, std::size_t nodes)
      : arena_(array_bytes), node_bytes_(node_bytes), pool_(node_bytes, nodes) {}

  Arena& arena() { return arena_; }
  NodePool& pool() { return pool_; }
  std::size_t MemoryBytes() const { return arena_.MemoryBytes() + pool_.MemoryBytes(); }

  // While it lives, its thread has a cache of nodes.
  class Thread {
   public:
    explicit Thread(PooledMemory& memory) : cache_(memory.pool_) { current_ = &cache_; }
    Thread(const Thread&) = delete;
    Thread& operator=(const Thread&) = delete;
    ~Thread() { current_ = nullptr; }

   private:
    NodeCache cache_;
  };

  // `n` elements of `size` bytes: one is a node.
  void* Allocate(std::size_t n, std::size_t size) {
    if (!IsNode(n, size)) return arena_.Take(n * size);
    return current_ != nullptr ? current_->Take() : NodeCache(pool_).Take();
  }
  void Deallocate(void* array, std::size_t n, std::size_t size) {
    if (!IsNode(n, size)) {
      arena_.GiveBack(array, n * size);
    } else if (current_ != nullptr) {
      current_->GiveBack(array);
    } else {
      pool_.GiveBack(&array, 1);
    }
  }

 private:
  bool IsNode(std::size_t n, std::size_t size) const { return n == 1 && size <= node_bytes_; }

  static inline thread_local NodeCache* current_ = nullptr;

  Arena arena_;
  std::size_t node_bytes_;
  NodePool pool_;
};

template <class T>
class PooledAllocator {
 public:
  using value_type = T;

  explicit PooledAllocator(std::shared_ptr<PooledMemory> memory) : memory_(std::move(memory)) {}
  template <class U>
  PooledAllocator(const PooledAllocator<U>& other) : memory_(other.memory()) {}

  T* allocate(std::size_t n) { return static_cast<T*>(memory_->Allocate(n, sizeof(T))); }
  void deallocate(T* array, std::size_t n) { memory_->Deallocate(array, n, sizeof(T)); }

  const std::shared_ptr<PooledMemory>& memory() const { return memory_; }
  template <class U>
  bool operator==(const PooledAllocator<U>& other) const {
    return memory_ == other.memory();
  }

 private:
  std::shared_ptr<PooledMemory> memory_;
};

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_PEERS_POOLED_ALLOCATOR_H_
