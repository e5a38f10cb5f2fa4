// How dark a cell of the ranking is: by the logarithm of the regret, so that twice as bad is as much darker anywhere.
#ifndef TIDEGATE_TESTBED_REPORT_HEAT_H_
#define TIDEGATE_TESTBED_REPORT_HEAT_H_

#include <string>

namespace tidegate::testbed {

// From 0, which is no colour, for a regret of 1 and less, to kHeatSteps for the greatest, `most`: nothing else is as
// dark as that but for what is nearly as bad.
inline constexpr int kHeatSteps = 16;
int HeatStep(double regret, double most);

// The scale with its ends and powers of ten, for below the table. Empty if nothing is coloured.
std::string HeatLegend(double most);

// The rules ".h0" to ".h16".
std::string HeatRules();

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REPORT_HEAT_H_
