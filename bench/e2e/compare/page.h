// The comparison as a page: one file that opens without a network, in light and dark, without scripts.
#ifndef TIDEGATE_BENCH_E2E_COMPARE_PAGE_H_
#define TIDEGATE_BENCH_E2E_COMPARE_PAGE_H_

#include <string>

#include "e2e/compare/results.h"

namespace tidegate::e2e {

std::string ComparisonPage(const Results& results);

}  // namespace tidegate::e2e

#endif  // TIDEGATE_BENCH_E2E_COMPARE_PAGE_H_
