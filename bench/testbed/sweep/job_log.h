// GNU parallel's job log: a line for each job that has ended, tab-separated, under a header.
//
//   Seq Host Starttime JobRuntime Send Receive Exitval Signal Command
//
// parallel --resume-failed passes over the jobs, by their number, that ended well according to it. For a sweep the
// results decide: so the log is written anew from them before each run.
#ifndef TIDEGATE_TESTBED_SWEEP_JOB_LOG_H_
#define TIDEGATE_TESTBED_SWEEP_JOB_LOG_H_

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"

namespace tidegate::testbed {

struct JobEnd {
  std::size_t job = 0;  // from 0
  std::string how;      // "exit status 1 on host2"; empty: well
};

// A line that is no job's has none.
std::optional<JobEnd> ParseJobLine(std::string_view line);

// With a line for each job that need not be done again.
absl::Status WriteJobLog(const std::string& path, const std::vector<bool>& done);

// Reads on where it has stopped before.
class JobLogReader {
 public:
  explicit JobLogReader(std::string path) : path_(std::move(path)) {}

  // Passes over what is there now.
  void SkipToEnd() {
    ReadNew([](const JobEnd&) {});
  }
  void ReadNew(const std::function<void(const JobEnd&)>& ended);

 private:
  std::string path_;
  std::size_t read_ = 0;
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_SWEEP_JOB_LOG_H_
