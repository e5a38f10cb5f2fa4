// The command line of tidegate-dataplane.
#include "options.h"

#include <string_view>

namespace tidegate {

const char kUsage[] =
    "usage: tidegate-dataplane --config FILE [--check] [-- EAL options]\n"
    "\n"
    "Forwards packets between pairs of ports and lets pass what the security groups allow.\n"
    "\n"
    "  --config FILE   the configuration, JSON\n"
    "  --check         check the configuration and end\n"
    "  --help          show this text\n"
    "  --version       show the version\n"
    "  -- OPTIONS      further options for DPDK's environment, as in its Linux guide (--log-level=info shows its log)\n"
    "\n"
    "SIGINT and SIGTERM end it with a summary. tidegatectl shows what it does and reloads the rules.\n"
    "Exit status: 0 after a clean end, 1 if it failed while running, 2 if it could not start.\n";

absl::StatusOr<Options> ParseOptions(int argc, const char* const* argv) {
  const std::vector<std::string> words(argv + 1, argv + argc);
  Options options;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string& word = words[i];
    if (word == "--") {
      options.eal.assign(words.begin() + static_cast<std::ptrdiff_t>(i) + 1, words.end());
      break;
    }
    if (word == "--config") {
      if (i + 1 == words.size() || words[i + 1] == "--") {
        return absl::InvalidArgumentError("--config: expected a file name behind it");
      }
      options.config = words[++i];
    } else if (word.starts_with("--config=")) {
      options.config = word.substr(std::string_view("--config=").size());
    } else if (word == "--check") {
      options.check = true;
    } else if (word == "--help" || word == "-h") {
      options.help = true;
    } else if (word == "--version") {
      options.version = true;
    } else {
      return absl::InvalidArgumentError("unknown option \"" + word +
                                        "\"; expected --config FILE, --check, --help, --version or -- EAL options");
    }
  }
  if (options.config.empty() && !options.help && !options.version) {
    return absl::InvalidArgumentError("expected --config FILE; --help shows all options");
  }
  return options;
}

}  // namespace tidegate
