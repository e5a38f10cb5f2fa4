// Writes figures.
#include "e2e/compare/words.h"

#include <cmath>

#include "conntrack/text.h"

namespace tidegate::e2e {

using bench::Format;

std::string RateText(double per_second) { return bench::Grouped(static_cast<std::uint64_t>(std::llround(per_second))); }

std::string LatencyText(double us) {
  if (us < 1000) return Format(us < 100 ? "%.1f us" : "%.0f us", us);
  const double ms = us / 1000;
  return Format(ms < 10 ? "%.2f ms" : ms < 100 ? "%.1f ms" : "%.0f ms", ms);
}

std::string LatencyOnPage(double us) {
  std::string text = LatencyText(us);
  if (const auto at = text.find("us"); at != std::string::npos) text.replace(at, 2, "\u00b5s");
  return text;
}

std::string RatioText(double ratio) { return Format("%.2f", ratio); }

std::string RatioText(const Range& ratio) { return Format("%.2f (%.2f-%.2f)", ratio.median, ratio.low, ratio.high); }

std::string LimitText(const Target& target) {
  return Format(target.at_least ? "at least %.2f" : "at most %.2f", target.limit);
}

std::string RateRangeText(const Range& rate) { return RateText(rate.low) + "-" + RateText(rate.high); }

}  // namespace tidegate::e2e
