// JSON from a file or standard input, and files that are there whole or not at all.
#ifndef TIDEGATE_TESTBED_CELL_JSON_FILE_H_
#define TIDEGATE_TESTBED_CELL_JSON_FILE_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "testbed/cell/json_members.h"

namespace tidegate::testbed {

// What messages call it: "standard input" for "-".
std::string NameOfFile(const std::string& path);

// "-" is standard input. Fails with "FILE: what".
absl::StatusOr<std::string> ReadWholeFile(const std::string& path);

// Strict: no comments, no key twice in one object. Members stay in the order of the file. Fails with
// "FILE:LINE:COLUMN: what" or "FILE: PLACE: what".
absl::StatusOr<Json> ReadJsonFile(const std::string& path);

// Writes a temporary file beside it and renames that: readers, and whoever comes after a crash, find all or nothing.
// Fails with "FILE: what".
absl::Status WriteFileWhole(const std::string& path, std::string_view text);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_CELL_JSON_FILE_H_
