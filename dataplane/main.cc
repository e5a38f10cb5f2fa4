// tidegate-dataplane: a stateful firewall between pairs of ports, on DPDK.
//
// Life: read the options and the configuration, prepare all that can fail without a device, start the parts, say so in
// one line, wait for a signal, end the parts in reverse order, show what was done.
#include <pthread.h>
#include <signal.h>

#include <iostream>
#include <string>
#include <utility>

#include "dataplane.h"
#include "options.h"
#include "service_manager.h"

namespace {

constexpr int kCannotStart = 2;

int Complain(const absl::Status& status) {
  std::cerr << "tidegate-dataplane: " << std::string(status.message()) << std::endl;
  return kCannotStart;
}

// All threads inherit the mask, so these signals only ever arrive where they are waited for.
sigset_t BlockEndingSignals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&signals, signal);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  return signals;
}

// DPDK writes answers to clients that may be gone, and the summary may go to a pipe whose reader is: no reason to end.
void IgnoreBrokenPipes() { signal(SIGPIPE, SIG_IGN); }

int Run(const tidegate::Options& options, const char* program) {
  absl::StatusOr<tidegate::Prepared> prepared = tidegate::Prepare(options);
  if (!prepared.ok()) return Complain(prepared.status());
  if (options.check) {
    std::cout << "tidegate-dataplane: " << options.config << " is correct" << std::endl;
    return 0;
  }
  IgnoreBrokenPipes();
  const sigset_t signals = BlockEndingSignals();
  auto dataplane = tidegate::Dataplane::Start(*std::move(prepared), program);
  if (!dataplane.ok()) return Complain(dataplane.status());
  for (const std::string& notice : (*dataplane)->Notices()) {
    std::cerr << "tidegate-dataplane: " << notice << std::endl;
  }
  std::cout << "tidegate-dataplane: " << (*dataplane)->ReadyLine() << std::endl;
  tidegate::TellServiceManager("READY=1\nSTATUS=" + (*dataplane)->ReadyLine());
  int signal = 0;
  sigwait(&signals, &signal);
  tidegate::TellServiceManager("STOPPING=1");
  (*dataplane)->Stop();
  std::cout << "tidegate-dataplane: " << (*dataplane)->Summary() << std::flush;
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  absl::StatusOr<tidegate::Options> options = tidegate::ParseOptions(argc, argv);
  if (!options.ok()) return Complain(options.status());
  if (options->help) {
    std::cout << tidegate::kUsage;
    return 0;
  }
  if (options->version) {
    std::cout << "tidegate-dataplane " TIDEGATE_VERSION "\n";
    return 0;
  }
  return Run(*options, argv[0]);
}
