// Medians over the rounds, and ratios to testpmd within each round.
//
// A machine is seldom quiet for as long as all rounds take. Two engines that ran one after the other in a round were
// disturbed alike, so ratios are taken within rounds, and the median is that of the ratios.
#ifndef TIDEGATE_BENCH_E2E_COMPARE_SUMMARY_H_
#define TIDEGATE_BENCH_E2E_COMPARE_SUMMARY_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "e2e/compare/results.h"

namespace tidegate::e2e {

// What everything is compared with.
inline constexpr std::string_view kReference = "testpmd";

struct Range {
  double median = 0;
  double low = 0;
  double high = 0;
};

// Of an even number, the mean of the middle two. REQUIRES: at least one value.
Range RangeOf(std::vector<double> values);

using Measure = double RunFigures::*;

Range RangeOf(const Series& series, Measure measure);

// A value of `engine` over that of testpmd, for each round that has both. Empty for testpmd itself.
std::vector<double> RatiosOf(const Results& results, std::string_view engine, std::string_view workload,
                             Measure measure);

// What Tidegate has to reach: the ratio to testpmd is at least, or at most, a limit.
struct Target {
  std::string_view workload;
  std::string_view what;
  Measure measure;
  double limit;
  bool at_least;
};
const std::vector<Target>& Targets();

struct Outcome {
  Target target;
  std::vector<double> ratios;  // of the rounds
  Range range;
  bool met = false;
};

// Without those that were not measured.
std::vector<Outcome> OutcomesOf(const Results& results);

// A latency in microseconds: the share of all that took longer.
struct TailPoint {
  double us;
  double share;
};
// Falls from the first to the last; the largest latency, beyond which there is none, is left out.
std::vector<TailPoint> TailOf(const Series& series);

}  // namespace tidegate::e2e

#endif  // TIDEGATE_BENCH_E2E_COMPARE_SUMMARY_H_
