// The third way a table touches its words (table/atomics.h has the other two): each access is a step that a scheduler
// decides on.
//
// ConnTable<Key, ExploredAtomics> is the code of ConnTable<Key, SharedAtomics>, token for token. The words have the
// size of std::atomic's. Without a hook they are plain words, which is how set-ups and final checks use them.
//
// Guards. Keeps() is how a guard of the protocol is taken out while the program runs: one build tests every mutation.
#ifndef TIDEGATE_TESTS_INTERLEAVINGS_EXPLORED_ATOMICS_H_
#define TIDEGATE_TESTS_INTERLEAVINGS_EXPLORED_ATOMICS_H_

#include <atomic>
#include <cstdint>
#include <optional>

#include "interleavings/access_hook.h"
#include "table/guard.h"

namespace tidegate::explore {

struct ExploredAtomics {
  template <class T>
  class Atomic {
   public:
    T load(std::memory_order order, Site site = Site::current()) const {
      if (hook == nullptr) return value_;
      return static_cast<T>(hook->Load(&value_, sizeof(T), order, site));
    }

    void store(T value, std::memory_order order, Site site = Site::current()) {
      if (hook != nullptr) hook->Store(&value_, sizeof(T), value, order, site);
      value_ = value;
    }

    bool compare_exchange_strong(T& expected, T desired, std::memory_order success, std::memory_order failure,
                                 Site site = Site::current()) {
      std::uint64_t read = expected;
      const bool done =
          hook != nullptr ? hook->Swap(&value_, sizeof(T), read, desired, success, failure, site) : value_ == expected;
      if (done) {
        value_ = desired;
      } else {
        expected = hook != nullptr ? static_cast<T>(read) : value_;
      }
      return done;
    }
    bool compare_exchange_strong(T& expected, T desired, std::memory_order order, Site site = Site::current()) {
      return compare_exchange_strong(expected, desired, order, WithoutRelease(order), site);
    }

   private:
    static constexpr std::memory_order WithoutRelease(std::memory_order order) {
      if (order == std::memory_order_acq_rel) return std::memory_order_acquire;
      return order == std::memory_order_release ? std::memory_order_relaxed : order;
    }

    T value_{};
  };

  // A vector load would be one step for many words.
  static constexpr bool kVectorScan = false;
  // Two words change one after the other, as on a machine that cannot change them at once.
  static constexpr bool kSwapsPairs = false;

  static void AcquireFence(Site site = Site::current()) {
    if (hook != nullptr) hook->Fence(std::memory_order_acquire, site);
  }
  static void ReleaseFence(Site site = Site::current()) {
    if (hook != nullptr) hook->Fence(std::memory_order_release, site);
  }

  static bool Keeps(Guard guard) { return removed != guard; }

  static inline AccessHook* hook = nullptr;
  static inline std::optional<Guard> removed;
};

}  // namespace tidegate::explore

#endif  // TIDEGATE_TESTS_INTERLEAVINGS_EXPLORED_ATOMICS_H_
