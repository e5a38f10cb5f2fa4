// A fully associative table with one of the reference policies: every entry is a candidate.
//
// As many slots as the datapath's table has for the same capacity, so that both are compared at equal memory. Entries
// that have ended go first, as there: those of a state end in the order of their last packets, so that a list for each
// state has the next one in front.
#ifndef TIDEGATE_TESTBED_TABLE_FULL_TABLE_H_
#define TIDEGATE_TESTBED_TABLE_FULL_TABLE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "testbed/reference/reference_policy.h"
#include "testbed/table/eviction_watcher.h"
#include "testbed/table/model_options.h"
#include "testbed/table/sim_packet.h"
#include "tidegate/conn_state.h"
#include "tidegate/conn_table.h"
#include "tidegate/pressure.h"
#include "tidegate/timeouts.h"

namespace tidegate::testbed {

class FullTable {
 public:
  // A node, or none.
  struct Entry {
    Node node = kNoNode;
    explicit operator bool() const { return node != kNoNode; }
  };

  // `policy`: null if there are slots for everybody.
  FullTable(const ModelOptions& options, std::uint64_t slots, std::unique_ptr<ReferencePolicy> policy);

  std::uint64_t capacity() const { return capacity_; }
  std::uint64_t slots() const { return slots_; }
  std::uint64_t slot_end() const { return slots_; }
  std::uint64_t Live(ConnClass cls) const { return live_[static_cast<std::size_t>(cls)]; }
  std::uint64_t Draw();

  void MoveTo(TimeNs now);
  Entry Find(const Tuple& tuple);

  ConnState State(Entry entry) const { return nodes_[entry.node].state; }
  std::uint8_t Flags(Entry entry) const { return nodes_[entry.node].flags; }
  static std::uint32_t Slot(Entry entry) { return entry.node; }
  TimeNs Expiry(Entry entry) const { return nodes_[entry.node].expiry; }

  void Refresh(Entry entry, ConnState state, std::uint8_t flags, const Timeouts& timeouts);
  void NoteHit(Entry entry);

  Entry Insert(const Tuple& tuple, const NewEntry& fresh, const Pressure& pressure);
  Entry Reopen(Entry old, const Tuple& tuple, const NewEntry& fresh);
  // A half-open entry goes: the oldest, which here is known.
  bool DisplaceOldest(const Tuple& tuple, const Pressure& pressure);
  bool DisplaceAny(const Tuple& tuple, const Pressure& pressure) { return DisplaceOldest(tuple, pressure); }

 private:
  struct Place {
    std::uint64_t key = 0;
    TimeNs expiry = 0;
    Node before = kNoNode;
    Node after = kNoNode;
    ConnState state = ConnState::kNone;
    std::uint8_t flags = 0;
  };
  struct List {
    Node first = kNoNode;
    Node last = kNoNode;
  };

  void DropEnded();
  void Append(Node node, ConnState state);
  void Unlink(Node node);
  void Free(Node node);
  void Watch(Node victim) const;
  void ListRivals(std::vector<std::uint32_t>& slots) const;
  Access AccessOf(Node node) const;

  std::uint64_t capacity_;
  std::uint64_t slots_;
  std::unique_ptr<ReferencePolicy> policy_;
  EvictionWatcher* watcher_;
  TimeNs now_ = 0;
  TimeNs next_end_ = ~TimeNs{0};  // no entry ends before
  std::uint64_t dice_;
  std::vector<Place> nodes_;
  std::vector<Node> free_;
  std::array<List, kConnStateCount> lists_;
  std::array<std::uint64_t, kConnClassCount> live_{};
  // By the hash alone: of ten million tuples two share one of 64 bits with a probability of three in a million.
  absl::flat_hash_map<std::uint64_t, Node> by_key_;
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_TABLE_FULL_TABLE_H_
