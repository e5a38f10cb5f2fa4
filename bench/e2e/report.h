// The demo's closing table: the result files of its legs side by side, and whether each is as it must be.
//
// A leg file is a JSON object: "name"; "expect": "clean", "overflow" or "any"; "load": what `tidegate-load client
// --json` wrote; "stats" and "drops": what the firewall counted, in tidegatectl's form. A figure that a leg lacks is
// shown as a dash.
#ifndef TIDEGATE_BENCH_E2E_REPORT_H_
#define TIDEGATE_BENCH_E2E_REPORT_H_

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace tidegate::e2e {

using Leg = nlohmann::ordered_json;

// Reads the files; fails with one line that begins with the name of the file at fault.
absl::StatusOr<std::vector<Leg>> LoadLegs(const std::vector<std::string>& paths);

// A column for each leg, a row for each figure.
std::string FormatTable(const std::vector<Leg>& legs);

// Why the leg is not what it must be; empty if it is.
//   clean:    every tuple used more than once, no SYN refused, none slow, failed or unfinished, no stalled second.
//   overflow: SYNs were refused, and connections were slow or never finished.
std::vector<std::string> Violations(const Leg& leg);

}  // namespace tidegate::e2e

#endif  // TIDEGATE_BENCH_E2E_REPORT_H_
