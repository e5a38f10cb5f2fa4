// How long setting up took, over all seeds.
#ifndef TIDEGATE_TESTBED_REPORT_LATENCY_H_
#define TIDEGATE_TESTBED_REPORT_LATENCY_H_

#include <optional>
#include <utility>
#include <vector>

#include "testbed/report/study.h"

namespace tidegate::testbed {

// Those who gave up count as slower than everybody: a histogram of those who got through would hide an outage.
class Latencies {
 public:
  explicit Latencies(const Seeds& seeds);

  bool empty() const { return total_ <= 0; }
  // {seconds, the share of connections that took longer}, rising.
  std::vector<std::pair<double, double>> Ccdf() const;
  // At most so many seconds for this share of connections; none if fewer ever got through.
  std::optional<double> Quantile(double share) const;
  double never() const { return total_ > 0 ? gave_up_ / total_ : 0; }

 private:
  std::vector<std::pair<double, double>> bins_;  // up to so many seconds: so many connections
  double gave_up_ = 0;
  double total_ = 0;
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REPORT_LATENCY_H_
