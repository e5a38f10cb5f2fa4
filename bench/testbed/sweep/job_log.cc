#include "testbed/sweep/job_log.h"

#include <charconv>
#include <fstream>
#include <iterator>
#include <system_error>

#include "testbed/cell/json_file.h"
#include "testbed/sweep/process_pool.h"

namespace tidegate::testbed {
namespace {

constexpr std::string_view kHeader = "Seq\tHost\tStarttime\tJobRuntime\tSend\tReceive\tExitval\tSignal\tCommand\n";
constexpr std::size_t kSeq = 0;
constexpr std::size_t kHost = 1;
constexpr std::size_t kExitval = 6;
constexpr std::size_t kSignal = 7;

// ssh's own, when it has not come through (ssh(1)).
constexpr int kSshFailed = 255;

// Empty if there are fewer.
std::string_view Column(std::string_view line, std::size_t number) {
  for (; number > 0; --number) {
    const std::size_t tab = line.find('\t');
    if (tab == std::string_view::npos) return "";
    line.remove_prefix(tab + 1);
  }
  return line.substr(0, line.find('\t'));
}

std::optional<int> Number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string DescribeJobEnd(int status, std::string_view host) {
  if (status == 0) return "";
  const std::string what = DescribeExit(status) + " on " + std::string(host);
  return status == kSshFailed ? what + ", as ssh has if it fails itself: parallel.log may have more" : what;
}

}  // namespace

std::optional<JobEnd> ParseJobLine(std::string_view line) {
  const std::optional<int> seq = Number(Column(line, kSeq));
  const std::optional<int> exit = Number(Column(line, kExitval));
  const std::optional<int> signal = Number(Column(line, kSignal));
  if (!seq || *seq < 1 || !exit || !signal) return std::nullopt;
  const int status = *signal != 0 ? 128 + *signal : *exit;
  return JobEnd{static_cast<std::size_t>(*seq - 1), DescribeJobEnd(status, Column(line, kHost))};
}

absl::Status WriteJobLog(const std::string& path, const std::vector<bool>& done) {
  std::string text(kHeader);
  for (std::size_t i = 0; i < done.size(); ++i) {
    if (done[i]) text += std::to_string(i + 1) + "\t:\t0\t0\t0\t0\t0\t0\thas a result\n";
  }
  return WriteFileWhole(path, text);
}

void JobLogReader::ReadNew(const std::function<void(const JobEnd&)>& ended) {
  std::ifstream file(path_);
  file.seekg(static_cast<std::streamoff>(read_));
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  std::size_t begin = 0;
  for (std::size_t end; (end = text.find('\n', begin)) != std::string::npos; begin = end + 1) {
    if (const auto job = ParseJobLine(std::string_view(text).substr(begin, end - begin))) ended(*job);
  }
  read_ += begin;  // a line that is being written is read when it is whole
}

}  // namespace tidegate::testbed
