// Keeps the list of tables.
#include "conntrack/registry.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace tidegate::bench {
namespace {

// A function, as tables are added before this file's own variables are initialized.
std::vector<TableCases>& Tables() {
  static std::vector<TableCases> tables;
  return tables;
}

std::vector<Case>& Paths() {
  static std::vector<Case> paths;
  return paths;
}

}  // namespace

void AddPath(Case path) { Paths().push_back(std::move(path)); }

void AddTable(TableCases table) { Tables().push_back(std::move(table)); }

std::vector<TableCases> AllTables() {
  std::vector<TableCases> tables = Tables();
  std::sort(tables.begin(), tables.end(), [](const TableCases& a, const TableCases& b) {
    return std::tuple(IsPeer(a.name), a.name) < std::tuple(IsPeer(b.name), b.name);
  });
  std::vector<Case> paths = Paths();
  std::sort(paths.begin(), paths.end(), [](const Case& a, const Case& b) { return a.workload < b.workload; });
  if (!tables.empty()) tables.front().cases.insert(tables.front().cases.end(), paths.begin(), paths.end());
  return tables;
}

bool IsPeer(std::string_view table) { return !table.starts_with("tidegate"); }

}  // namespace tidegate::bench
