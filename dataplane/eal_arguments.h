// The command line that DPDK's environment layer (EAL) is started with, made from the configuration.
#ifndef TIDEGATE_DATAPLANE_EAL_ARGUMENTS_H_
#define TIDEGATE_DATAPLANE_EAL_ARGUMENTS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "config/config.h"

namespace tidegate {

// What the machine offers this process.
struct Machine {
  std::vector<unsigned> cpus;         // those it may run on, ascending
  std::uint64_t free_huge_bytes = 0;  // of huge pages of all sizes

  static Machine Look();
};

struct EalArguments {
  std::vector<std::string> words;  // all but the program's name
  std::string file_prefix;
  std::vector<unsigned> worker_cpus;  // empty if the user placed the cores
  bool huge_pages = false;
  std::uint64_t missing_huge_bytes = 0;  // of huge pages that would be used if there were enough
  bool verbose = false;                  // the user set log levels: show the log
  std::string notice;                    // what the user should know, one line, or empty
};

// Packet buffers that all queues together may hold, with room for those on their way and for those that wait within the
// packet path.
unsigned MbufCount(const Config& config);

// Bytes that such a buffer has for a frame: of the largest port's MTU, so that a packet is one piece of memory.
std::size_t MbufDataRoom(const Config& config);

// Workers get the processors with the highest numbers, each its own; everything else runs on the others if there are
// any. Memory comes from huge pages if "huge_pages" allows it and enough are free. The user's own options, those of the
// file and then `further`, are added behind and take precedence: what they set is left out here.
absl::StatusOr<EalArguments> MakeEalArguments(const Config& config, const std::vector<std::string>& further,
                                              const Machine& machine);

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_EAL_ARGUMENTS_H_
