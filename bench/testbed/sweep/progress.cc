#include "testbed/sweep/progress.h"

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace tidegate::testbed {
namespace {

constexpr std::chrono::milliseconds kTerminalPeriod{100};
constexpr std::chrono::seconds kPlainPeriod{10};
constexpr std::size_t kBarWidth = 30;

template <class... Values>
std::string Format(const char* format, Values... values) {
  char text[160];
  std::snprintf(text, sizeof text, format, values...);
  return text;
}

}  // namespace

std::string ClockText(std::chrono::seconds seconds) {
  const auto all = static_cast<long long>(seconds.count());
  if (all < 3600) return Format("%lld:%02lld", all / 60, all % 60);
  return Format("%lld:%02lld:%02lld", all / 3600, all / 60 % 60, all % 60);
}

void Progress::Ended(double cost, bool well) {
  ++done_;
  failed_ += well ? 0 : 1;
  cost_done_ += cost;
}

void Progress::Tick(Time now) {
  if (now - shown_ >= (terminal_ ? Time::duration(kTerminalPeriod) : Time::duration(kPlainPeriod))) Show(now);
}

void Progress::Finish(Time now) {
  Show(now);
  if (terminal_) out_ << "\n" << std::flush;
}

void Progress::Show(Time now) {
  shown_ = now;
  if (terminal_) {
    out_ << "\r" << Bar() << "  " << Line(now) << "\x1b[K" << std::flush;
  } else {
    out_ << Line(now) << "\n" << std::flush;
  }
}

std::string Progress::Bar() const {
  const std::size_t filled = cells_ == 0 ? kBarWidth : done_ * kBarWidth / cells_;
  return "[" + std::string(filled, '#') + std::string(kBarWidth - filled, '-') + "]";
}

// Cost is a guess that may leave much out, and by their number the long cells, which come first, count too little: the
// truth tends to lie between.
std::chrono::seconds Progress::Left(double elapsed) const {
  const double by_cost = std::max(0.0, cost_ - cost_done_) / cost_done_;
  const double by_number = static_cast<double>(cells_ - done_) / static_cast<double>(done_);
  return std::chrono::seconds(std::llround(elapsed * (by_cost + by_number) / 2));
}

std::string Progress::Line(Time now) const {
  const double elapsed = std::max(1e-3, std::chrono::duration<double>(now - begin_).count());
  std::string line = Format("%zu of %zu cells, %zu failed, %.1f cells/s", done_, cells_, failed_,
                            static_cast<double>(done_) / elapsed);
  if (cost_done_ > 0 && done_ < cells_) line += ", " + ClockText(Left(elapsed)) + " left";
  return line;
}

}  // namespace tidegate::testbed
