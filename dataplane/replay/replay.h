// The replay itself: a capture through a firewall.
#ifndef TIDEGATE_REPLAY_REPLAY_H_
#define TIDEGATE_REPLAY_REPLAY_H_

#include <atomic>
#include <cstdio>

#include "absl/status/status.h"
#include "options.h"

namespace tidegate::replay {

// Prints to `out` what becomes of each packet, and the summary where the options want it. Stops early once `stop` is
// set. Fails with kInvalidArgument, before anything is printed, if the configuration or the capture cannot be used;
// with kDataLoss if the capture is damaged or the output cannot be written.
absl::Status Run(const Options& options, const std::atomic<bool>& stop, std::FILE* out, std::FILE* err);

}  // namespace tidegate::replay

#endif  // TIDEGATE_REPLAY_REPLAY_H_
