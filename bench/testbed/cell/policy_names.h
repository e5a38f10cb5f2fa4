// The policies that a cell may name.
#ifndef TIDEGATE_TESTBED_CELL_POLICY_NAMES_H_
#define TIDEGATE_TESTBED_CELL_POLICY_NAMES_H_

#include <string_view>
#include <vector>

namespace tidegate::testbed {

// Of the datapath's table of sets, or of the reference table, which is fully associative.
std::vector<std::string_view> EvictionNames(bool fully_associative);
std::vector<std::string_view> AdmissionNames();
std::vector<std::string_view> AgeingNames();

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_CELL_POLICY_NAMES_H_
