// What is said on a web connection: how many exchanges, and how fast one follows another.
//
// Counts have a lognormal body and a Pareto tail, as the sizes of what is transferred (Barford and Crovella, SURGE,
// SIGMETRICS 1998: 7 % in the tail, shape 1.1). Half of all connections carry no more than three requests (HTTP
// Archive, discuss.httparchive.org/t/365), which is the body's median; its spread puts the third quartile at four, as
// there. The tail begins at 10 and ends at 1,000, where servers close (keepalive_requests of nginx). Between the
// exchanges of a page pass 0.35 s, SURGE's mean "active off" time.
#ifndef TIDEGATE_TESTBED_WORKLOAD_WEB_TALK_H_
#define TIDEGATE_TESTBED_WORKLOAD_WEB_TALK_H_

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "testbed/workload/parameters.h"
#include "testbed/world/random.h"
#include "tidegate/time.h"

namespace tidegate::testbed {

class WebTalk {
 public:
  explicit WebTalk(Parameters& p, double median = 3)
      : median_(p.Number("exchanges", median, 1, 100'000)),
        tail_share_(p.Share("tail_share", 0.07)),
        gap_(p.Seconds("gap_s", 0.35, 0, 3600)) {}

  // At least 1.
  std::uint32_t Exchanges(Random& random) const {
    const double count = random.Chance(tail_share_) ? std::min(random.Pareto(kTailFrom * median_, kTailShape), kMost)
                                                    : random.LogNormal(median_, kSpread);
    return static_cast<std::uint32_t>(std::max(1L, std::lround(count)));
  }
  TimeNs Gap(Random& random) const { return random.Exponential(gap_); }

 private:
  static constexpr double kSpread = 0.43;
  static constexpr double kTailFrom = 10.0 / 3;  // medians
  static constexpr double kTailShape = 1.1;
  static constexpr double kMost = 1000;

  double median_;
  double tail_share_;
  TimeNs gap_;
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_WORKLOAD_WEB_TALK_H_
