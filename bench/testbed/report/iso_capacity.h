// One number for each policy: how many slots it needs for a loss that nobody notices.
#ifndef TIDEGATE_TESTBED_REPORT_ISO_CAPACITY_H_
#define TIDEGATE_TESTBED_REPORT_ISO_CAPACITY_H_

#include <cstdint>
#include <span>

namespace tidegate::testbed {

struct LossAt {
  std::uint64_t capacity = 0;
  double loss = 0;
};

struct IsoCapacity {
  enum class Kind {
    kNotMeasured,
    kAtMost,   // the smallest that was measured is enough
    kBetween,  // on the straight line between two that were
    kAbove,    // the largest is not enough
  };
  Kind kind = Kind::kNotMeasured;
  double capacity = 0;
};

// The smallest capacity from which on the loss stays at or below `target`. A straight line between what was measured
// errs towards more slots where the loss falls off steeply. REQUIRES: rising capacities.
IsoCapacity IsoCapacityOf(std::span<const LossAt> losses, double target);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REPORT_ISO_CAPACITY_H_
