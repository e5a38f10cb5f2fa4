// Formats figures.
#include "testbed/report/figures.h"

#include <cmath>

#include "conntrack/text.h"
#include "testbed/report/cat.h"

namespace tidegate::testbed {
namespace {

using bench::Format;

// As many decimals as make three digits.
int DecimalsOf(double value) { return value < 0.0995 ? 3 : value < 9.995 ? 2 : value < 99.95 ? 1 : 0; }

// The digits behind the third are zeros: 1,230.
std::string WithDecimals(double value, int decimals) {
  if (decimals > 0) return Format("%.*f", decimals, value);
  std::uint64_t unit = 1;
  while (value / static_cast<double>(unit) >= 999.5) unit *= 10;
  return bench::Grouped(static_cast<std::uint64_t>(std::llround(value / static_cast<double>(unit))) * unit);
}

std::string ThreeDigits(double value) { return WithDecimals(value, DecimalsOf(value)); }

}  // namespace

std::string Plain(double value) {
  if (value == 0) return "0";
  if (value < 0) return Cat("\u2212", Plain(-value));
  return value < 0.0005 ? "< 0.001" : ThreeDigits(value);
}

std::string Share(double share) {
  if (share == 0) return "0 %";
  const double percent = share * 100;
  if (percent < 0.0005) return "< 0.001 %";
  if (percent >= 99.95) return "100 %";
  return Cat(ThreeDigits(percent), " %");
}

std::string Factor(double ratio) {
  if (ratio < 9.995) return Cat(Format("%.2f", ratio), "\u00d7");
  return Cat(ThreeDigits(ratio), "\u00d7");
}

std::string Duration(double seconds) {
  if (seconds == 0) return "0 s";
  if (seconds < 0.0009995) return Format("%.0f \u00b5s", seconds * 1e6);
  if (seconds < 0.9995) return Cat(ThreeDigits(seconds * 1e3), " ms");
  if (seconds < 599.5) return Cat(ThreeDigits(seconds), " s");
  return seconds < 5400 ? Cat(ThreeDigits(seconds / 60), " min") : Cat(ThreeDigits(seconds / 3600), " h");
}

std::string DurationTick(double seconds) {
  if (seconds > 0 && seconds < 0.9995e-3) return Format("%g \u00b5s", seconds * 1e6);
  return seconds > 0 && seconds < 0.9995 ? Format("%g ms", seconds * 1e3) : Format("%g s", seconds);
}

std::string WithInterval(const Estimate& estimate) {
  const bool always_nothing = estimate.mean == 0 && estimate.half_width == 0;
  if (!estimate.has_interval() || always_nothing) return Plain(estimate.mean);
  // The interval to the digits of the mean, unless it would vanish.
  const std::string width = WithDecimals(estimate.half_width, DecimalsOf(std::abs(estimate.mean)));
  const bool vanishes = width.find_first_not_of("0.") == std::string::npos && estimate.half_width > 0;
  return Cat(Plain(estimate.mean), " \u00b1 ", vanishes ? Plain(estimate.half_width) : width);
}

std::string Compact(double value) {
  if (value >= 1e6) return Format("%g M", value / 1e6);
  return value >= 1e3 ? bench::Grouped(static_cast<std::uint64_t>(std::llround(value))) : Format("%g", value);
}

std::string Counted(std::uint64_t count, const std::string& one, const std::string& many) {
  return Cat(bench::Grouped(count), " ", count == 1 ? one : many);
}

}  // namespace tidegate::testbed
