// The command line of tidegate-replay.
#include "options.h"

#include <getopt.h>

namespace tidegate::replay {
namespace {

constexpr option kLongOptions[] = {
    {"config", required_argument, nullptr, 'c'}, {"json", no_argument, nullptr, 'j'},
    {"summary", no_argument, nullptr, 's'},      {"help", no_argument, nullptr, 'h'},
    {"version", no_argument, nullptr, 'v'},      {nullptr, 0, nullptr, 0},
};

// The option that getopt_long() has just refused: a long one is the word before optind, a short one is a letter.
std::string RefusedOption(char* const* argv) {
  if (optopt > 0 && optopt < 128 && argv[optind - 1][1] != '-') return std::string("-") + static_cast<char>(optopt);
  return argv[optind - 1];
}

absl::Status CheckOptions(const Options& options, int captures, char* const* argv) {
  if (options.help || options.version) return absl::OkStatus();
  if (options.config.empty()) return absl::InvalidArgumentError("expected --config FILE; --help shows all options");
  if (captures == 0) return absl::InvalidArgumentError("expected a capture file, or - for the standard input");
  if (captures == 1) return absl::OkStatus();
  return absl::InvalidArgumentError("unexpected \"" + std::string(argv[optind + 1]) +
                                    "\"; expected only one capture file");
}

}  // namespace

const char kUsage[] =
    "usage: tidegate-replay --config FILE [--json] [--summary] CAPTURE\n"
    "\n"
    "Runs the packets of a pcap or pcapng file through the firewall, in the time of the capture, and says what "
    "becomes\n"
    "of each. A packet to a port's address is inbound to that port, one from it outbound.\n"
    "\n"
    "  CAPTURE         a file, or - for the standard input: tcpdump -w - | tidegate-replay --config FILE -\n"
    "  --config FILE   the configuration, as for tidegate-dataplane; devices do not matter\n"
    "  --json          one JSON object a line for each packet, and no summary\n"
    "  --summary       with --json: the summary on the standard error\n"
    "  --help          show this text\n"
    "  --version       show the version\n"
    "\n"
    "Exit status: 0 after the whole capture, 1 if the capture is damaged, 2 if it could not start.\n";

absl::StatusOr<Options> ParseOptions(int argc, char* const* argv) {
  Options options;
  optind = 0;  // begin anew, whatever was parsed before
  for (int found; (found = getopt_long(argc, argv, ":h", kLongOptions, nullptr)) != -1;) {
    switch (found) {
      case 'c':
        options.config = optarg;
        break;
      case 'j':
        options.json = true;
        break;
      case 's':
        options.summary = true;
        break;
      case 'h':
        options.help = true;
        break;
      case 'v':
        options.version = true;
        break;
      case ':':
        return absl::InvalidArgumentError(RefusedOption(argv) + ": expected a file name behind it");
      default:
        return absl::InvalidArgumentError("unknown option \"" + RefusedOption(argv) +
                                          "\"; expected --config FILE, --json, --summary, --help or --version");
    }
  }
  if (absl::Status status = CheckOptions(options, argc - optind, argv); !status.ok()) return status;
  if (optind < argc) options.capture = argv[optind];
  return options;
}

}  // namespace tidegate::replay
