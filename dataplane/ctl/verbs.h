// What tidegatectl can be asked to do.
#ifndef TIDEGATE_DATAPLANE_CTL_VERBS_H_
#define TIDEGATE_DATAPLANE_CTL_VERBS_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "ctl/client.h"

namespace tidegate {

struct Request {
  bool json = false;
  bool all = false;           // drops: also reasons that never occurred; graph: also nodes that never ran
  std::string file;           // rules reload: the file, or empty for the one the dataplane was started with
  std::string packet;         // explain, trace: "tcp 10.0.0.1:1234 > 192.168.0.4:22"
  std::string zone;           // explain: its zone, or empty for 0
  double interval_s = 1;      // top: between two refreshes
  std::uint64_t count = 0;    // top: refreshes, trace: packets; or 0 for what is usual
  std::uint64_t seconds = 0;  // trace: at most, or 0 for what is usual
};

// Each prints its answer on standard output, or fails with one line: kUnavailable if the dataplane does not answer,
// kInvalidArgument if it refuses.
absl::Status ShowStats(const Client& client, const Request& request);
absl::Status ShowDrops(const Client& client, const Request& request);
absl::Status ListConnections(const Client& client, const Request& request);
absl::Status CountConnections(const Client& client, const Request& request);
absl::Status FlushConnections(const Client& client, const Request& request);
absl::Status ReloadRules(const Client& client, const Request& request);
absl::Status RecheckRules(const Client& client, const Request& request);
absl::Status ExplainRules(const Client& client, const Request& request);
absl::Status TracePackets(const Client& client, const Request& request);
absl::Status ShowPorts(const Client& client, const Request& request);
absl::Status ShowMacs(const Client& client, const Request& request);
absl::Status ShowZones(const Client& client, const Request& request);
absl::Status ShowWorkers(const Client& client, const Request& request);
absl::Status ShowTop(const Client& client, const Request& request);
absl::Status ShowGraph(const Client& client, const Request& request);

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_CTL_VERBS_H_
