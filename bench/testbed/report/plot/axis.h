// Where a value stands on a plot, and which ticks help to read it.
#ifndef TIDEGATE_TESTBED_REPORT_PLOT_AXIS_H_
#define TIDEGATE_TESTBED_REPORT_PLOT_AXIS_H_

#include <cstdint>
#include <vector>

namespace tidegate::testbed {

enum class AxisKind : std::uint8_t {
  kLinear,
  kLog,          // values above zero
  kLogWithZero,  // and a place of its own for zero, beyond the least one
};

class Axis {
 public:
  // From `low` at the position `from` to `high` at the position `to`, which may lie on either side. The ends move out
  // to ticks, or decades. REQUIRES: low <= high; of a logarithmic one 0 < low.
  Axis(AxisKind kind, double low, double high, double from, double to);

  // The ends as they are.
  static Axis Exact(AxisKind kind, double low, double high, double from, double to);

  // Values beyond an end stand at it.
  double At(double value) const;
  std::vector<double> Ticks() const;

  double low() const { return low_; }
  double high() const { return high_; }

 private:
  Axis(AxisKind kind, double from, double to) : kind_(kind), from_(from), to_(to) {}

  AxisKind kind_;
  double low_ = 0;
  double high_ = 1;
  double from_;  // the position of `low_`
  double to_;
  double zero_ = 0;  // the position of 0 if that has its own place
};

// A distance of ticks, 1, 2 or 5 times a power of ten, that makes at most `most` of them.
double TickStep(double range, int most);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REPORT_PLOT_AXIS_H_
