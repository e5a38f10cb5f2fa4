// bench_report FILE.json [FILE.svg]: the comparison of a run that was written to a file, and its plot.
//
// Exit status: 0, or 2 and one line if something is wrong.
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "conntrack/comparison.h"
#include "conntrack/report/chart.h"
#include "conntrack/report/results_file.h"

namespace tidegate::bench {
namespace {

constexpr char kUsage[] = R"(usage: bench_report FILE.json [FILE.svg]

Prints the comparison of a run of bench_conntrack that was written by --benchmark_out=FILE.json, and draws it into
FILE.svg if that is given.
)";

int Complain(const std::string& message) {
  std::cerr << "bench_report: " << message << "\n";
  return 2;
}

int Main(const std::vector<std::string>& args) {
  if (args.size() == 1 && (args[0] == "--help" || args[0] == "-h")) {
    std::cout << kUsage;
    return 0;
  }
  if (args.empty() || args.size() > 2) return Complain("expected FILE.json [FILE.svg]; --help tells more");
  const auto results = LoadResults(args[0]);
  if (!results.ok()) return Complain(std::string(results.status().message()));
  std::cout << ComparisonText(results->measurements);
  if (args.size() == 2 && !(std::ofstream(args[1]) << ChartSvg(*results) << std::flush)) {
    return Complain(args[1] + ": cannot be written");
  }
  return 0;
}

}  // namespace
}  // namespace tidegate::bench

int main(int argc, char** argv) { return tidegate::bench::Main({argv + 1, argv + argc}); }
