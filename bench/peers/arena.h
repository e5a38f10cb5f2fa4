// Memory for containers that take it through a standard allocator: of the same kind as Tidegate's own, huge pages where
// there are some, every page touched beforehand.
#ifndef TIDEGATE_BENCH_PEERS_ARENA_H_
#define TIDEGATE_BENCH_PEERS_ARENA_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <new>
#include <utility>
#include <vector>

#include "table/table_memory.h"

namespace tidegate::bench {

// Hands out arrays from a block that was made for all of them. What is given back is kept for the next request of its
// size, as a table that is emptied asks for the same again. A container that grows beyond the block gets another one.
// Thread-safe.
class Arena {
 public:
  explicit Arena(std::size_t bytes) { AddBlock(bytes); }

  void* Take(std::size_t bytes) {
    bytes = (bytes + kLine - 1) / kLine * kLine;
    const std::lock_guard lock(mutex_);
    if (std::vector<void*>& same = free_[bytes]; !same.empty()) {
      last_taken_ = same.back();
      same.pop_back();
    } else {
      if (blocks_.back().bytes() - used_ < bytes) AddBlock(bytes);
      last_taken_ = blocks_.back().data() + used_;
      used_ += bytes;
    }
    ++takes_;
    return last_taken_;
  }

  void GiveBack(void* array, std::size_t bytes) {
    const std::lock_guard lock(mutex_);
    free_[(bytes + kLine - 1) / kLine * kLine].push_back(array);
  }

  // The number of calls of Take(), and what the last one returned. Not thread-safe.
  std::uint64_t takes() const { return takes_; }
  void* last_taken() const { return last_taken_; }

  std::size_t MemoryBytes() const {
    std::size_t bytes = 0;
    for (const TableMemory& block : blocks_) bytes += block.bytes();
    return bytes;
  }

 private:
  static constexpr std::size_t kLine = 64;

  void AddBlock(std::size_t bytes) {
    TableMemory block(std::max(bytes, kLine));
    if (block.data() == nullptr) throw std::bad_alloc();
    blocks_.push_back(std::move(block));
    used_ = 0;
  }

  std::mutex mutex_;
  std::vector<TableMemory> blocks_;
  std::size_t used_ = 0;  // of the last block
  std::uint64_t takes_ = 0;
  void* last_taken_ = nullptr;
  std::map<std::size_t, std::vector<void*>> free_;
};

// REQUIRES: the arena outlives the containers.
template <class T>
class ArenaAllocator {
 public:
  using value_type = T;

  explicit ArenaAllocator(Arena& arena) : arena_(&arena) {}
  template <class U>
  ArenaAllocator(const ArenaAllocator<U>& other) : arena_(other.arena()) {}

  T* allocate(std::size_t n) { return static_cast<T*>(arena_->Take(n * sizeof(T))); }
  void deallocate(T* array, std::size_t n) { arena_->GiveBack(array, n * sizeof(T)); }

  Arena* arena() const { return arena_; }
  template <class U>
  bool operator==(const ArenaAllocator<U>& other) const {
    return arena_ == other.arena();
  }

 private:
  Arena* arena_;
};

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_PEERS_ARENA_H_
