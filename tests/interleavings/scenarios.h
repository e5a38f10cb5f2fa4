// The scenarios in which threads meet on a table: one for each way in which two or three operations can be in each
// other's way.
#ifndef TIDEGATE_TESTS_INTERLEAVINGS_SCENARIOS_H_
#define TIDEGATE_TESTS_INTERLEAVINGS_SCENARIOS_H_

#include <vector>

#include "interleavings/table_program.h"

namespace tidegate::explore {

const std::vector<Scenario>& Scenarios();
const Scenario& ScenarioNamed(const std::string& name);

}  // namespace tidegate::explore

#endif  // TIDEGATE_TESTS_INTERLEAVINGS_SCENARIOS_H_
