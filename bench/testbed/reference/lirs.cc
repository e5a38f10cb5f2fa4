#include "testbed/reference/lirs.h"

#include <algorithm>

namespace tidegate::testbed {

LirsPolicy::LirsPolicy(std::uint32_t slots, std::uint64_t)
    : slots_(slots),
      most_lir_(std::max(1u, slots - std::max(1u, slots / 100))),
      lir_(slots),
      keys_(slots),
      stack_(2 * slots),
      queue_(slots),
      ghosts_(slots) {}

void LirsPolicy::OnInsert(Node node, const Access& access) {
  const bool in_stack = came_back_.Take(access.key).value_or(false) || ForgetGhost(access.key);
  keys_[node] = access.key;
  lir_[node] = 0;
  stack_.PushFront(node);
  if (in_stack || lir_count_ < most_lir_) {
    Promote(node);
  } else {
    queue_.PushFront(node);
  }
}

void LirsPolicy::OnHit(Node node, const Access&) {
  const bool in_stack = stack_.Contains(node);
  if (in_stack) stack_.Remove(node);
  stack_.PushFront(node);
  if (lir_[node] != 0) {
    Prune();  // it may have been the bottom
  } else if (in_stack || lir_count_ < most_lir_) {
    queue_.Remove(node);
    Promote(node);
  } else {
    queue_.MoveToFront(node);
  }
}

void LirsPolicy::OnRemove(Node node) {
  if (lir_[node] != 0) {
    lir_[node] = 0;
    --lir_count_;
  } else {
    queue_.Remove(node);
  }
  if (stack_.Contains(node)) stack_.Remove(node);
  Prune();
}

Node LirsPolicy::Evict(const Access& coming) {
  came_back_.Set(coming.key, ForgetGhost(coming.key));
  if (queue_.empty()) DemoteBottom();  // a table of one slot
  const Node victim = queue_.PopBack();
  if (stack_.Contains(victim)) LeaveGhost(victim);
  return victim;
}

// `node`, which is on top of the stack and not in the queue, becomes LIR.
void LirsPolicy::Promote(Node node) {
  lir_[node] = 1;
  if (++lir_count_ > most_lir_) DemoteBottom();
}

void LirsPolicy::DemoteBottom() {
  const Node bottom = stack_.PopBack();
  lir_[bottom] = 0;
  --lir_count_;
  queue_.PushFront(bottom);
  Prune();
}

// What is below the oldest LIR entry has been away for longer than any of them.
void LirsPolicy::Prune() {
  while (stack_.Back() != kNoNode && !IsLir(stack_.Back())) {
    const Node bottom = stack_.PopBack();
    if (bottom >= slots_) ghosts_.Forget(ghosts_.KeyOf(bottom - slots_));
  }
}

// Its ghost takes its place in the stack.
void LirsPolicy::LeaveGhost(Node node) {
  ForgetGhost(keys_[node]);
  if (ghosts_.full()) ForgetGhost(ghosts_.KeyOf(ghosts_.Oldest()));
  stack_.Replace(node, ElementOf(ghosts_.Add(keys_[node])));
}

// Whether there was one.
bool LirsPolicy::ForgetGhost(std::uint64_t key) {
  const Node ghost = ghosts_.Find(key);
  if (ghost == kNoNode) return false;
  stack_.Remove(ElementOf(ghost));
  return ghosts_.Forget(key);
}

}  // namespace tidegate::testbed
