// How many ICMP errors a worker sends (RFC 4443 section 2.4 f, RFC 1812 section 4.3.2.8): a token bucket.
#ifndef TIDEGATE_DATAPLANE_MTU_ANSWER_LIMIT_H_
#define TIDEGATE_DATAPLANE_MTU_ANSWER_LIMIT_H_

#include <algorithm>

#include "tidegate/time.h"

namespace tidegate {

class AnswerLimit {
 public:
  // May another one be sent? Counts it if so.
  bool Take(TimeNs now) {
    credit_ = std::min(kBurst * kInterval, credit_ + (now - std::min(now, last_)));
    last_ = now;
    if (credit_ < kInterval) return false;
    credit_ -= kInterval;
    return true;
  }

 private:
  static constexpr TimeNs kInterval = kMillisecond;  // 1000 a second
  static constexpr TimeNs kBurst = 50;

  TimeNs credit_ = kBurst * kInterval;
  TimeNs last_ = 0;
};

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_MTU_ANSWER_LIMIT_H_
