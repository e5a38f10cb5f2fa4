// The server's side of the load: answers each byte with a byte, on many ports, in one thread.
#ifndef TIDEGATE_BENCH_E2E_LOAD_SERVER_H_
#define TIDEGATE_BENCH_E2E_LOAD_SERVER_H_

#include "absl/status/status.h"
#include "e2e/load_options.h"

namespace tidegate::e2e {

// Prints "ready" when it listens on all ports and returns at SIGINT or SIGTERM. Fails if it cannot listen.
absl::Status RunServer(const ServerOptions& options);

}  // namespace tidegate::e2e

#endif  // TIDEGATE_BENCH_E2E_LOAD_SERVER_H_
