// tidegate-compare: the results of compare.sh as a table and as a page.
#include <fstream>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "e2e/compare/page.h"
#include "e2e/compare/results.h"
#include "e2e/compare/table.h"

namespace tidegate::e2e {
namespace {

constexpr std::string_view kUse = "tidegate-compare RESULTS.json [--html FILE]";

int Complain(std::string_view message) {
  std::cerr << "tidegate-compare: " << message << "\n";
  return 2;
}

int Main(const std::vector<std::string>& args) {
  if (!args.empty() && args.front() == "--help") {
    std::cout << kUse << "\n";
    return 0;
  }
  if ((args.size() != 1 && args.size() != 3) || (args.size() == 3 && args[1] != "--html")) {
    return Complain("expected " + std::string(kUse));
  }
  const auto results = LoadResults(args[0]);
  if (!results.ok()) return Complain(std::string(results.status().message()));
  std::cout << FormatComparison(*results);
  if (args.size() == 1) return 0;
  std::ofstream page(args[2]);
  page << ComparisonPage(*results);
  page.close();
  if (!page) return Complain("--html: cannot write to " + args[2]);
  std::cout << "\nresults: " << args[0] << "\npage:    " << args[2] << "\n";
  return 0;
}

}  // namespace
}  // namespace tidegate::e2e

int main(int argc, char** argv) { return tidegate::e2e::Main({argv + 1, argv + argc}); }
