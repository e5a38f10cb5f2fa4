// What is to happen next: a heap of moments, four children to a node. Of two at the same moment the one that was pushed
// first comes first, so that a run is the same each time.
#ifndef TIDEGATE_TESTBED_WORLD_EVENT_QUEUE_H_
#define TIDEGATE_TESTBED_WORLD_EVENT_QUEUE_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "tidegate/time.h"

namespace tidegate::testbed {

struct Event {
  TimeNs at = 0;
  std::uint32_t order = 0;
  std::uint32_t what = 0;
};

class EventQueue {
 public:
  bool empty() const { return heap_.empty(); }
  const Event& top() const { return heap_.front(); }

  void Push(TimeNs at, std::uint32_t what) {
    const Event event{at, order_++, what};
    std::size_t hole = heap_.size();
    heap_.push_back(event);
    while (hole > 0) {
      const std::size_t parent = (hole - 1) / kChildren;
      if (!Before(event, heap_[parent])) break;
      heap_[hole] = heap_[parent];
      hole = parent;
    }
    heap_[hole] = event;
  }

  Event Pop() {
    const Event first = heap_.front();
    const Event last = heap_.back();
    heap_.pop_back();
    if (!heap_.empty()) SiftDown(last);
    return first;
  }

 private:
  static constexpr std::size_t kChildren = 4;

  // Orders wrap; those in the heap at the same moment are never 2^31 apart.
  static bool Before(const Event& a, const Event& b) {
    return a.at != b.at ? a.at < b.at : static_cast<std::int32_t>(a.order - b.order) < 0;
  }

  void SiftDown(const Event& event) {
    const std::size_t size = heap_.size();
    std::size_t hole = 0;
    for (std::size_t child = 1; child < size; child = hole * kChildren + 1) {
      std::size_t least = child;
      const std::size_t end = std::min(child + kChildren, size);
      for (std::size_t i = child + 1; i < end; ++i) {
        if (Before(heap_[i], heap_[least])) least = i;
      }
      if (!Before(heap_[least], event)) break;
      heap_[hole] = heap_[least];
      hole = least;
    }
    heap_[hole] = event;
  }

  std::vector<Event> heap_;
  std::uint32_t order_ = 0;
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_WORLD_EVENT_QUEUE_H_
