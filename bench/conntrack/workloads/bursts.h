// Walks round and round through keys, a burst at a time.
#ifndef TIDEGATE_BENCH_CONNTRACK_WORKLOADS_BURSTS_H_
#define TIDEGATE_BENCH_CONNTRACK_WORKLOADS_BURSTS_H_

#include <algorithm>
#include <cstddef>

#include "conntrack/bench_table.h"

namespace tidegate::bench {

class Bursts {
 public:
  // REQUIRES: there are keys.
  explicit Bursts(std::span<const FlowKey4> keys) : keys_(keys) {}

  // Up to kBurst keys; fewer only at the end, after which it begins anew.
  KeyBurst Next() {
    const KeyBurst burst = keys_.subspan(next_, std::min(kBurst, keys_.size() - next_));
    next_ = next_ + burst.size() == keys_.size() ? 0 : next_ + burst.size();
    return burst;
  }

  // True if the next burst is the first one again.
  bool AtBegin() const { return next_ == 0; }

 private:
  std::span<const FlowKey4> keys_;
  std::size_t next_ = 0;
};

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_CONNTRACK_WORKLOADS_BURSTS_H_
