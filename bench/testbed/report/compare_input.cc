// Reads both forms.
#include "testbed/report/compare_input.h"

#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "testbed/report/cat.h"
#include "testbed/report/csv_reader.h"
#include "testbed/report/fields.h"
#include "testbed/report/result_file.h"

namespace tidegate::testbed {
namespace {

// "web + syn_flood".
std::string WorkloadOf(auto& fields) {
  std::string workload = fields.TextOr("workload", "");
  for (std::size_t i = 0;; ++i) {
    const std::string overlay = fields.TextOr(Cat("cell.overlay.", i, ".name"), "");
    if (overlay.empty()) return workload;
    Append(workload, " + ", overlay);
  }
}

// "arc/full", "lru + half_open_quota".
std::string PolicyOf(auto& fields) {
  std::string policy = fields.TextOr("policy", "");
  if (fields.TextOr("table", "set") == "full" && !policy.ends_with("/full")) policy += "/full";
  const std::string admission = fields.TextOr("admission", "always");
  const std::string ageing = fields.TextOr("ageing", "fixed");
  if (admission != "always") Append(policy, " + ", admission);
  if (ageing != "fixed") Append(policy, " + ", ageing);
  return policy;
}

// From either form; what is wrong is in the status of the fields.
ComparedCell CellFrom(auto& fields) {
  ComparedCell cell;
  cell.workload = WorkloadOf(fields);
  cell.policy = PolicyOf(fields);
  cell.capacity = fields.Count("capacity");
  cell.mode = fields.TextOr("mode", "");
  cell.seed = fields.Count("seed");
  cell.connections = fields.Number("legit.connections");
  cell.syn_attempts = fields.Number("legit.syn_attempts");
  cell.syn_refused = fields.Number("legit.syn_refused");
  for (std::size_t i = 0; i < kCostModeNames.size(); ++i) {
    cell.cost_ms[i] = fields.MaybeNumber(Cat("cost.", kCostModeNames[i]));
  }
  return cell;
}

absl::Status AddJson(const Json& json, const std::string& where, ComparedCells& cells) {
  Fields fields(json, where);
  cells.emplace(fields.Text("id"), CellFrom(fields));
  return fields.status();
}

// The fields of a CSV row; the first thing that is wrong is kept.
class RowFields {
 public:
  RowFields(const CsvTable& table, const CsvTable::Row& row, std::string where)
      : table_(table), row_(row), where_(std::move(where)) {}

  std::string Text(std::string_view column) const { return table_.Field(row_, column); }
  std::string TextOr(std::string_view column, std::string_view otherwise) const {
    const std::string text = Text(column);
    return text.empty() ? std::string(otherwise) : text;
  }

  std::optional<double> MaybeNumber(std::string_view column) {
    const std::string text = Text(column);
    double value = 0;
    if (text.empty()) return std::nullopt;
    if (!absl::SimpleAtod(text, &value)) Fail(column);
    return value;
  }

  double Number(std::string_view column) {
    const std::optional<double> value = MaybeNumber(column);
    if (!value) Fail(column);
    return value.value_or(0);
  }

  std::uint64_t Count(std::string_view column) {
    std::uint64_t value = 0;
    if (!absl::SimpleAtoi(Text(column), &value)) Fail(column);
    return value;
  }

  const absl::Status& status() const { return status_; }

 private:
  void Fail(std::string_view column) {
    if (status_.ok()) status_ = absl::InvalidArgumentError(Cat(where_, ": ", column, ": expected a number"));
  }

  const CsvTable& table_;
  const CsvTable::Row& row_;
  std::string where_;
  absl::Status status_;
};

absl::Status AddRow(const CsvTable& table, const CsvTable::Row& row, const std::string& where, ComparedCells& cells) {
  RowFields fields(table, row, where);
  ComparedCell cell = CellFrom(fields);
  if (!fields.status().ok()) return fields.status();
  const auto [first, fresh] = cells.emplace(fields.Text("id"), std::move(cell));
  if (fresh) return absl::OkStatus();
  return absl::InvalidArgumentError(Cat(where, ": cell ", first->first, " is there twice"));
}

absl::StatusOr<ComparedCells> LoadCsv(const std::string& path) {
  std::ifstream file(path);
  if (!file) return absl::NotFoundError(Cat(path, ": cannot be read"));
  const absl::StatusOr<CsvTable> table = CsvTable::Read(file, path);
  if (!table.ok()) return table.status();
  if (!table->HasColumn("id")) return absl::InvalidArgumentError(Cat(path, ":1: expected a column id"));
  ComparedCells cells;
  for (const CsvTable::Row& row : table->rows()) {
    const absl::Status status = AddRow(*table, row, Cat(path, ":", row.line), cells);
    if (!status.ok()) return status;
  }
  if (cells.empty()) return absl::InvalidArgumentError(Cat(path, ": has no results"));
  return cells;
}

}  // namespace

absl::StatusOr<ComparedCells> LoadComparedCells(const std::string& path) {
  std::error_code ignored;
  const std::string csv = (std::filesystem::path(path) / "cells.csv").string();
  if (path.ends_with(".csv")) return LoadCsv(path);
  if (!std::filesystem::exists(ResultFileOf(path), ignored) && std::filesystem::exists(csv, ignored))
    return LoadCsv(csv);
  ComparedCells cells;
  const absl::Status status =
      VisitResultsAt(path, [&](const Json& json, const std::string& where) { return AddJson(json, where, cells); });
  if (!status.ok()) return status;
  return cells;
}

}  // namespace tidegate::testbed
