// Memory for tables that take it through a standard allocator: of the same kind as Tidegate's own, huge pages where
// there are some, every page touched beforehand.
#ifndef TIDEGATE_BENCH_PEERS_BLOCK_ALLOCATOR_H_
#define TIDEGATE_BENCH_PEERS_BLOCK_ALLOCATOR_H_

#include <cstddef>
#include <memory>
#include <new>
#include <utility>

#include "table/table_memory.h"

namespace tidegate::bench {

// What the allocators of one table share: a block that is kept when it is given back, as a table that is emptied asks
// for the same again.
class BlockSource {
 public:
  // REQUIRES: the block of the call before was given back.
  void* Take(std::size_t bytes) {
    if (block_.bytes() < bytes) block_ = TableMemory(bytes);
    if (block_.data() == nullptr) throw std::bad_alloc();
    return block_.data();
  }
  std::size_t bytes() const { return block_.bytes(); }

 private:
  TableMemory block_;
};

// For containers with one array: it is the block. Whatever else they ask for while it is in use is their fault and
// ends the program.
template <class T>
class BlockAllocator {
 public:
  using value_type = T;

  explicit BlockAllocator(std::shared_ptr<BlockSource> source) : source_(std::move(source)) {}
  template <class U>
  BlockAllocator(const BlockAllocator<U>& other) : source_(other.source()) {}

  T* allocate(std::size_t n) { return static_cast<T*>(source_->Take(n * sizeof(T))); }
  void deallocate(T*, std::size_t) {}

  const std::shared_ptr<BlockSource>& source() const { return source_; }
  template <class U>
  bool operator==(const BlockAllocator<U>& other) const {
    return source_ == other.source();
  }

 private:
  std::shared_ptr<BlockSource> source_;
};

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_PEERS_BLOCK_ALLOCATOR_H_
