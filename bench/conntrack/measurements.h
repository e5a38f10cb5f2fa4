// What a run measured: for each size, workload and table the medians of its repetitions.
#ifndef TIDEGATE_BENCH_CONNTRACK_MEASUREMENTS_H_
#define TIDEGATE_BENCH_CONNTRACK_MEASUREMENTS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace tidegate::bench {

// The key of a run's context (Google Benchmark's, in its JSON) under which the tables stand that threads may share,
// separated by blanks.
inline constexpr std::string_view kConcurrentTables = "concurrent_tables";

inline constexpr std::string_view kTidegate = "tidegate";
inline constexpr std::string_view kTidegateOwned = "tidegate_owned";

// "BM_Shared<tidegate>/112928/real_time/threads:2" in parts.
struct BenchmarkName {
  std::string workload;  // "Shared x2": with the number of threads, where the name has it
  std::string table;
  std::uint64_t resident = 0;
};
std::optional<BenchmarkName> ParseBenchmarkName(std::string_view name);

class Measurements {
 public:
  // Google Benchmark's counters by name; "items_per_second" is among them.
  using Figures = std::map<std::string, double, std::less<>>;
  // From where to where the repetitions lie.
  struct Range {
    double low = 0;
    double high = 0;
  };

  // One repetition of a benchmark. Names of other forms are ignored, as are repetitions without a rate.
  void Add(std::string_view benchmark, Figures figures);
  // The medians of all repetitions, if they are all there is to be had.
  void AddMedian(std::string_view benchmark, Figures figures);

  // Names separated by blanks.
  void SetConcurrent(std::string_view tables);
  bool concurrent(std::string_view table) const { return concurrent_.contains(table); }

  // In one order, however the run was shuffled: Tidegate's tables, then the others by name; the workloads that
  // there are in theirs, then others as they came. Sizes are numbers of resident connections.
  const std::vector<std::string>& tables() const { return tables_; }
  const std::vector<std::string>& workloads() const { return workloads_; }
  const std::set<std::uint64_t>& sizes() const { return sizes_; }

  // Of one operation, the median; 0 if it was not measured.
  double Nanoseconds(std::uint64_t size, std::string_view workload, std::string_view table) const;
  std::optional<Range> NanosecondsRange(std::uint64_t size, std::string_view workload, std::string_view table) const;
  // The median of a counter.
  std::optional<double> Figure(std::uint64_t size, std::string_view workload, std::string_view table,
                               std::string_view figure) const;
  // The least value of a counter in any repetition.
  std::optional<double> Least(std::uint64_t size, std::string_view workload, std::string_view table,
                              std::string_view figure) const;
  bool Has(std::uint64_t size, std::string_view workload) const;

 private:
  struct Cell {
    std::vector<Figures> repetitions;
    Figures medians;  // given
  };
  using Place = std::tuple<std::uint64_t, std::string, std::string>;

  Cell* CellOf(std::string_view benchmark, const Figures& figures);
  std::vector<double> Values(std::uint64_t size, std::string_view workload, std::string_view table,
                             std::string_view figure) const;
  const Cell* Find(std::uint64_t size, std::string_view workload, std::string_view table) const;

  std::vector<std::string> tables_;
  std::vector<std::string> workloads_;
  std::set<std::uint64_t> sizes_;
  std::set<std::string, std::less<>> concurrent_;
  std::map<Place, Cell> cells_;
};

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_CONNTRACK_MEASUREMENTS_H_
