// tidegate-replay: says what the firewall would do with each packet of a capture.
#include <signal.h>

#include <atomic>
#include <cstdio>
#include <string>

#include "options.h"
#include "replay.h"

namespace {

constexpr int kDamaged = 1;
constexpr int kCannotStart = 2;

std::atomic<bool> stop{false};

// The first signal ends the replay with its summary, also while it waits for a pipe; the second kills.
void StopOnSignals() {
  struct sigaction action {};
  action.sa_handler = [](int) { stop = true; };
  action.sa_flags = SA_RESETHAND;
  for (int signal : {SIGINT, SIGTERM}) sigaction(signal, &action, nullptr);
}

int Complain(const absl::Status& status) {
  std::fprintf(stderr, "tidegate-replay: %s\n", std::string(status.message()).c_str());
  return status.code() == absl::StatusCode::kDataLoss ? kDamaged : kCannotStart;
}

}  // namespace

int main(int argc, char** argv) {
  const absl::StatusOr<tidegate::replay::Options> options = tidegate::replay::ParseOptions(argc, argv);
  if (!options.ok()) return Complain(options.status());
  if (options->help) {
    std::fputs(tidegate::replay::kUsage, stdout);
    return 0;
  }
  if (options->version) {
    std::puts("tidegate-replay " TIDEGATE_VERSION);
    return 0;
  }
  StopOnSignals();
  const absl::Status status = tidegate::replay::Run(*options, stop, stdout, stderr);
  return status.ok() ? 0 : Complain(status);
}
