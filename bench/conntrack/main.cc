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
#include "conntrack/workloads/kept_table.h"

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

std::vector<TableCases> ChosenTables(const Options& options) {
  std::vector<TableCases> tables = AllTables();
  std::erase_if(tables, [&](const TableCases& table) {
    return IsPeer(table.name) &&
           std::find(options.peers.begin(), options.peers.end(), table.name) == options.peers.end();
  });
  return tables;
}

std::string ConcurrentTables(const std::vector<TableCases>& tables) {
  std::string names;
  for (const TableCases& table : tables) {
    if (table.concurrent) names.append(names.empty() ? "" : " ").append(table.name);
  }
  return names;
}

void StartLibrary(const Options& options, const std::string& concurrent) {
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
  benchmark::AddCustomContext(std::string(kConcurrentTables), concurrent);
}

void Register(const TableCases& table, const Case& one, const Scenario& scenario) {
  const std::string name = "BM_" + std::string(one.workload) + "<" + std::string(table.name) + ">";
  benchmark::internal::Benchmark* added = benchmark::RegisterBenchmark(name.c_str(), one.run, scenario);
  added->Arg(static_cast<std::int64_t>(scenario.size.resident));
  if (!one.threads.empty()) added->UseRealTime();
  if (one.times_itself) added->UseManualTime();
  for (const int threads : one.threads) added->Threads(threads);
}

// Size by size and workload by workload, so that the tables of one stand together. Tidegate's first table has all
// workloads.
void RegisterAll(const Options& options, const std::vector<TableCases>& tables) {
  const auto store = std::make_shared<KeyStore>(options.ports);
  for (const Size& size : options.sizes) {
    for (const Case& each : tables.front().cases) {
      for (const TableCases& table : tables) {
        for (const Case& one : table.cases) {
          if (one.workload == each.workload) Register(table, one, {size, store});
        }
      }
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
  const std::vector<TableCases> tables = ChosenTables(*options);
  const std::string concurrent = ConcurrentTables(tables);
  StartLibrary(*options, concurrent);
  RegisterAll(*options, tables);
  Reporter reporter(options->format == "console", concurrent);
  // The library says itself if a filter matches nothing.
  const bool any = benchmark::RunSpecifiedBenchmarks(&reporter) != 0;
  KeptSlot().reset();  // while its libraries are there
  if (!any) return kWrongUse;
  return reporter.failures() == 0 ? kOk : kFailed;
}

}  // namespace
}  // namespace tidegate::bench

int main(int argc, char** argv) { return tidegate::bench::Main({argv + 1, argv + argc}); }
