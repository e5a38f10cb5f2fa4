// The readable end of a run: a row for each workload, a column for each table, times and ratios.
#ifndef TIDEGATE_BENCH_CONNTRACK_COMPARISON_H_
#define TIDEGATE_BENCH_CONNTRACK_COMPARISON_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace tidegate::bench {

class Comparison {
 public:
  // One measurement of the benchmark `name`, "BM_LookupHit<tidegate>/112928". Several of one name are its repetitions:
  // their median counts. Rows and columns stand in the order in which they come.
  void Add(std::string_view name, double items_per_second);
  // The median of all repetitions, if it is all there is to be had.
  void AddMedian(std::string_view name, double items_per_second);

  // Empty if nothing was measured. The ratio is how many times the time of `tidegate` a table takes.
  std::string ToText() const;

 private:
  struct Cell {
    std::vector<double> repetitions;
    double median = 0;  // given
  };
  using Row = std::map<std::string, Cell, std::less<>>;

  Cell* CellOf(std::string_view name);
  static double Nanoseconds(const Row& row, const std::string& table);
  std::string RowText(const std::string& name, const Row& row) const;

  std::vector<std::string> tables_;
  std::vector<std::string> rows_;
  std::map<std::string, Row, std::less<>> cells_;
};

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_CONNTRACK_COMPARISON_H_
