// A ck_ht whose slots stand in memory of the same kind as every other table's here.
#ifndef TIDEGATE_BENCH_PEERS_CK_HT_MEMORY_H_
#define TIDEGATE_BENCH_PEERS_CK_HT_MEMORY_H_

#include <atomic>
#include <cstddef>
#include <cstdint>

extern "C" {
#include <ck_ht.h>
}

#include "peers/arena.h"

namespace tidegate::bench {

class CkHtMemory {
 public:
  // REQUIRES: slots is a power of two.
  explicit CkHtMemory(std::uint64_t slots);
  CkHtMemory(const CkHtMemory&) = delete;
  CkHtMemory& operator=(const CkHtMemory&) = delete;
  ~CkHtMemory();

  bool ok() const { return ok_; }
  ck_ht_t* table() { return &table_; }
  std::size_t MemoryBytes() const { return arena_.MemoryBytes(); }

  // Empties the table. REQUIRES: no other thread uses it.
  void Reset();

  // Where a key of this hash is looked for first.
  const ck_ht_entry_t* FirstSlot(ck_ht_hash_t hash) const {
    // acquire; pairs with the release in FindEntries(), so that the slots are at least as many as the mask says
    const std::uint64_t mask = mask_.load(std::memory_order_acquire);
    return entries_.load(std::memory_order_relaxed) + (hash.value & mask);
  }

  // The table's callbacks for memory do not say of which table: this thread's current one, for as long as this lives.
  class Use {
   public:
    explicit Use(CkHtMemory& memory) { current_ = &memory; }
    Use(const Use&) = delete;
    Use& operator=(const Use&) = delete;
    ~Use() { current_ = nullptr; }
  };

 private:
  static void* Allocate(std::size_t bytes);
  static void Free(void* map, std::size_t bytes, bool defer);
  void FindEntries(std::byte* map, std::size_t bytes);

  static inline thread_local CkHtMemory* current_ = nullptr;

  Arena arena_;
  ck_malloc callbacks_{};
  ck_ht_t table_{};
  bool ok_ = false;
  bool quiet_ = false;  // no readers: what is freed may be used again
  std::atomic<const ck_ht_entry_t*> entries_ = nullptr;
  std::atomic<std::uint64_t> mask_ = 0;
};

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_PEERS_CK_HT_MEMORY_H_
