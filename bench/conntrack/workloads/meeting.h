// Where the threads of one benchmark meet: one of them brings something for all.
#ifndef TIDEGATE_BENCH_CONNTRACK_WORKLOADS_MEETING_H_
#define TIDEGATE_BENCH_CONNTRACK_WORKLOADS_MEETING_H_

#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace tidegate::bench {

// Thing: copied to each thread, empty when default-constructed. Usable again and again, with any number of threads that
// is the same for all calls of one round.
template <class Thing>
class Meeting {
 public:
  // Thread 0 calls bring(), every thread gets what it returned.
  template <class Bring>
  Thing Join(int thread, int threads, Bring&& bring) {
    if (thread == 0) thing_ = bring();
    Wait(threads);
    return thing_;
  }

  // Returns when every thread has called it. Nothing that was brought is kept.
  void Leave(int thread, int threads) {
    Wait(threads);
    if (thread == 0) thing_ = Thing();
  }

 private:
  void Wait(int threads) {
    std::unique_lock lock(mutex_);
    const std::uint64_t round = round_;
    if (++waiting_ == threads) {
      waiting_ = 0;
      ++round_;
      all_here_.notify_all();
    }
    all_here_.wait(lock, [&] { return round_ != round; });
  }

  std::mutex mutex_;
  std::condition_variable all_here_;
  int waiting_ = 0;
  std::uint64_t round_ = 0;
  Thing thing_{};
};

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_CONNTRACK_WORKLOADS_MEETING_H_
