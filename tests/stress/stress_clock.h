// Time that several threads share and move on: each step of each thread is a little later, so that entries end and sets
// are visited while others work on them. A thread that is off its processor would fall behind by far more than threads
// of a dataplane do; therefore time waits for the slowest one.
#ifndef TIDEGATE_TESTS_STRESS_STRESS_CLOCK_H_
#define TIDEGATE_TESTS_STRESS_STRESS_CLOCK_H_

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <limits>
#include <thread>
#include <vector>

#include "tidegate/time.h"

namespace tidegate::stress {

class StressClock {
 public:
  StressClock(std::size_t threads, TimeNs start) : now_(start), reached_(threads) {
    for (Reached& reached : reached_) reached.time.store(start, std::memory_order_relaxed);
  }

  // The time of the thread's next step.
  TimeNs Step(std::size_t thread) {
    const TimeNs now = now_.load(std::memory_order_relaxed);
    reached_[thread].time.store(now, std::memory_order_relaxed);
    if (now < Slowest() + kMaxLead) {
      now_.fetch_add(kStep, std::memory_order_relaxed);
    } else {
      std::this_thread::yield();
    }
    return now;
  }
  // The thread makes no more steps: nobody waits for it.
  void Leave(std::size_t thread) {
    reached_[thread].time.store(std::numeric_limits<TimeNs>::max() - kMaxLead, std::memory_order_relaxed);
  }
  TimeNs now() const { return now_.load(std::memory_order_relaxed); }

 private:
  static constexpr TimeNs kStep = 20 * kMillisecond;
  static constexpr TimeNs kMaxLead = 20 * kSecond;

  struct alignas(64) Reached {
    std::atomic<TimeNs> time;
  };

  TimeNs Slowest() const {
    TimeNs slowest = std::numeric_limits<TimeNs>::max();
    for (const Reached& reached : reached_) slowest = std::min(slowest, reached.time.load(std::memory_order_relaxed));
    return slowest;
  }

  alignas(64) std::atomic<TimeNs> now_;
  std::vector<Reached> reached_;
};

}  // namespace tidegate::stress

#endif  // TIDEGATE_TESTS_STRESS_STRESS_CLOCK_H_
