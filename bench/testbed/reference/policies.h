// The reference policies that can be chosen by name.
#ifndef TIDEGATE_TESTBED_REFERENCE_POLICIES_H_
#define TIDEGATE_TESTBED_REFERENCE_POLICIES_H_

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "testbed/reference/reference_policy.h"

namespace tidegate::testbed {

struct ReferencePolicyEntry {
  std::string_view name;
  std::string_view idea;  // what goes, in a line
  // REQUIRES: 0 < slots < 2^30.
  std::unique_ptr<ReferencePolicy> (*make)(std::uint32_t slots, std::uint64_t seed);
};

std::span<const ReferencePolicyEntry> ReferencePolicies();
// In the same order.
std::vector<std::string_view> ReferencePolicyNames();

// Equal seeds make equal choices. nullptr: there is none of this name. REQUIRES: as ReferencePolicyEntry::make.
std::unique_ptr<ReferencePolicy> MakeReferencePolicy(std::string_view name, std::uint32_t slots, std::uint64_t seed);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REFERENCE_POLICIES_H_
