// Writes tables.
#include "testbed/report/csv.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <vector>

#include "testbed/report/cat.h"
#include "testbed/report/fields.h"
#include "testbed/report/flatten.h"

namespace tidegate::testbed {
namespace {

constexpr std::array<std::string_view, 5> kClasses = {"half_open", "established", "closing", "time_wait", "datagram"};
constexpr std::array<std::string_view, 3> kModes = {"strict", "loose", "nat"};

// What a cell is, in every table.
constexpr std::array<std::string_view, 11> kKeyColumns = {
    "id", "workload", "policy", "table", "admission", "ageing", "capacity", "mode", "syn_backoff", "seed", "sample"};

void AddColumns(std::string_view prefix, const auto& names, std::vector<std::string>& columns) {
  for (const std::string_view name : names) columns.push_back(Cat(prefix, name));
}

// Those of docs/testbed.md, in its order.
std::vector<std::string> KnownColumns() {
  using Names = std::vector<std::string_view>;
  std::vector<std::string> columns;
  AddColumns("", kKeyColumns, columns);
  AddColumns("", Names{"events", "slots"}, columns);
  AddColumns(
      "legit.",
      Names{"connections", "at_first_syn", "established", "done", "gave_up", "broken", "syn_attempts", "syn_refused"},
      columns);
  AddColumns("legit.wrongful.", kClasses, columns);
  AddColumns("legit.expired_in_use.", kClasses, columns);
  AddColumns("attack.", Names{"packets", "connections", "entered"}, columns);
  AddColumns("cost.", kModes, columns);
  AddColumns("cost.", Names{"refused", "broken_strict", "broken_loose", "broken_nat"}, columns);
  AddColumns("optimum.", Names{"fewest_refused"}, columns);
  AddColumns("optimum.least.", kModes, columns);
  AddColumns("optimum.in_sets.", kModes, columns);
  AddColumns("optimum.", Names{"connections"}, columns);
  AddColumns("setup.", Names{"p50_us", "p90_us", "p99_us", "p999_us", "max_us"}, columns);
  AddColumns("slot_seconds.useful.", kClasses, columns);
  AddColumns("slot_seconds.dead.", kClasses, columns);
  AddColumns("entries.", Names{"inserted", "reopened", "displaced", "expired", "live_at_end", "peak_live"}, columns);
  AddColumns("entries.evicted.", kClasses, columns);
  return columns;
}

using Row = std::map<std::string, std::string>;

// Arrays within the cell (overlays) are a few scalars; all others are long.
Row RowOf(const Json& result) {
  FlatFields fields;
  for (const auto& [name, value] : result.items()) {
    if (name == "timeline" || name == "explain") continue;
    if (value.is_structured()) {
      Flatten(value, Cat(name, "."), name == "cell" ? Arrays::kElements : Arrays::kSkip, fields);
    } else if (!value.is_null()) {
      fields.emplace_back(name, value);
    }
  }
  Row row;
  for (const auto& [name, value] : fields) row[name] = ScalarText(value);
  return row;
}

void WriteRow(const std::vector<std::string>& fields, std::ostream& out) {
  for (std::size_t i = 0; i < fields.size(); ++i) out << (i == 0 ? "" : ",") << CsvField(fields[i]);
  out << "\n";
}

std::vector<std::string> KeyFields(const Json& result) {
  std::vector<std::string> fields;
  for (const std::string_view name : kKeyColumns) {
    const Json* value = FindPath(result, name);
    fields.push_back(value == nullptr ? "" : ScalarText(*value));
  }
  return fields;
}

// The series of a timeline, in the order of their columns.
std::vector<std::string> SeriesColumns() {
  std::vector<std::string> columns;
  AddColumns("occupancy.", kClasses, columns);
  AddColumns("", std::array<std::string_view, 4>{"connections", "refused", "broken", "attack"}, columns);
  return columns;
}

std::size_t LengthOf(const Json* series) { return series != nullptr && series->is_array() ? series->size() : 0; }

void WriteTimeline(const Json& result, std::ostream& out) {
  const Json* timeline = FindPath(result, "timeline");
  if (timeline == nullptr) return;
  std::vector<const Json*> all;
  std::size_t steps = 0;
  for (const std::string& column : SeriesColumns()) {
    all.push_back(FindPath(*timeline, column));
    steps = std::max(steps, LengthOf(all.back()));
  }
  const Json* step_s = FindPath(*timeline, "step_s");
  const double step = step_s != nullptr && step_s->is_number() ? step_s->get<double>() : 1;
  const std::vector<std::string> key = KeyFields(result);
  for (std::size_t i = 0; i < steps; ++i) {
    std::vector<std::string> fields = key;
    fields.push_back(Cat(static_cast<double>(i) * step));
    for (const Json* series : all) fields.push_back(i < LengthOf(series) ? ScalarText((*series)[i]) : "");
    WriteRow(fields, out);
  }
}

}  // namespace

std::string CsvField(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

void WriteCsv(std::span<const Json> results, std::ostream& out) {
  std::vector<std::string> columns = KnownColumns();
  std::vector<Row> rows;
  std::set<std::string> others;
  for (const Json& result : results) {
    rows.push_back(RowOf(result));
    for (const auto& [name, value] : rows.back()) others.insert(name);
  }
  for (const std::string& column : columns) others.erase(column);
  columns.insert(columns.end(), others.begin(), others.end());
  WriteRow(columns, out);
  for (const Row& row : rows) {
    std::vector<std::string> fields;
    for (const std::string& column : columns) {
      const auto found = row.find(column);
      fields.push_back(found == row.end() ? "" : found->second);
    }
    WriteRow(fields, out);
  }
}

void WriteTimelineCsv(std::span<const Json> results, std::ostream& out) {
  std::vector<std::string> columns(kKeyColumns.begin(), kKeyColumns.end());
  columns.push_back("at_s");
  for (std::string& column : SeriesColumns()) columns.push_back(std::move(column));
  WriteRow(columns, out);
  for (const Json& result : results) WriteTimeline(result, out);
}

}  // namespace tidegate::testbed
