// The command line of tidegate-replay.
#ifndef TIDEGATE_REPLAY_OPTIONS_H_
#define TIDEGATE_REPLAY_OPTIONS_H_

#include <string>

#include "absl/status/statusor.h"

namespace tidegate::replay {

struct Options {
  std::string config;
  std::string capture;   // a file's name, or "-" for the standard input
  bool json = false;     // a JSON object for each packet
  bool summary = false;  // with json: the summary on the standard error
  bool help = false;
  bool version = false;
};

// Fails with one line that names the wrong word and what was expected. Not thread-safe, as getopt_long() is not.
absl::StatusOr<Options> ParseOptions(int argc, char* const* argv);

// The text of --help.
extern const char kUsage[];

}  // namespace tidegate::replay

#endif  // TIDEGATE_REPLAY_OPTIONS_H_
