// Reads cells.jsonl: the result of a cell in each line.
#ifndef TIDEGATE_TESTBED_REPORT_RESULT_FILE_H_
#define TIDEGATE_TESTBED_REPORT_RESULT_FILE_H_

#include <functional>
#include <istream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "testbed/cell/cell.h"

namespace tidegate::testbed {

// `where` is what a line about an error in this result begins with: "dir/cells.jsonl:17".
using ResultVisitor = std::function<absl::Status(const Json& result, const std::string& where)>;

// One at a time: a sweep's results are larger than what a report keeps of them. Stops at the first error. Empty lines
// are passed over; a cell that comes twice is an error, as it would count as two seeds.
absl::Status VisitResults(std::istream& lines, const std::string& name, const ResultVisitor& visit);

// `path` is a file, or a directory that has a cells.jsonl.
absl::Status VisitResultsAt(const std::string& path, const ResultVisitor& visit);
absl::StatusOr<std::vector<Json>> ReadResults(const std::string& path);

// "dir/cells.jsonl" of a directory, the path itself otherwise.
std::string ResultFileOf(const std::string& path);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REPORT_RESULT_FILE_H_
