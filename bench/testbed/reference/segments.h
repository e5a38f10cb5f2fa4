// Two lists in order of the last use: new entries begin in the probationary one, a use moves them to the protected one,
// and what falls out of that is on probation again. "slru" is just this; the main part of "w_tinylfu" is one.
#ifndef TIDEGATE_TESTBED_REFERENCE_SEGMENTS_H_
#define TIDEGATE_TESTBED_REFERENCE_SEGMENTS_H_

#include <cstdint>

#include "testbed/reference/node_list.h"
#include "testbed/reference/reference_policy.h"

namespace tidegate::testbed {

class Segments {
 public:
  // For nodes below `nodes`, of which at most `most_protected` are protected.
  Segments(std::uint32_t nodes, std::uint32_t most_protected) : lists_(nodes), most_protected_(most_protected) {}

  void Insert(Node node) { lists_.PushFront(node, kProbation); }
  void Use(Node node) {
    lists_.MoveToFront(node, kProtected);
    if (lists_.size(kProtected) > most_protected_) lists_.MoveToFront(lists_.Back(kProtected), kProbation);
  }
  void Remove(Node node) { lists_.Remove(node); }
  // The least recently used on probation; if nobody is, of the protected ones. kNoNode: there is none.
  Node Victim() const { return lists_.empty(kProbation) ? lists_.Back(kProtected) : lists_.Back(kProbation); }

 private:
  enum : std::uint8_t { kProbation, kProtected };

  NodeLists<2> lists_;
  std::uint32_t most_protected_;
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REFERENCE_SEGMENTS_H_
