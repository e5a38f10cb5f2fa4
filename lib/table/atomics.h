// The two ways a table touches its words: shared between threads, or owned by one.
//
// Both offer the interface of std::atomic that the table uses, so that one body of code serves both modes, and a third
// one for tests that instrument every access and can take out a guard (tests/interleavings/explored_atomics.h).
#ifndef TIDEGATE_TABLE_ATOMICS_H_
#define TIDEGATE_TABLE_ATOMICS_H_

#include <atomic>

#include "table/guard.h"

#if defined(__SANITIZE_THREAD__)
#define TIDEGATE_THREAD_SANITIZER 1
#else
#define TIDEGATE_THREAD_SANITIZER 0
#endif

namespace tidegate {

// Any thread may call any method of the table at any time.
struct SharedAtomics {
  template <class T>
  using Atomic = std::atomic<T>;

  // A vector load may read many words at once: each aligned word is read whole on every machine with such loads, but
  // ThreadSanitizer cannot know it.
  static constexpr bool kVectorScan = !TIDEGATE_THREAD_SANITIZER;

  static constexpr bool Keeps(Guard) { return true; }

  // ThreadSanitizer does not model fences; it sees no race without them either, as every word is atomic.
  static void AcquireFence() {
    if constexpr (!TIDEGATE_THREAD_SANITIZER) std::atomic_thread_fence(std::memory_order_acquire);
  }
  static void ReleaseFence() {
    if constexpr (!TIDEGATE_THREAD_SANITIZER) std::atomic_thread_fence(std::memory_order_release);
  }
};

// One thread owns the table: plain loads and stores instead of atomic read-modify-write.
struct OwnedAtomics {
  template <class T>
  class Atomic {
   public:
    T load(std::memory_order = std::memory_order_relaxed) const { return value_; }
    void store(T value, std::memory_order = std::memory_order_relaxed) { value_ = value; }
    bool compare_exchange_strong(T& expected, T desired, std::memory_order = std::memory_order_relaxed,
                                 std::memory_order = std::memory_order_relaxed) {
      if (value_ != expected) {
        expected = value_;
        return false;
      }
      value_ = desired;
      return true;
    }

   private:
    T value_{};
  };

  static constexpr bool kVectorScan = true;
  static constexpr bool Keeps(Guard) { return true; }
  static void AcquireFence() {}
  static void ReleaseFence() {}
};

}  // namespace tidegate

#endif  // TIDEGATE_TABLE_ATOMICS_H_
