// When each key of a trace is asked for again: what clairvoyant policies know, and what traces for them carry.
#ifndef TIDEGATE_TESTBED_TRACE_NEXT_USE_H_
#define TIDEGATE_TESTBED_TRACE_NEXT_USE_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/container/flat_hash_map.h"

namespace tidegate::testbed {

inline constexpr std::uint64_t kNoNextUse = ~std::uint64_t{0};

// For each of the requests 0 to count - 1 the number of the next one for the same key; kNoNextUse for the last one.
template <class KeyOf>
std::vector<std::uint64_t> NextUses(std::size_t count, const KeyOf& key_of) {
  std::vector<std::uint64_t> next_uses(count);
  absl::flat_hash_map<std::uint64_t, std::uint64_t> seen;  // behind the request at hand
  for (std::size_t i = count; i-- > 0;) {
    const auto [next, is_last] = seen.try_emplace(key_of(i), i);
    next_uses[i] = is_last ? kNoNextUse : next->second;
    next->second = i;
  }
  return next_uses;
}

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_TRACE_NEXT_USE_H_
