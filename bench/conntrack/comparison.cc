// Collects measurements and prints them side by side.
#include "conntrack/comparison.h"

#include <algorithm>
#include <cstdio>

namespace tidegate::bench {
namespace {

constexpr char kReference[] = "tidegate";
constexpr int kFirstColumn = 22;
constexpr std::size_t kColumn = 18;

void AddOnce(std::vector<std::string>& names, const std::string& name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

double Median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

std::string Format(const char* format, auto... values) {
  char buffer[96];
  std::snprintf(buffer, sizeof(buffer), format, values...);
  return buffer;
}

std::string PadLeft(const std::string& text, std::size_t width) {
  return text.size() < width ? std::string(width - text.size(), ' ') + text : " " + text;
}

}  // namespace

// "BM_LookupHit<tidegate>/112928" is the cell of row "LookupHit/112928" and column "tidegate".
Comparison::Cell* Comparison::CellOf(std::string_view name) {
  constexpr std::string_view kPrefix = "BM_";
  const std::size_t open = name.find('<');
  const std::size_t close = name.find('>');
  if (!name.starts_with(kPrefix) || open == std::string_view::npos || close == std::string_view::npos) return nullptr;
  const std::string table(name.substr(open + 1, close - open - 1));
  const std::string row =
      std::string(name.substr(kPrefix.size(), open - kPrefix.size())).append(name.substr(close + 1));
  AddOnce(tables_, table);
  AddOnce(rows_, row);
  return &cells_[row][table];
}

void Comparison::Add(std::string_view name, double items_per_second) {
  if (Cell* cell = CellOf(name)) cell->repetitions.push_back(items_per_second);
}

void Comparison::AddMedian(std::string_view name, double items_per_second) {
  if (Cell* cell = CellOf(name)) cell->median = items_per_second;
}

// 0 if it was not measured.
double Comparison::Nanoseconds(const Row& row, const std::string& table) {
  const auto cell = row.find(table);
  if (cell == row.end()) return 0;
  const double rate = cell->second.repetitions.empty() ? cell->second.median : Median(cell->second.repetitions);
  return rate > 0 ? 1e9 / rate : 0;
}

std::string Comparison::RowText(const std::string& name, const Row& row) const {
  std::string text = Format("%-*s", kFirstColumn, name.c_str());
  const double reference = Nanoseconds(row, kReference);
  for (const std::string& table : tables_) {
    const double ns = Nanoseconds(row, table);
    std::string cell = ns > 0 ? Format("%.1f", ns) : "-";
    if (table != kReference && ns > 0 && reference > 0) cell += Format(" %6.2fx", ns / reference);
    text += PadLeft(cell, kColumn);
  }
  return text + "\n";
}

std::string Comparison::ToText() const {
  if (rows_.empty()) return "";
  std::string text = "\nNanoseconds per operation, and how many times those of " + std::string(kReference) + "\n";
  text += std::string(kFirstColumn, ' ');
  for (const std::string& table : tables_) text += PadLeft(table, kColumn);
  text += "\n";
  for (const std::string& row : rows_) text += RowText(row, cells_.find(row)->second);
  return text;
}

}  // namespace tidegate::bench
