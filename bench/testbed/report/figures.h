// Figures as the report writes them: with a unit, and no digit that means nothing: three at the most, but for counts.
#ifndef TIDEGATE_TESTBED_REPORT_FIGURES_H_
#define TIDEGATE_TESTBED_REPORT_FIGURES_H_

#include <cstdint>
#include <string>

#include "testbed/report/stats.h"

namespace tidegate::testbed {

std::string Plain(double value);                     // "0", "0.012", "1.23", "12.3", "1,230"
std::string Share(double share);                     // "0 %", "0.004 %", "12.3 %"
std::string Factor(double ratio);                    // "1.21×", "14×"
std::string Duration(double seconds);                // "340 µs", "3.2 s", "4 min", "2.1 h"
std::string DurationTick(double seconds);            // the same without trailing zeros: "20 s"
std::string WithInterval(const Estimate& estimate);  // "12.3 ± 0.4"
std::string Compact(double value);                   // for ticks: "0.1", "10", "10,000", "2 M"

// "1 policy", "3 policies".
std::string Counted(std::uint64_t count, const std::string& one, const std::string& many);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REPORT_FIGURES_H_
