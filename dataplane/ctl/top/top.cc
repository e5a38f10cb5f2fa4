// tidegatectl top.
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <optional>
#include <string_view>

#include "ctl/pages.h"
#include "ctl/top/layout.h"
#include "ctl/top/rates.h"
#include "ctl/top/sample.h"
#include "ctl/top/screen.h"
#include "ctl/verbs.h"

namespace tidegate {
namespace {

using Clock = std::chrono::steady_clock;

constexpr PageSize kPlainPage = {.width = 160, .height = 10000};  // where there is no terminal to fit

absl::StatusOr<TopSample> TakeSample(const Client& client) {
  absl::StatusOr<Json> stats = client.Ask("/tidegate/stats");
  if (!stats.ok()) return stats.status();
  const double seconds = std::chrono::duration<double>(Clock::now().time_since_epoch()).count();
  absl::StatusOr<Json> drops = client.Ask("/tidegate/drops");
  if (!drops.ok()) return drops.status();
  absl::StatusOr<Json> ports = AskArray(client, "/tidegate/ports");
  if (!ports.ok()) return ports.status();
  absl::StatusOr<Json> workers = AskArray(client, "/tidegate/workers");
  if (!workers.ok()) return workers.status();
  return ReadSample(*stats, *drops, *ports, *workers, seconds);
}

// Does the terminal know more than lines?
bool IsTerminal() {
  const char* term = std::getenv("TERM");
  return ::isatty(STDOUT_FILENO) == 1 && term != nullptr && std::string_view(term) != "dumb";
}

void PrintBlock(const TopRates& rates, bool first) {
  if (!first) std::cout << "\n";
  for (const PageLine& line : LayOut(rates, kPlainPage)) std::cout << line.text << "\n";
  std::cout << std::flush;
}

absl::Status Watch(const Client& client, const Request& request, bool on_screen) {
  const auto interval = std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(request.interval_s));
  Waiter waiter(/*keys=*/on_screen && ::isatty(STDIN_FILENO) == 1);
  const std::unique_ptr<Screen> screen = on_screen ? std::make_unique<Screen>() : nullptr;
  std::optional<TopRates> rates;
  const auto show = [&] {
    if (screen != nullptr && rates) Screen::Show(LayOut(*rates, Screen::Size()));
  };
  absl::StatusOr<TopSample> earlier = TakeSample(client);
  if (!earlier.ok()) return earlier.status();
  Clock::time_point next = Clock::now();
  if (screen != nullptr)
    Screen::Show({{.text = "tidegate: the first rates come after one interval; q ends", .title = true}});
  for (std::uint64_t shown = 0; request.count == 0 || shown < request.count; ++shown) {
    next = std::max(next + interval, Clock::now());  // behind a halt there is nothing to catch up with
    for (Wake wake = Wake::kResized; wake != Wake::kTime;) {
      wake = waiter.WaitUntil(next);
      if (wake == Wake::kQuit) return absl::OkStatus();
      if (wake == Wake::kResized) show();
    }
    absl::StatusOr<TopSample> later = TakeSample(client);
    if (!later.ok()) return later.status();
    rates = RatesBetween(*earlier, *later);
    earlier = *std::move(later);
    if (request.json) {
      std::cout << ToJson(*rates).dump() << std::endl;
    } else if (screen != nullptr) {
      show();
    } else {
      PrintBlock(*rates, shown == 0);
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status ShowTop(const Client& client, const Request& request) {
  absl::Status status = Watch(client, request, /*on_screen=*/!request.json && IsTerminal());
  if (status.ok()) return status;
  // It did answer when this began.
  return absl::UnavailableError("the dataplane has ended: " + std::string(status.message()));
}

}  // namespace tidegate
