// The reference policies as what they were made for: a cache of keys, fully associative, where nothing ends and all are
// alike. What they miss there can be compared with other simulators, key for key (docs/testbed.md).
#ifndef TIDEGATE_TESTBED_REFERENCE_PLAIN_CACHE_H_
#define TIDEGATE_TESTBED_REFERENCE_PLAIN_CACHE_H_

#include <cstdint>
#include <span>
#include <string_view>

namespace tidegate::testbed {

// Belady's MIN: what is asked for again last goes, and what is missed is taken in, whatever it is (L. A. Belady, "A
// Study of Replacement Algorithms for a Virtual-Storage Computer", IBM Systems Journal, 1966). No policy that takes in
// all it misses misses less.
inline constexpr std::string_view kBelady = "belady";
// The same, but what would go at once is not taken in: no policy misses less, those that refuse included.
inline constexpr std::string_view kBeladyBypass = "belady_bypass";

// A name of ReferencePolicies(), or one of those above.
bool IsPlainCachePolicy(std::string_view policy);

// How many of the requests for `keys`, in this order, are misses of a cache of so many slots that was empty before. A
// connection's class is established throughout; time goes on by 1 ns with each request.
// REQUIRES: IsPlainCachePolicy(policy); fewer than 2^30 slots or keys.
std::uint64_t CountMisses(std::string_view policy, std::uint64_t slots, std::span<const std::uint64_t> keys,
                          std::uint64_t seed);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REFERENCE_PLAIN_CACHE_H_
