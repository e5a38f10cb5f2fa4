// What tidegatectl can be asked to do.
#ifndef TIDEGATE_DATAPLANE_CTL_VERBS_H_
#define TIDEGATE_DATAPLANE_CTL_VERBS_H_

#include <string>

#include "absl/status/status.h"
#include "ctl/client.h"

namespace tidegate {

struct Request {
  bool json = false;
  bool all = false;  // drops: also reasons that never occurred; graph: also nodes that never ran
  std::string file;  // rules reload: the file, or empty for the one the dataplane was started with
};

// Each prints its answer on standard output, or fails with one line: kUnavailable if the dataplane does not answer,
// kInvalidArgument if it refuses.
absl::Status ShowStats(const Client& client, const Request& request);
absl::Status ShowDrops(const Client& client, const Request& request);
absl::Status ListConnections(const Client& client, const Request& request);
absl::Status CountConnections(const Client& client, const Request& request);
absl::Status FlushConnections(const Client& client, const Request& request);
absl::Status ReloadRules(const Client& client, const Request& request);
absl::Status ShowPorts(const Client& client, const Request& request);
absl::Status ShowZones(const Client& client, const Request& request);
absl::Status ShowGraph(const Client& client, const Request& request);

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_CTL_VERBS_H_
