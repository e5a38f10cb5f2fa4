// Reads cells.jsonl.
#include "testbed/report/result_file.h"

#include <filesystem>
#include <fstream>
#include <map>
#include <system_error>

#include "testbed/report/cat.h"

namespace tidegate::testbed {
namespace {

absl::Status CheckId(const Json& result, std::size_t line, const std::string& where,
                     std::map<std::string, std::size_t>& lines_by_id) {
  const auto id = result.find("id");
  if (id == result.end() || !id->is_string()) {
    return absl::InvalidArgumentError(Cat(where, ": id: expected a text"));
  }
  const auto [first, fresh] = lines_by_id.emplace(id->get<std::string>(), line);
  if (fresh) return absl::OkStatus();
  return absl::InvalidArgumentError(Cat(where, ": cell ", first->first, " is in line ", first->second, " too"));
}

}  // namespace

absl::Status VisitResults(std::istream& lines, const std::string& name, const ResultVisitor& visit) {
  std::map<std::string, std::size_t> lines_by_id;
  std::string text;
  for (std::size_t line = 1; std::getline(lines, text); ++line) {
    if (text.find_first_not_of(" \t\r") == std::string::npos) continue;
    const std::string where = Cat(name, ":", line);
    const Json result = Json::parse(text, nullptr, /*allow_exceptions=*/false);
    if (!result.is_object()) return absl::InvalidArgumentError(Cat(where, ": expected a JSON object"));
    if (absl::Status status = CheckId(result, line, where, lines_by_id); !status.ok()) return status;
    if (absl::Status status = visit(result, where); !status.ok()) return status;
  }
  if (lines_by_id.empty()) return absl::InvalidArgumentError(Cat(name, ": has no results"));
  return absl::OkStatus();
}

std::string ResultFileOf(const std::string& path) {
  std::error_code ignored;
  return std::filesystem::is_directory(path, ignored) ? (std::filesystem::path(path) / "cells.jsonl").string() : path;
}

absl::Status VisitResultsAt(const std::string& path, const ResultVisitor& visit) {
  const std::string file = ResultFileOf(path);
  std::ifstream lines(file);
  if (!lines) return absl::NotFoundError(Cat(file, ": cannot be read"));
  return VisitResults(lines, file, visit);
}

absl::StatusOr<std::vector<Json>> ReadResults(const std::string& path) {
  std::vector<Json> results;
  const absl::Status status = VisitResultsAt(path, [&](const Json& result, const std::string& /*where*/) {
    results.push_back(result);
    return absl::OkStatus();
  });
  if (!status.ok()) return status;
  return results;
}

}  // namespace tidegate::testbed
