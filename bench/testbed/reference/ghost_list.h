// Ghosts: the keys of entries that were evicted, in the order in which they went. So many are remembered.
//
// No operation allocates: the map is reserved for twice what it may hold, and is tidied in place.
#ifndef TIDEGATE_TESTBED_REFERENCE_GHOST_LIST_H_
#define TIDEGATE_TESTBED_REFERENCE_GHOST_LIST_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "testbed/reference/node_list.h"

namespace tidegate::testbed {

class GhostList {
 public:
  explicit GhostList(std::uint32_t capacity) : keys_(capacity), order_(capacity) {
    ghosts_.reserve(2 * std::size_t{capacity});
    for (Node ghost = 0; ghost < capacity; ++ghost) order_.PushBack(ghost, kFree);
  }

  // Remembers `key` as the newest; if full, the oldest is forgotten. Returns the ghost's number, which is below the
  // capacity; kNoNode if that is 0.
  Node Add(std::uint64_t key) {
    Forget(key);
    if (full()) ForgetOldest();
    const Node ghost = order_.PopBack(kFree);
    if (ghost == kNoNode) return kNoNode;
    keys_[ghost] = key;
    ghosts_.emplace(key, ghost);
    order_.PushFront(ghost, kRemembered);
    return ghost;
  }
  // kNoNode if it is not remembered.
  Node Find(std::uint64_t key) const {
    const auto found = ghosts_.find(key);
    return found == ghosts_.end() ? kNoNode : found->second;
  }
  // Whether `key` was remembered; it is not from here on.
  bool Forget(std::uint64_t key) {
    const auto found = ghosts_.find(key);
    if (found == ghosts_.end()) return false;
    order_.MoveToFront(found->second, kFree);
    ghosts_.erase(found);
    return true;
  }
  // The oldest, if there is one.
  void ForgetOldest() {
    if (!empty()) Forget(keys_[Oldest()]);
  }

  std::uint64_t KeyOf(Node ghost) const { return keys_[ghost]; }
  Node Oldest() const { return order_.Back(kRemembered); }
  std::uint32_t size() const { return order_.size(kRemembered); }
  bool empty() const { return order_.empty(kRemembered); }
  bool full() const { return order_.empty(kFree); }

 private:
  enum : std::uint8_t { kRemembered, kFree };

  std::vector<std::uint64_t> keys_;
  NodeLists<2> order_;
  absl::flat_hash_map<std::uint64_t, Node> ghosts_;
};

// Whether a key is a ghost is asked before the eviction that makes room for it, which may push it out, and the answer
// is needed when it comes in. In between it is kept here.
template <class Answer>
class AnswerFor {
 public:
  void Set(std::uint64_t key, Answer answer) {
    key_ = key;
    answer_ = answer;
  }
  // The answer, if it was set for this key and not taken yet.
  std::optional<Answer> Take(std::uint64_t key) {
    std::optional<Answer> answer;
    if (key_ == key) answer = answer_;
    answer_.reset();
    return answer;
  }

 private:
  std::uint64_t key_ = 0;
  std::optional<Answer> answer_;
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REFERENCE_GHOST_LIST_H_
