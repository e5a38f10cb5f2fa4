// Small numbers for the threads that share a table.
#ifndef TIDEGATE_BENCH_PEERS_THREAD_IDS_H_
#define TIDEGATE_BENCH_PEERS_THREAD_IDS_H_

#include <atomic>
#include <bit>

namespace tidegate::bench {

// Thread-safe.
class ThreadIds {
 public:
  // The least that is not in use. REQUIRES: fewer than 32 are.
  unsigned Take() {
    unsigned used = used_.load(std::memory_order_relaxed);
    while (!used_.compare_exchange_weak(used, used | (used + 1))) {
    }
    return static_cast<unsigned>(std::countr_one(used));
  }
  void GiveBack(unsigned id) { used_.fetch_and(~(1u << id)); }

 private:
  std::atomic<unsigned> used_ = 0;
};

// A number for as long as this lives.
class ThreadId {
 public:
  explicit ThreadId(ThreadIds& ids) : ids_(ids), value_(ids.Take()) {}
  ThreadId(const ThreadId&) = delete;
  ThreadId& operator=(const ThreadId&) = delete;
  ~ThreadId() { ids_.GiveBack(value_); }

  unsigned value() const { return value_; }

 private:
  ThreadIds& ids_;
  unsigned value_;
};

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_PEERS_THREAD_IDS_H_
