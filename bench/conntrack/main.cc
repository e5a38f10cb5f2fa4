// bench_conntrack: Tidegate's connection table beside others, as a Google Benchmark program.
//
// Benchmarks are named BM_<Workload><table>/<connections in the table>. Exit status: 0, 1 if a benchmark failed, 2 and
// one line if the options are wrong.
#include <algorithm>
#include <iostream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "benchmark/benchmark.h"
#include "conntrack/build_info.h"
#include "conntrack/options.h"
#include "conntrack/registry.h"
#include "conntrack/reporter.h"

namespace tidegate::bench {
namespace {

constexpr int kOk = 0;
constexpr int kFailed = 1;
constexpr int kWrongUse = 2;

int Complain(std::string_view message) {
  std::cerr << "bench_conntrack: " << message << "\n";
  return kWrongUse;
}

std::vector<std::string_view> PeerNames() {
  std::vector<std::string_view> names;
  for (const TableCases& table : AllTables()) {
    if (IsPeer(table.name)) names.push_back(table.name);
  }
  return names;
}

void StartLibrary(const Options& options) {
  // The library keeps pointers into its arguments.
  static std::vector<std::string> words;
  words = {"bench_conntrack"};
  words.insert(words.end(), options.benchmark.begin(), options.benchmark.end());
  std::vector<char*> argv;
  argv.reserve(words.size());
  for (std::string& word : words) argv.push_back(word.data());
  int argc = static_cast<int>(argv.size());
  benchmark::Initialize(&argc, argv.data());
  benchmark::AddCustomContext("architecture", Architecture());
  benchmark::AddCustomContext("capacity", std::to_string(options.capacity));
  benchmark::AddCustomContext("table_memory", TableMemoryKind(options.capacity));
}

// Workload by workload, so that the tables of one stand together.
void RegisterAll(const Options& options) {
  std::vector<TableCases> tables = AllTables();
  std::erase_if(tables, [&](const TableCases& table) {
    return IsPeer(table.name) &&
           std::find(options.peers.begin(), options.peers.end(), table.name) == options.peers.end();
  });
  const Scenario scenario{options.capacity, std::make_shared<KeySet>(options.ports, options.resident())};
  for (std::size_t i = 0; i < tables.front().cases.size(); ++i) {
    for (const TableCases& table : tables) {
      const Case& one = table.cases[i];
      const std::string name = "BM_" + std::string(one.workload) + "<" + std::string(table.name) + ">";
      benchmark::RegisterBenchmark(name.c_str(), one.run, scenario)->Arg(static_cast<std::int64_t>(options.resident()));
    }
  }
}

int Main(const std::vector<std::string_view>& args) {
  const std::vector<std::string_view> peers = PeerNames();
  const auto options = ParseOptions(args, peers);
  if (!options.ok()) return Complain(std::string(options.status().message()));
  if (options->help) {
    std::cout << HelpText(peers);
    return kOk;
  }
  StartLibrary(*options);
  RegisterAll(*options);
  Reporter reporter(options->format == "console");
  // The library says itself if a filter matches nothing.
  if (benchmark::RunSpecifiedBenchmarks(&reporter) == 0) return kWrongUse;
  return reporter.failures() == 0 ? kOk : kFailed;
}

}  // namespace
}  // namespace tidegate::bench

int main(int argc, char** argv) { return tidegate::bench::Main({argv + 1, argv + argc}); }
