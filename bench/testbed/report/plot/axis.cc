// Scales.
#include "testbed/report/plot/axis.h"

#include <algorithm>
#include <cmath>

namespace tidegate::testbed {
namespace {

constexpr int kMostTicks = 6;
constexpr double kZeroGap = 22;  // between zero and the least value of a logarithmic axis

// What is a power of ten but for rounding stays one.
double DecadeBelow(double value) { return std::pow(10, std::floor(std::log10(value) + 1e-9)); }
double DecadeAbove(double value) { return std::pow(10, std::ceil(std::log10(value) - 1e-9)); }

}  // namespace

double TickStep(double range, int most) {
  const double power = std::pow(10, std::floor(std::log10(range / most)));
  for (const double step : {1.0, 2.0, 5.0}) {
    if (range / (step * power) <= most + 1e-9) return step * power;
  }
  return 10 * power;
}

Axis::Axis(AxisKind kind, double low, double high, double from, double to) : Axis(kind, from, to) {
  if (kind == AxisKind::kLinear) {
    if (high <= low) high = low + 1;
    const double step = TickStep(high - low, kMostTicks);
    low_ = std::floor(low / step + 1e-9) * step;
    high_ = std::ceil(high / step - 1e-9) * step;
    return;
  }
  low_ = DecadeBelow(low);
  high_ = std::max(DecadeAbove(high), low_ * 10);
  zero_ = from;
  if (kind == AxisKind::kLogWithZero) from_ += to > from ? kZeroGap : -kZeroGap;
}

Axis Axis::Exact(AxisKind kind, double low, double high, double from, double to) {
  Axis axis(kind, from, to);
  axis.low_ = low;
  axis.high_ = high > low ? high : low + 1;
  axis.zero_ = from;
  return axis;
}

double Axis::At(double value) const {
  if (kind_ == AxisKind::kLogWithZero && value <= 0) return zero_;
  const double clamped = std::clamp(value, low_, high_);
  const double share = kind_ == AxisKind::kLinear
                           ? (clamped - low_) / (high_ - low_)
                           : (std::log(clamped) - std::log(low_)) / (std::log(high_) - std::log(low_));
  return from_ + share * (to_ - from_);
}

std::vector<double> Axis::Ticks() const {
  std::vector<double> ticks;
  if (kind_ == AxisKind::kLinear) {
    const double step = TickStep(high_ - low_, kMostTicks);
    const double first = std::ceil(low_ / step - 1e-9);
    for (double i = first; i * step <= high_ + step * 1e-9; ++i) ticks.push_back(i * step + 0.0);  // no -0
    return ticks;
  }
  if (kind_ == AxisKind::kLogWithZero) ticks.push_back(0);
  double tick = DecadeAbove(low_);
  while (tick <= high_ * (1 + 1e-9)) {
    ticks.push_back(tick);
    tick *= 10;
  }
  return ticks;
}

}  // namespace tidegate::testbed
