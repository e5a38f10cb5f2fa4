// The two ways a table touches its words: shared between threads, or owned by one.
//
// Both offer the interface of std::atomic that the table uses, so that one body of code serves both modes, and a third
// one for tests that instrument every access and can take out a guard (tests/interleavings/explored_atomics.h).
#ifndef TIDEGATE_TABLE_ATOMICS_H_
#define TIDEGATE_TABLE_ATOMICS_H_

#include <array>
#include <atomic>
#include <cstdint>

#include "table/guard.h"

#if defined(__SANITIZE_THREAD__)
#define TIDEGATE_THREAD_SANITIZER 1
#else
#define TIDEGATE_THREAD_SANITIZER 0
#endif

// x86-64 with cmpxchg16b, which every processor of the last fifteen years has but the compiler's default does not use.
#if defined(__GCC_HAVE_SYNC_COMPARE_AND_SWAP_16) && defined(__x86_64__) && !TIDEGATE_THREAD_SANITIZER
#define TIDEGATE_SWAPS_PAIRS 1
#else
#define TIDEGATE_SWAPS_PAIRS 0
#endif

namespace tidegate {

using WordPair = std::array<std::uint64_t, 2>;

// How many threads change the words that packets leave in a shared table's records: the tracker's and the counters.
// Nothing has to be locked for a thread that is the only one; whoever else is there may look, and may end entries.
enum class Writers : std::uint8_t { kMany, kOne };

// Any thread may call any method of the table at any time.
struct SharedAtomics {
  template <class T>
  using Atomic = std::atomic<T>;

  // A vector load may read many words at once: each aligned word is read whole on every machine with such loads, but
  // ThreadSanitizer cannot know it.
  static constexpr bool kVectorScan = !TIDEGATE_THREAD_SANITIZER;

  static constexpr bool Keeps(Guard) { return true; }

  // True if two neighbouring words can be changed at once.
  static constexpr bool kSwapsPairs = TIDEGATE_SWAPS_PAIRS != 0;
#if TIDEGATE_SWAPS_PAIRS
  // Changes both words if both are as expected. seq_cst. REQUIRES: `words` is aligned to 16 bytes.
  static bool SwapPair(Atomic<std::uint64_t>* words, const WordPair& expected, const WordPair& desired) {
    return __sync_bool_compare_and_swap(reinterpret_cast<unsigned __int128*>(words), Join(expected), Join(desired));
  }
#else
  static bool SwapPair(Atomic<std::uint64_t>*, const WordPair&, const WordPair&) { return false; }
#endif

  // ThreadSanitizer does not model fences; it sees no race without them either, as every word is atomic.
  static void AcquireFence() {
    if constexpr (!TIDEGATE_THREAD_SANITIZER) std::atomic_thread_fence(std::memory_order_acquire);
  }
  static void ReleaseFence() {
    if constexpr (!TIDEGATE_THREAD_SANITIZER) std::atomic_thread_fence(std::memory_order_release);
  }

 private:
#if TIDEGATE_SWAPS_PAIRS
  static unsigned __int128 Join(const WordPair& pair) {
    return static_cast<unsigned __int128>(pair[1]) << 64 | pair[0];
  }
#endif
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
  static constexpr bool kSwapsPairs = true;
  static bool SwapPair(Atomic<std::uint64_t>* words, const WordPair& expected, const WordPair& desired) {
    if (words[0].load() != expected[0] || words[1].load() != expected[1]) return false;
    words[0].store(desired[0]);
    words[1].store(desired[1]);
    return true;
  }
  static void AcquireFence() {}
  static void ReleaseFence() {}
};

}  // namespace tidegate

#endif  // TIDEGATE_TABLE_ATOMICS_H_
