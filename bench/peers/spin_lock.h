// A lock for the few instructions of a table operation: one atomic exchange to take it, a plain store to let it go. A
// mutex would need a second atomic instruction to see whether somebody sleeps.
#ifndef TIDEGATE_BENCH_PEERS_SPIN_LOCK_H_
#define TIDEGATE_BENCH_PEERS_SPIN_LOCK_H_

#include <sched.h>

#include <atomic>

namespace tidegate::bench {

class SpinLock {
 public:
  void lock() {
    // acquire; pairs with the release in unlock()
    while (held_.exchange(true, std::memory_order_acquire)) WaitUntilFree();
  }
  void unlock() { held_.store(false, std::memory_order_release); }

 private:
  static constexpr int kSpins = 64;

  // Gives the core away when the wait is long: the holder may need it.
  void WaitUntilFree() const {
    for (int i = 0; held_.load(std::memory_order_relaxed); ++i) {
      if (i < kSpins) {
        __builtin_ia32_pause();
      } else {
        sched_yield();
      }
    }
  }

  std::atomic<bool> held_ = false;
};

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_PEERS_SPIN_LOCK_H_
