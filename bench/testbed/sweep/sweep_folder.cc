#include "testbed/sweep/sweep_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <filesystem>
#include <system_error>
#include <utility>

#include "testbed/cell/json_file.h"

namespace tidegate::testbed {
namespace {

namespace fs = std::filesystem;

// As WriteFileWhole() leaves them behind if it is killed.
void RemoveHalfWritten(const fs::path& folder) {
  std::error_code ignored;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, ignored)) {
    if (entry.path().extension() != ".json") fs::remove(entry.path(), ignored);
  }
}

}  // namespace

absl::StatusOr<SweepFolder> SweepFolder::Open(const std::string& path) {
  std::error_code error;
  for (const char* folder : {"results", "errors"}) {
    fs::create_directories(fs::path(path) / folder, error);
    if (error) return absl::NotFoundError(path + ": cannot be made: " + error.message());
  }
  return SweepFolder(fs::canonical(path, error).string());
}

SweepFolder::SweepFolder(SweepFolder&& other) noexcept
    : path_(std::move(other.path_)), lock_(std::exchange(other.lock_, -1)) {}

SweepFolder::~SweepFolder() {
  if (lock_ >= 0) ::close(lock_);
}

std::string SweepFolder::FileOf(std::string_view name) const { return path_ + "/" + std::string(name); }

absl::Status SweepFolder::Lock() {
  lock_ = ::open(FileOf(".lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (lock_ < 0 || ::flock(lock_, LOCK_EX | LOCK_NB) != 0) {
    return absl::FailedPreconditionError(path_ + ": found another sweep at work in it, expected to be alone");
  }
  RemoveHalfWritten(FileOf("results"));
  return absl::OkStatus();
}

bool IsResultOf(std::string_view line, const SweepCell& cell) {
  if (!line.ends_with('\n') || line.find('\n') != line.size() - 1) return false;
  const Json result = Json::parse(line, nullptr, /*allow_exceptions=*/false);
  if (!result.is_object() || !result.contains("id") || !result.contains("cell")) return false;
  return result["id"] == cell.id && result["cell"].dump() == ToJson(cell.cell).dump();
}

std::optional<std::string> SweepFolder::ResultLine(const SweepCell& cell) const {
  absl::StatusOr<std::string> line = ReadWholeFile(ResultFile(cell.id));
  if (!line.ok() || !IsResultOf(*line, cell)) return std::nullopt;
  return *std::move(line);
}

std::vector<SweepCell> SweepFolder::WithoutResult(const std::vector<SweepCell>& cells) const {
  std::vector<SweepCell> missing;
  for (const SweepCell& cell : cells) {
    if (!ResultLine(cell)) missing.push_back(cell);
  }
  return missing;
}

void SweepFolder::RemoveResults(const std::vector<SweepCell>& cells) const {
  for (const SweepCell& cell : cells) ::unlink(ResultFile(cell.id).c_str());
}

std::string SweepFolder::ErrorOf(const std::string& id) const {
  const std::string line = LastLineOf(ErrorFile(id));
  return line.empty() ? "has no result" : line;
}

std::string LastLineOf(const std::string& file) {
  const absl::StatusOr<std::string> all = ReadWholeFile(file);
  std::string_view text = all.ok() ? std::string_view(*all) : "";
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
  const std::size_t newline = text.rfind('\n');
  return std::string(newline == std::string_view::npos ? text : text.substr(newline + 1));
}

}  // namespace tidegate::testbed
