// RCU of liburcu in the flavour whose readers cost least: quiescent states, reported at the end of each burst.
#ifndef TIDEGATE_BENCH_PEERS_QSBR_H_
#define TIDEGATE_BENCH_PEERS_QSBR_H_

#include <urcu/urcu-qsbr.h>

#include <array>
#include <cstddef>

#include "conntrack/bench_table.h"
#include "peers/node_pool.h"

namespace tidegate::bench {

// A thread that RCU knows, offline when it is in no call: others then need not wait for it.
class QsbrThread {
 public:
  QsbrThread() {
    if (registrations_++ == 0) urcu_qsbr_register_thread();
    urcu_qsbr_thread_offline();
  }
  QsbrThread(const QsbrThread&) = delete;
  QsbrThread& operator=(const QsbrThread&) = delete;
  ~QsbrThread() {
    if (--registrations_ == 0) urcu_qsbr_unregister_thread();
  }

 private:
  static inline thread_local int registrations_ = 0;
};

class QsbrOnline {
 public:
  QsbrOnline() { urcu_qsbr_thread_online(); }
  QsbrOnline(const QsbrOnline&) = delete;
  QsbrOnline& operator=(const QsbrOnline&) = delete;
  ~QsbrOnline() { urcu_qsbr_thread_offline(); }
};

// A thread's nodes that were removed and wait for readers; they go back to its cache.
class QsbrDeferred {
 public:
  static constexpr std::size_t kSize = 256 + kBurst;

  explicit QsbrDeferred(NodeCache& nodes) : nodes_(nodes) {}
  QsbrDeferred(const QsbrDeferred&) = delete;
  QsbrDeferred& operator=(const QsbrDeferred&) = delete;
  ~QsbrDeferred() { Free(); }

  // REQUIRES: at most a burst of them between calls of FreeIfMany().
  void Add(void* node) { waiting_[count_++] = node; }
  // REQUIRES: the thread is offline, and holds no lock that others take while online.
  void FreeIfMany() {
    if (count_ > kSize - kBurst) Free();
  }

 private:
  void Free() {
    urcu_qsbr_synchronize_rcu();
    while (count_ > 0) nodes_.GiveBack(waiting_[--count_]);
  }

  NodeCache& nodes_;
  std::array<void*, kSize> waiting_;
  std::size_t count_ = 0;
};

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_PEERS_QSBR_H_
