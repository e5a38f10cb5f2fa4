// Columns of text for people.
#include "ctl/table.h"

#include <algorithm>
#include <string_view>

namespace tidegate {
namespace {

// With or without a unit behind it.
bool IsNumber(const std::string& cell) {
  const std::size_t end = cell.find_first_not_of("0123456789.");
  if (cell.empty() || end == 0) return false;
  return end == std::string::npos ||
         (end + 1 == cell.size() && std::string_view("kMGT").find(cell[end]) != std::string_view::npos);
}

}  // namespace

std::string Table::Text() const {
  std::vector<std::size_t> widths;
  std::vector<bool> right;  // a column of numbers, by its first row behind the header
  for (const auto& row : rows_) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  right.resize(widths.size());
  if (rows_.size() > 1) {
    for (std::size_t i = 0; i < rows_[1].size(); ++i) right[i] = IsNumber(rows_[1][i]);
  }
  std::string text;
  for (const auto& row : rows_) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string padding(widths[i] - row[i].size(), ' ');
      line += (i == 0 ? "" : "  ") + (right[i] ? padding + row[i] : row[i] + padding);
    }
    text += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
  return text;
}

}  // namespace tidegate
