#include "testbed/reference/plain_cache.h"

#include <algorithm>
#include <memory>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "testbed/reference/node_heap.h"
#include "testbed/reference/policies.h"
#include "testbed/trace/next_use.h"

namespace tidegate::testbed {
namespace {

// The keys that are in the cache, and where.
class Residents {
 public:
  explicit Residents(std::uint32_t slots) : keys_(slots) { nodes_.reserve(2 * std::size_t{slots}); }

  // kNoNode if it is not there.
  Node Find(std::uint64_t key) const {
    const auto found = nodes_.find(key);
    return found == nodes_.end() ? kNoNode : found->second;
  }
  bool full() const { return used_ == keys_.size(); }
  // REQUIRES: not full. Slots fill in their order.
  Node NextFree() { return used_++; }
  void Forget(Node node) { nodes_.erase(keys_[node]); }
  void Put(Node node, std::uint64_t key) {
    keys_[node] = key;
    nodes_.emplace(key, node);
  }

 private:
  std::vector<std::uint64_t> keys_;
  absl::flat_hash_map<std::uint64_t, Node> nodes_;
  Node used_ = 0;
};

std::uint64_t CountMissesOf(ReferencePolicy& policy, std::uint32_t slots, std::span<const std::uint64_t> keys) {
  Residents residents(slots);
  std::uint64_t misses = 0;
  Access access;
  for (const std::uint64_t key : keys) {
    access.key = key;
    ++access.now;
    Node node = residents.Find(key);
    if (node != kNoNode) {
      policy.OnHit(node, access);
      continue;
    }
    ++misses;
    if (residents.full()) {
      node = policy.Evict(access);
      if (node == kNoNode) continue;
      residents.Forget(node);
    } else {
      node = residents.NextFree();
    }
    residents.Put(node, key);
    policy.OnInsert(node, access);
  }
  return misses;
}

std::uint64_t CountMissesOfBelady(std::uint32_t slots, std::span<const std::uint64_t> keys, bool may_bypass) {
  const std::vector<std::uint64_t> next_use = NextUses(keys.size(), [keys](std::size_t i) { return keys[i]; });
  Residents residents(slots);
  NodeHeap<std::uint64_t> farthest(slots);  // ranked by the complement of the next use
  std::uint64_t misses = 0;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const std::uint64_t rank = ~next_use[i];
    Node node = residents.Find(keys[i]);
    if (node == kNoNode) {
      ++misses;
      if (!residents.full()) {
        node = residents.NextFree();
      } else if (may_bypass && rank <= farthest.top_rank()) {
        continue;
      } else {
        node = farthest.top();
        residents.Forget(node);
      }
      residents.Put(node, keys[i]);
    }
    farthest.Set(node, rank);
  }
  return misses;
}

}  // namespace

bool IsPlainCachePolicy(std::string_view policy) {
  const auto has_name = [policy](const ReferencePolicyEntry& entry) { return entry.name == policy; };
  return policy == kBelady || policy == kBeladyBypass || std::ranges::any_of(ReferencePolicies(), has_name);
}

std::uint64_t CountMisses(std::string_view policy, std::uint64_t slots, std::span<const std::uint64_t> keys,
                          std::uint64_t seed) {
  if (slots == 0 || keys.empty()) return keys.size();
  // With a slot for each request nothing is ever evicted: more slots make no difference.
  const auto used = static_cast<std::uint32_t>(std::min<std::uint64_t>(slots, keys.size()));
  if (policy == kBelady || policy == kBeladyBypass) return CountMissesOfBelady(used, keys, policy == kBeladyBypass);
  const std::unique_ptr<ReferencePolicy> chosen = MakeReferencePolicy(policy, used, seed);
  return CountMissesOf(*chosen, used, keys);
}

}  // namespace tidegate::testbed
