#include "testbed/table/full_table.h"

#include <algorithm>
#include <utility>

namespace tidegate::testbed {

FullTable::FullTable(const ModelOptions& options, std::uint64_t slots, std::unique_ptr<ReferencePolicy> policy)
    : capacity_(options.capacity),
      slots_(slots),
      policy_(std::move(policy)),
      watcher_(options.watcher),
      dice_(options.seed) {
  if (policy_ != nullptr) {
    nodes_.reserve(slots);
    by_key_.reserve(slots);
  }
}

std::uint64_t FullTable::Draw() {
  std::uint64_t z = dice_ += 0x9e3779b97f4a7c15;
  z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
  z = (z ^ z >> 27) * 0x94d049bb133111eb;
  return z ^ z >> 31;
}

void FullTable::MoveTo(TimeNs now) {
  now_ = now;
  DropEnded();
}

void FullTable::DropEnded() {
  if (now_ < next_end_) return;
  next_end_ = ~TimeNs{0};
  for (List& list : lists_) {
    while (list.first != kNoNode && nodes_[list.first].expiry <= now_) {
      const Node node = list.first;
      if (policy_ != nullptr) policy_->OnRemove(node);
      Free(node);
    }
    if (list.first != kNoNode) next_end_ = std::min(next_end_, nodes_[list.first].expiry);
  }
}

FullTable::Entry FullTable::Find(const Tuple& tuple) {
  const auto found = by_key_.find(tuple.hash);
  // One whose timeout was shortened stands behind others that end later.
  if (found == by_key_.end() || nodes_[found->second].expiry <= now_) return {};
  return {found->second};
}

void FullTable::Refresh(Entry entry, ConnState state, std::uint8_t flags, const Timeouts& timeouts) {
  Unlink(entry.node);
  Place& place = nodes_[entry.node];
  place.flags = flags;
  place.expiry = now_ + timeouts.Of(state);
  Append(entry.node, state);
}

void FullTable::NoteHit(Entry entry) {
  if (policy_ != nullptr) policy_->OnHit(entry.node, AccessOf(entry.node));
}

FullTable::Entry FullTable::Insert(const Tuple& tuple, const NewEntry& fresh, const Pressure&) {
  if (const auto old = by_key_.find(tuple.hash); old != by_key_.end()) {
    if (policy_ != nullptr) policy_->OnRemove(old->second);
    Free(old->second);
  }
  if (free_.empty() && nodes_.size() == slots_) {
    const Node victim = policy_->Evict({tuple.hash, ClassOf(fresh.state), now_});
    if (victim == kNoNode) return {};
    Watch(victim);
    Free(victim);
  }
  if (free_.empty()) {
    free_.push_back(static_cast<Node>(nodes_.size()));
    nodes_.emplace_back();
  }
  const Node node = free_.back();
  free_.pop_back();
  nodes_[node] = {.key = tuple.hash, .expiry = fresh.expiry, .flags = fresh.flags};
  Append(node, fresh.state);
  by_key_[tuple.hash] = node;
  if (policy_ != nullptr) policy_->OnInsert(node, AccessOf(node));
  return {node};
}

// A connection that comes back in its own place: to the policy a use of the entry would be wrong, and so would be a
// departure that it did not choose. It is a new one.
FullTable::Entry FullTable::Reopen(Entry old, const Tuple& tuple, const NewEntry& fresh) {
  if (policy_ != nullptr) policy_->OnRemove(old.node);
  Free(old.node);
  return Insert(tuple, fresh, {});
}

bool FullTable::DisplaceOldest(const Tuple&, const Pressure&) {
  for (const ConnState state : {ConnState::kSynSent, ConnState::kSynRecv, ConnState::kSynSent2}) {
    const Node victim = lists_[static_cast<std::size_t>(state)].first;
    if (victim == kNoNode) continue;
    Watch(victim);
    if (policy_ != nullptr) policy_->OnRemove(victim);
    Free(victim);
    return true;
  }
  return false;
}

void FullTable::Append(Node node, ConnState state) {
  Place& place = nodes_[node];
  List& list = lists_[static_cast<std::size_t>(state)];
  place.state = state;
  place.before = list.last;
  place.after = kNoNode;
  if (list.first == kNoNode) next_end_ = std::min(next_end_, place.expiry);
  (list.last == kNoNode ? list.first : nodes_[list.last].after) = node;
  list.last = node;
  ++live_[static_cast<std::size_t>(ClassOf(state))];
}

void FullTable::Unlink(Node node) {
  const Place& place = nodes_[node];
  List& list = lists_[static_cast<std::size_t>(place.state)];
  (place.before == kNoNode ? list.first : nodes_[place.before].after) = place.after;
  (place.after == kNoNode ? list.last : nodes_[place.after].before) = place.before;
  --live_[static_cast<std::size_t>(ClassOf(place.state))];
}

void FullTable::Free(Node node) {
  Unlink(node);
  by_key_.erase(nodes_[node].key);
  free_.push_back(node);
}

void FullTable::Watch(Node victim) const {
  if (watcher_ == nullptr) return;
  watcher_->OnEvict(victim, [&](std::vector<std::uint32_t>& slots) {
    slots.push_back(victim);
    ListRivals(slots);
  });
}

// All of them could have gone: those are listed that have been silent longest in their states.
void FullTable::ListRivals(std::vector<std::uint32_t>& slots) const {
  constexpr int kOfEachState = 3;
  const Node victim = slots.front();
  for (const List& list : lists_) {
    Node node = list.first;
    for (int i = 0; i < kOfEachState && node != kNoNode; ++i, node = nodes_[node].after) {
      if (node != victim) slots.push_back(node);
    }
  }
}

Access FullTable::AccessOf(Node node) const { return {nodes_[node].key, ClassOf(nodes_[node].state), now_}; }

}  // namespace tidegate::testbed
