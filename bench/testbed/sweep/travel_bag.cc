#include "testbed/sweep/travel_bag.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <set>
#include <string_view>
#include <system_error>
#include <utility>

#include "testbed/cell/json_file.h"

namespace tidegate::testbed {
namespace {

namespace fs = std::filesystem;

constexpr char kProgram[] = "program";

}  // namespace

absl::StatusOr<TravelBag> TravelBag::Pack(const SweepFolder& folder, const std::vector<SweepCell>& cells,
                                          const std::string& program) {
  const std::string parent = folder.FileOf("hosts");
  std::error_code error;
  fs::remove_all(parent, error);  // what a killed sweep has left
  fs::create_directory(parent, error);
  std::string path = parent + "/.tidegate-sweep-XXXXXX";
  if (error || ::mkdtemp(path.data()) == nullptr) {
    return absl::NotFoundError(parent + ": cannot be made: " + std::string(std::strerror(errno)));
  }
  TravelBag bag(parent, fs::path(path).filename().string());
  absl::Status status = bag.Copy(program, kProgram);
  if (status.ok()) status = bag.PackFiles(cells);
  for (const SweepCell& cell : cells) {
    if (status.ok()) status = WriteFileWhole(bag.FileOf(cell.id + ".cell.json"), ToJson(cell.cell).dump() + "\n");
  }
  if (!status.ok()) return status;
  return bag;
}

TravelBag::TravelBag(TravelBag&& other) noexcept
    : parent_(std::exchange(other.parent_, {})), name_(std::move(other.name_)), once_(std::move(other.once_)) {}

TravelBag::~TravelBag() {
  std::error_code ignored;
  if (!parent_.empty()) fs::remove_all(parent_, ignored);
}

// An absolute path has to be the same everywhere; of a relative one that can be seen to.
absl::Status TravelBag::PackFiles(const std::vector<SweepCell>& cells) {
  std::set<std::string> files;
  for (const SweepCell& cell : cells) files.merge(FilesOf(cell.cell));
  for (const std::string& file : files) {
    const fs::path path = fs::path(file).lexically_normal();
    if (path.is_absolute()) continue;
    if (path.empty() || *path.begin() == "..") {
      return absl::InvalidArgumentError("a cell's file: found " + file +
                                        ", expected a path below this folder, or an absolute one, if it is to travel");
    }
    if (absl::Status status = Copy(file, path.string()); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status TravelBag::Copy(const std::string& from, const std::string& to) {
  std::error_code error;
  fs::create_directories(fs::path(FileOf(to)).parent_path(), error);
  if (!error) fs::copy_file(from, FileOf(to), error);
  if (error) return absl::NotFoundError(from + ": cannot be copied: " + error.message());
  once_.push_back(name_ + "/" + to);
  return absl::OkStatus();
}

bool TravelBag::Unpack(const SweepFolder& folder, const SweepCell& cell, const std::string& end) const {
  const std::string result = FileOf(cell.id + ".result.json");
  const absl::StatusOr<std::string> line = ReadWholeFile(result);
  if (line.ok() && IsResultOf(*line, cell)) {
    std::remove(folder.ErrorFile(cell.id).c_str());
    return std::rename(result.c_str(), folder.ResultFile(cell.id).c_str()) == 0;
  }
  const absl::StatusOr<std::string> error = ReadWholeFile(FileOf(cell.id + ".error.txt"));
  const std::string said = error.ok() ? *error : "";
  // What the program has said itself tells more than how it ended.
  WriteFileWhole(folder.ErrorFile(cell.id), said.empty() ? end + "\n" : said).IgnoreError();
  return false;
}

}  // namespace tidegate::testbed
