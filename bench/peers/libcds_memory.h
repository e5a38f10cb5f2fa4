// What a map of libcds needs around it: the library started, its threads known to it, and memory of the same kind as
// every other table's here.
#ifndef TIDEGATE_BENCH_PEERS_LIBCDS_MEMORY_H_
#define TIDEGATE_BENCH_PEERS_LIBCDS_MEMORY_H_

#include <cds/init.h>
#include <cds/threading/model.h>
#include <cds/urcu/general_buffered.h>

#include <cstddef>

#include "peers/pooled_allocator.h"

namespace tidegate::bench {

using LibcdsRcu = cds::urcu::gc<cds::urcu::general_buffered<>>;

// A thread that libcds knows. The first one starts the library, which then stays.
class LibcdsThread {
 public:
  LibcdsThread() {
    static const LibcdsRcu* const rcu = [] {
      cds::Initialize();
      return new LibcdsRcu();
    }();
    static_cast<void>(rcu);
    if (attached_++ == 0) cds::threading::Manager::attachThread();
  }
  LibcdsThread(const LibcdsThread&) = delete;
  LibcdsThread& operator=(const LibcdsThread&) = delete;
  ~LibcdsThread() {
    if (--attached_ == 0) cds::threading::Manager::detachThread();
  }

 private:
  static inline thread_local int attached_ = 0;
};

// The library makes its allocators itself, without arguments: they use the memory of the one map there is.
class LibcdsMemory {
 public:
  // REQUIRES: there is no other.
  LibcdsMemory(std::size_t array_bytes, std::size_t node_bytes, std::size_t nodes)
      : memory_(array_bytes, node_bytes, nodes) {
    current_ = &memory_;
  }
  LibcdsMemory(const LibcdsMemory&) = delete;
  LibcdsMemory& operator=(const LibcdsMemory&) = delete;
  // Nodes that were removed are given back before.
  ~LibcdsMemory() { current_ = nullptr; }

  PooledMemory& operator*() { return memory_; }
  const PooledMemory* operator->() const { return &memory_; }

  static PooledMemory& current() { return *current_; }

 private:
  static inline PooledMemory* current_ = nullptr;
  PooledMemory memory_;
};

template <class T>
class LibcdsAllocator {
 public:
  using value_type = T;

  LibcdsAllocator() = default;
  template <class U>
  LibcdsAllocator(const LibcdsAllocator<U>&) {}

  T* allocate(std::size_t n) { return static_cast<T*>(LibcdsMemory::current().Allocate(n, sizeof(T))); }
  void deallocate(T* array, std::size_t n) { LibcdsMemory::current().Deallocate(array, n, sizeof(T)); }
  template <class U>
  bool operator==(const LibcdsAllocator<U>&) const {
    return true;
  }
};

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_PEERS_LIBCDS_MEMORY_H_
