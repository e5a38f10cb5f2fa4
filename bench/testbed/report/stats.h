// Means of a few seeds, and how far they can be trusted.
#ifndef TIDEGATE_TESTBED_REPORT_STATS_H_
#define TIDEGATE_TESTBED_REPORT_STATS_H_

#include <cstddef>
#include <span>

namespace tidegate::testbed {

// A mean with its 95 % confidence interval, by Student's t: seeds are few, and their spread is not known beforehand.
struct Estimate {
  double mean = 0;
  double half_width = 0;  // of the interval; 0 if a single value says nothing about the spread
  std::size_t count = 0;  // of values

  bool has_interval() const { return count > 1; }
  double low() const { return mean - half_width; }
  double high() const { return mean + half_width; }
};

Estimate EstimateOf(std::span<const double> values);

// Of a[i] - b[i]. Seeds that two policies share make the same traffic, so what it varies by cancels out.
// REQUIRES: as many of one as of the other.
Estimate PairedDifference(std::span<const double> a, std::span<const double> b);

// The two-sided 95 % quantile of Student's t. REQUIRES: degrees > 0.
double StudentT95(std::size_t degrees);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REPORT_STATS_H_
