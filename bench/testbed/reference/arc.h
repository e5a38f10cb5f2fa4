// Reference "arc": two LRU lists, T1 of what was used once lately and T2 of what was used more often, each with the
// ghosts of what has left it, B1 and B2. A ghost that is asked for shows which list is too short, and moves the length
// T1 aims at (N. Megiddo and D. S. Modha, "ARC: A Self-Tuning, Low Overhead Replacement Cache", FAST 2003, figure 4).
//
// The target is a real number, as the quotients in the paper are. Left open there: an entry that ends leaves no ghost,
// and does not move the target; a key that comes into a table with room is judged as any other, but nothing goes for
// it.
#ifndef TIDEGATE_TESTBED_REFERENCE_ARC_H_
#define TIDEGATE_TESTBED_REFERENCE_ARC_H_

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "testbed/reference/ghost_list.h"
#include "testbed/reference/node_list.h"
#include "testbed/reference/reference_policy.h"

namespace tidegate::testbed {

class ArcPolicy final : public ReferencePolicy {
 public:
  static constexpr std::string_view kName = "arc";
  static constexpr std::string_view kIdea = "used once or more than once lately: ghosts tell which list is too short";

  ArcPolicy(std::uint32_t slots, std::uint64_t)
      : slots_(slots), lists_(slots), keys_(slots), b1_(slots), b2_(2 * slots) {}

  void OnInsert(Node node, const Access& access) override {
    const std::optional<Ghost> known = came_from_.Take(access.key);
    const Ghost ghost = known.has_value() ? *known : Judge(access.key);
    keys_[node] = access.key;
    lists_.PushFront(node, ghost == Ghost::kNone ? kT1 : kT2);
  }
  // Case I.
  void OnHit(Node node, const Access&) override { lists_.MoveToFront(node, kT2); }
  void OnRemove(Node node) override { lists_.Remove(node); }
  Node Evict(const Access& coming) override {
    const Ghost ghost = Judge(coming.key);
    came_from_.Set(coming.key, ghost);
    // Case IV, A, where B1 is empty: the oldest of T1 leaves no ghost.
    if (ghost == Ghost::kNone && lists_.size(kT1) == slots_) return lists_.PopBack(kT1);
    return Replace(ghost);
  }

 private:
  enum : std::uint8_t { kT1, kT2 };
  enum class Ghost : std::uint8_t { kNone, kB1, kB2 };

  // Cases II to IV, but for the REPLACE in them: moves the target, or forgets a ghost to make room for a new one.
  Ghost Judge(std::uint64_t key) {
    const double b1 = b1_.size();
    const double b2 = b2_.size();
    if (b1_.Forget(key)) {
      target_ = std::min(target_ + std::max(1.0, b2 / b1), static_cast<double>(slots_));
      return Ghost::kB1;
    }
    if (b2_.Forget(key)) {
      target_ = std::max(target_ - std::max(1.0, b1 / b2), 0.0);
      return Ghost::kB2;
    }
    const std::uint32_t l1 = lists_.size(kT1) + b1_.size();
    const std::uint32_t l2 = lists_.size(kT2) + b2_.size();
    if (l1 == slots_) {
      b1_.ForgetOldest();
    } else if (l1 + l2 == 2 * slots_) {
      b2_.ForgetOldest();
    }
    return Ghost::kNone;
  }

  Node Replace(Ghost ghost) {
    const double t1 = lists_.size(kT1);
    const bool above_target = t1 > target_ || (ghost == Ghost::kB2 && t1 == target_);
    const bool from_t1 = !lists_.empty(kT1) && (above_target || lists_.empty(kT2));
    const Node victim = lists_.PopBack(from_t1 ? kT1 : kT2);
    (from_t1 ? b1_ : b2_).Add(keys_[victim]);
    return victim;
  }

  std::uint32_t slots_;
  double target_ = 0;  // of T1's length; the paper's p
  NodeLists<2> lists_;
  std::vector<std::uint64_t> keys_;
  GhostList b1_;
  GhostList b2_;
  AnswerFor<Ghost> came_from_;
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REFERENCE_ARC_H_
