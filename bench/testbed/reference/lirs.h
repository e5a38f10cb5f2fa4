// Reference "lirs": what counts is the distance between a key's last two uses, not how long ago the last one is. Those
// of short distances (LIR) have nearly all the slots and are never evicted; the others (HIR) share a hundredth of them,
// first in, first out, and one that is used again while it is younger than the oldest LIR entry takes that one's place
// (S. Jiang and X. Zhang, "LIRS: An Efficient Low Inter-reference Recency Set Replacement Policy", SIGMETRICS 2002).
//
// The stack S has LIR entries, HIR entries and ghosts in order of their last use, a LIR entry at the bottom; the queue
// Q has the HIR entries. Left open there: S holds as many ghosts as the table has slots, and forgets the one that was
// evicted first; where LIR entries have ended, the next keys that are asked for take their places, as at the very
// beginning.
#ifndef TIDEGATE_TESTBED_REFERENCE_LIRS_H_
#define TIDEGATE_TESTBED_REFERENCE_LIRS_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "testbed/reference/ghost_list.h"
#include "testbed/reference/node_list.h"
#include "testbed/reference/reference_policy.h"

namespace tidegate::testbed {

class LirsPolicy final : public ReferencePolicy {
 public:
  static constexpr std::string_view kName = "lirs";
  static constexpr std::string_view kIdea =
      "the one whose last two uses lay farther apart than the others' last is ago";

  LirsPolicy(std::uint32_t slots, std::uint64_t seed);

  void OnInsert(Node node, const Access& access) override;
  void OnHit(Node node, const Access& access) override;
  void OnRemove(Node node) override;
  Node Evict(const Access& coming) override;

 private:
  // What stands in S: a node, or beyond the nodes a ghost.
  bool IsLir(Node element) const { return element < slots_ && lir_[element] != 0; }
  Node ElementOf(Node ghost) const { return slots_ + ghost; }

  void Promote(Node node);
  void DemoteBottom();
  void Prune();
  void LeaveGhost(Node node);
  bool ForgetGhost(std::uint64_t key);

  std::uint32_t slots_;
  std::uint32_t most_lir_;
  std::uint32_t lir_count_ = 0;
  std::vector<std::uint8_t> lir_;
  std::vector<std::uint64_t> keys_;
  NodeLists<> stack_;  // S
  NodeLists<> queue_;  // Q
  GhostList ghosts_;
  AnswerFor<bool> came_back_;
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REFERENCE_LIRS_H_
