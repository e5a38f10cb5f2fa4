// The clients' side of the load: every client opens connections from its own ports, in order, as fast as the answers
// come, and keeps a fixed number in flight.
//
// A tuple is used again at once, whoever closes first. If the server does, TIME-WAIT is there, and it accepts a SYN
// with a later timestamp or sequence number (RFC 6191, RFC 9293 section 3.10.7.4). If the client does, Linux lets
// connect() take over the TIME-WAIT of a local port that was bound explicitly, given timestamps. SO_REUSEADDR lets
// clients with the same source address share a port number; IP_BIND_ADDRESS_NO_PORT is for ports the kernel chooses,
// and not needed. No connection is ended by RST.
#ifndef TIDEGATE_BENCH_E2E_LOAD_CLIENT_H_
#define TIDEGATE_BENCH_E2E_LOAD_CLIENT_H_

#include "absl/status/statusor.h"
#include "e2e/load_options.h"
#include "e2e/load_result.h"

namespace tidegate::e2e {

// Runs the whole load in this thread, with a progress line each second; SIGINT and SIGTERM end it early with what was
// found until then. Fails only if it cannot begin.
absl::StatusOr<LoadResult> RunClients(const ClientOptions& options);

}  // namespace tidegate::e2e

#endif  // TIDEGATE_BENCH_E2E_LOAD_CLIENT_H_
