// Figures of the comparison as text.
#ifndef TIDEGATE_BENCH_E2E_COMPARE_WORDS_H_
#define TIDEGATE_BENCH_E2E_COMPARE_WORDS_H_

#include <string>

#include "e2e/compare/summary.h"

namespace tidegate::e2e {

std::string RateText(double per_second);       // "28,166"
std::string LatencyText(double us);            // "81.3 us", "4.24 ms"
std::string LatencyOnPage(double us);          // "81.3 µs"
std::string RatioText(double ratio);           // "0.97"
std::string RatioText(const Range& ratio);     // "0.97 (0.93-1.01)"
std::string LimitText(const Target& target);   // "at least 0.95"
std::string RateRangeText(const Range& rate);  // "27,410-28,702"

}  // namespace tidegate::e2e

#endif  // TIDEGATE_BENCH_E2E_COMPARE_WORDS_H_
