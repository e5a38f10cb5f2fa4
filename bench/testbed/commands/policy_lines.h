// A line for each policy of the packet path, for `tidegate-testbed list`.
#ifndef TIDEGATE_TESTBED_COMMANDS_POLICY_LINES_H_
#define TIDEGATE_TESTBED_COMMANDS_POLICY_LINES_H_

#include <string_view>

namespace tidegate::testbed {

// Empty for a policy that nothing has been written about.
std::string_view EvictionLine(std::string_view name);
std::string_view AdmissionLine(std::string_view name);
std::string_view AgeingLine(std::string_view name);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_COMMANDS_POLICY_LINES_H_
