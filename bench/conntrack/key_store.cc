// Keeps key sets within a budget.
#include "conntrack/key_store.h"

#include <algorithm>
#include <numeric>

namespace tidegate::bench {

std::shared_ptr<const KeySet> KeyStore::Get(std::size_t size) {
  const auto found = std::find_if(sets_.begin(), sets_.end(), [&](const auto& set) { return set->size() == size; });
  if (found != sets_.end()) {
    sets_.splice(sets_.begin(), sets_, found);
  } else {
    MakeRoom(KeySet::MemoryBytes(size));
    sets_.push_front(std::make_shared<const KeySet>(ports_, size));
  }
  return sets_.front();
}

void KeyStore::MakeRoom(std::size_t bytes) {
  const auto add = [](std::size_t sum, const auto& set) { return sum + KeySet::MemoryBytes(set->size()); };
  std::size_t used = std::accumulate(sets_.begin(), sets_.end(), std::size_t{0}, add);
  for (; !sets_.empty() && used + bytes > budget_; sets_.pop_back()) {
    used -= KeySet::MemoryBytes(sets_.back()->size());
  }
}

}  // namespace tidegate::bench
