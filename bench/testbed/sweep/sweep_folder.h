// The folder of a sweep.
//
//   DIR/results/ID.json   the result of a cell, one line; there whole or not at all
//   DIR/errors/ID.txt     what a cell that failed had to say, its last line first of all
//   DIR/cells.jsonl       merged: all results, in the order of their ids
//   DIR/cells.csv, DIR/timeline.csv
//   DIR/.lock             one sweep at a time
//
// A result that is there, is whole and is of the very cell needs not be made again: that is all there is to resuming.
#ifndef TIDEGATE_TESTBED_SWEEP_SWEEP_FOLDER_H_
#define TIDEGATE_TESTBED_SWEEP_SWEEP_FOLDER_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "testbed/sweep/manifest.h"

namespace tidegate::testbed {

class SweepFolder {
 public:
  // Makes the folder if it is not there. Fails with "DIR: what".
  static absl::StatusOr<SweepFolder> Open(const std::string& path);

  SweepFolder(SweepFolder&& other) noexcept;
  SweepFolder& operator=(SweepFolder&& other) = delete;
  ~SweepFolder();

  // Absolute.
  const std::string& path() const { return path_; }
  std::string FileOf(std::string_view name) const;
  std::string ResultFile(const std::string& id) const { return FileOf("results/" + id + ".json"); }
  std::string ErrorFile(const std::string& id) const { return FileOf("errors/" + id + ".txt"); }

  // For as long as this lives. Fails if somebody else has it; removes what a killed sweep has left half-written.
  absl::Status Lock();

  // The line with the result of a cell, if it is there and valid.
  std::optional<std::string> ResultLine(const SweepCell& cell) const;
  std::vector<SweepCell> WithoutResult(const std::vector<SweepCell>& cells) const;
  void RemoveResults(const std::vector<SweepCell>& cells) const;

  // Why a cell has no result: the last line of its error file.
  std::string ErrorOf(const std::string& id) const;

 private:
  explicit SweepFolder(std::string path) : path_(std::move(path)) {}

  std::string path_;
  int lock_ = -1;
};

// Empty if there is no such file.
std::string LastLineOf(const std::string& file);

// Whether `line` is a whole result of this cell.
bool IsResultOf(std::string_view line, const SweepCell& cell);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_SWEEP_SWEEP_FOLDER_H_
