// Which changes of the configuration a running dataplane can follow.
#ifndef TIDEGATE_DATAPLANE_CONTROL_RELOAD_H_
#define TIDEGATE_DATAPLANE_CONTROL_RELOAD_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "config/config.h"
#include "tidegate/security_groups.h"
#include "tidegate/tracking.h"

namespace tidegate {

struct NewRules {
  std::unique_ptr<const SecurityPolicy> policy;
  TrackingOptions tracking;
  std::vector<PortSpec> ports;       // with their addresses
  bool recheck_established = false;  // what is established has to be allowed by these rules as well
  std::string summary;               // "2 security groups with 5 rules, from FILE"
};

// Security groups may change, the groups and addresses of ports, what a reload does, and what TrackingOptions holds:
// timeouts, TCP, checksums and zones. Everything else needs a restart: fails with one line that names the first
// difference.
absl::Status CheckReloadable(const Config& running, const Config& next);

// Reads and compiles a file whose rules may take the place of those in force. `running` is the configuration the
// process was started with.
absl::StatusOr<NewRules> LoadNewRules(const std::string& path, const Config& running);

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_CONTROL_RELOAD_H_
