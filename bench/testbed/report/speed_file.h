// Reads how fast policies are: Google Benchmark's JSON with BM_Evict<POLICY> and BM_Hit<POLICY>.
#ifndef TIDEGATE_TESTBED_REPORT_SPEED_FILE_H_
#define TIDEGATE_TESTBED_REPORT_SPEED_FILE_H_

#include <map>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace tidegate::testbed {

struct Speeds {
  std::map<std::string, double, std::less<>> evict_ns;  // by policy
  std::map<std::string, double, std::less<>> hit_ns;
};

// Nanoseconds for one item, as a benchmark may count several in an iteration. Of several repetitions the median, of
// several sizes the first.
absl::StatusOr<Speeds> ParseSpeeds(std::string_view json, const std::string& name);
absl::StatusOr<Speeds> LoadSpeeds(const std::string& path);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REPORT_SPEED_FILE_H_
