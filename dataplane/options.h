// The command line of tidegate-dataplane.
#ifndef TIDEGATE_DATAPLANE_OPTIONS_H_
#define TIDEGATE_DATAPLANE_OPTIONS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace tidegate {

struct Options {
  std::string config;
  std::vector<std::string> eal;  // what stands behind "--", for DPDK's environment
  bool check = false;            // read and check the configuration, then end
  bool help = false;
  bool version = false;
};

// Fails with one line that names the wrong word and what was expected.
absl::StatusOr<Options> ParseOptions(int argc, const char* const* argv);

// The text of --help.
extern const char kUsage[];

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_OPTIONS_H_
