// Reference "s3fifo": new entries stand in a small queue, a tenth of the slots; who was used there more than once moves
// on to the main queue, who was not goes and leaves a ghost, and a key whose ghost is there begins in the main queue.
// That one puts back what was used, as often as it was (J. Yang, Y. Zhang et al., "FIFO Queues are All You Need for
// Cache Eviction", SOSP 2023).
//
// As many ghosts as the main queue is long. What the paper leaves open is done as in its authors' simulator
// (libCacheSim, S3FIFOv0.c): one entry goes at a time, so that a main queue that has grown too long gives it up the
// next time; ghosts are asked before room is made. And an entry that ends leaves no ghost.
#ifndef TIDEGATE_TESTBED_REFERENCE_S3FIFO_H_
#define TIDEGATE_TESTBED_REFERENCE_S3FIFO_H_

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include "testbed/reference/ghost_list.h"
#include "testbed/reference/node_list.h"
#include "testbed/reference/reference_policy.h"

namespace tidegate::testbed {

class S3FifoPolicy final : public ReferencePolicy {
 public:
  static constexpr std::string_view kName = "s3fifo";
  static constexpr std::string_view kIdea = "a small queue sifts what comes, the main one puts back what was used";

  S3FifoPolicy(std::uint32_t slots, std::uint64_t)
      : most_main_(slots - std::max(1u, slots / 10)), queues_(slots), keys_(slots), uses_(slots), ghosts_(most_main_) {}

  void OnInsert(Node node, const Access& access) override {
    const bool back = came_back_.Take(access.key).value_or(false) || ghosts_.Forget(access.key);
    keys_[node] = access.key;
    uses_[node] = 0;
    queues_.PushFront(node, back ? kMain : kSmall);
  }
  void OnHit(Node node, const Access&) override {
    if (uses_[node] < kMostUses) ++uses_[node];
  }
  void OnRemove(Node node) override { queues_.Remove(node); }
  Node Evict(const Access& coming) override {
    came_back_.Set(coming.key, ghosts_.Forget(coming.key));
    // In a full table this says that the small queue has its tenth or more.
    if (queues_.size(kMain) <= most_main_) {
      const Node victim = EvictSmall();
      if (victim != kNoNode) return victim;
    }
    return EvictMain();
  }

 private:
  enum : std::uint8_t { kSmall, kMain };
  static constexpr std::uint8_t kMostUses = 3;

  // kNoNode: all have moved on.
  Node EvictSmall() {
    for (Node oldest = queues_.Back(kSmall); oldest != kNoNode; oldest = queues_.Back(kSmall)) {
      if (uses_[oldest] <= 1) {
        ghosts_.Add(keys_[oldest]);
        return queues_.PopBack(kSmall);
      }
      uses_[oldest] = 0;
      queues_.MoveToFront(oldest, kMain);
    }
    return kNoNode;
  }
  Node EvictMain() {
    for (Node oldest = queues_.Back(kMain); uses_[oldest] > 0; oldest = queues_.Back(kMain)) {
      --uses_[oldest];
      queues_.MoveToFront(oldest, kMain);
    }
    return queues_.PopBack(kMain);
  }

  std::uint32_t most_main_;
  NodeLists<2> queues_;
  std::vector<std::uint64_t> keys_;
  std::vector<std::uint8_t> uses_;  // since it came or moved
  GhostList ghosts_;
  AnswerFor<bool> came_back_;
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REFERENCE_S3FIFO_H_
