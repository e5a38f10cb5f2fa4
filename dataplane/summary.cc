// The text that the dataplane ends with.
#include "summary.h"

#include <numeric>

namespace tidegate {
namespace {

// ", 5 time_wait, 1 half_open": classes that count something.
std::string ByClass(const std::array<std::uint64_t, kConnClassCount>& counts) {
  std::string text;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] == 0) continue;
    text += (text.empty() ? "" : ", ") + std::to_string(counts[i]) + " " + std::string(Name(static_cast<ConnClass>(i)));
  }
  return text.empty() ? "none" : text;
}

std::string Seconds(TimeNs time) {
  const TimeNs tenths = time / (kSecond / 10);
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " s";
}

}  // namespace

std::string FormatSummary(const FirewallCounters& counters, const std::array<std::uint64_t, kDropReasonCount>& drops,
                          TimeNs uptime) {
  const std::uint64_t dropped = std::accumulate(drops.begin(), drops.end(), std::uint64_t{0});
  auto number = [](std::uint64_t n) { return std::to_string(n); };
  std::string text = "ended after " + Seconds(uptime) + "\n";
  text += "  packets      " + number(counters.packets) + ": " + number(counters.passed) + " passed (" +
          number(counters.untracked) + " of them untracked), " + number(dropped) + " dropped\n";
  text += "  connections  " + number(counters.created) + " created (" + number(counters.reopened) + " reopened), " +
          number(counters.established) + " established, " + number(counters.closed) + " closed, " +
          number(counters.reset) + " reset, " + number(counters.refused) + " refused\n";
  text += "  evicted      " + ByClass(counters.evicted) + "\n";
  text += "  reclaimed    " + ByClass(counters.reclaimed) + "\n";
  for (const DropReasonInfo& info : kDropReasons) {
    const std::uint64_t count = drops[static_cast<std::size_t>(info.reason)];
    if (count == 0) continue;
    text +=
        "  drop         " + std::string(info.name) + " " + number(count) + " (" + std::string(info.description) + ")\n";
  }
  return text;
}

}  // namespace tidegate
