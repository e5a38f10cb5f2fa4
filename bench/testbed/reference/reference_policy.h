// Replacement policies of a fully associative table: the classic ones, as their papers define them.
//
// No lock-free table of fixed places can run them: they move entries between lists of the whole table. They stand
// beside the datapath's own policies so that what is lost to associativity, and what to a simpler rule, can be told
// apart.
//
// An entry is a node, a number below the table's slots. The table keeps keys, states and ends; a policy keeps its
// lists, by node. One that has ended is taken out by the table before a policy is asked for a victim.
#ifndef TIDEGATE_TESTBED_REFERENCE_REFERENCE_POLICY_H_
#define TIDEGATE_TESTBED_REFERENCE_REFERENCE_POLICY_H_

#include <cstdint>

#include "tidegate/conn_state.h"
#include "tidegate/time.h"

namespace tidegate::testbed {

using Node = std::uint32_t;
inline constexpr Node kNoNode = 0xffffffff;

// A packet, as a cache sees it: a request for a key.
struct Access {
  std::uint64_t key = 0;  // of the connection; equal for equal tuples
  ConnClass cls = ConnClass::kEstablished;
  TimeNs now = 0;
};

// One thread. Every method costs O(1), amortised, or O(log n).
class ReferencePolicy {
 public:
  virtual ~ReferencePolicy() = default;

  // A new entry stands at `node`, which was free.
  virtual void OnInsert(Node node, const Access& access) = 0;
  // A packet of the entry at `node`; `access.cls` is what it is now.
  virtual void OnHit(Node node, const Access& access) = 0;
  // The entry at `node` has ended, or was removed, without having been chosen as a victim.
  virtual void OnRemove(Node node) = 0;
  // The table is full: chooses the entry that makes room for `coming`, and forgets it but for what the policy remembers
  // of those that went. kNoNode: none does. REQUIRES: every node is in use.
  virtual Node Evict(const Access& coming) = 0;
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REFERENCE_REFERENCE_POLICY_H_
