// The comparison as a table for terminals.
#ifndef TIDEGATE_BENCH_E2E_COMPARE_TABLE_H_
#define TIDEGATE_BENCH_E2E_COMPARE_TABLE_H_

#include <string>

#include "e2e/compare/results.h"

namespace tidegate::e2e {

// A block for each workload with a line for each engine; then a line for each target, and one for each engine that was
// left out.
std::string FormatComparison(const Results& results);

}  // namespace tidegate::e2e

#endif  // TIDEGATE_BENCH_E2E_COMPARE_TABLE_H_
