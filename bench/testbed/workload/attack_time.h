// When an attack begins and ends: parameters of every attack.
#ifndef TIDEGATE_TESTBED_WORKLOAD_ATTACK_TIME_H_
#define TIDEGATE_TESTBED_WORKLOAD_ATTACK_TIME_H_

#include "testbed/workload/parameters.h"
#include "tidegate/time.h"

namespace tidegate::testbed {

struct AttackTime {
  explicit AttackTime(Parameters& p)
      : begin(p.Seconds("begin_s", 0, 0, 1e6)),
        end(p.Seconds("end_s", static_cast<double>(p.length()) / 1e9, 0, 1e6)) {}

  TimeNs begin;
  TimeNs end;
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_WORKLOAD_ATTACK_TIME_H_
