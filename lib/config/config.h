// The configuration that the dataplane and the replay share: JSON text in, a checked structure out.
//
// A wrong text gives one line with the place (a JSON pointer, or line and column where the text is no JSON at all),
// what was found and what was expected. Unknown keys are errors, so that no typing error is silently ignored.
#ifndef TIDEGATE_CONFIG_CONFIG_H_
#define TIDEGATE_CONFIG_CONFIG_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "config/dataplane_options.h"
#include "config/switch_options.h"
#include "tidegate/firewall.h"
#include "tidegate/security_groups.h"

namespace tidegate {

// What a reload of the rules does.
struct ReloadOptions {
  bool recheck_established = false;  // connections that exist must be allowed by the new rules as well
};

struct Config {
  FirewallOptions firewall;
  std::vector<SecurityGroup> groups;
  std::vector<PortSpec> ports;
  std::vector<NetworkSpec> networks;
  std::vector<SwitchPortSpec> switch_ports;  // by port
  ReloadOptions reload;
  DataplaneOptions dataplane;
};

// Reads and checks the whole text: ranges, names, references between ports and groups, addresses given twice. It may
// name no files, as there is no place that their names would be relative to.
absl::StatusOr<Config> ParseConfig(std::string_view json);

// Reads a file, and those that it names, relative to its own directory; the file's name stands before each error.
absl::StatusOr<Config> LoadConfig(const std::string& path);

}  // namespace tidegate

#endif  // TIDEGATE_CONFIG_CONFIG_H_
