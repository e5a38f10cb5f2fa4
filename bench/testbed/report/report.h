// `tidegate-testbed report DIR -o report.html --plots DIR2`.
#ifndef TIDEGATE_TESTBED_REPORT_REPORT_H_
#define TIDEGATE_TESTBED_REPORT_REPORT_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "testbed/report/plot_files.h"
#include "testbed/report/section/sections.h"
#include "testbed/report/speed_file.h"
#include "testbed/report/study.h"

namespace tidegate::testbed {

struct ReportOptions {
  std::string results;      // a directory with cells.jsonl, or such a file
  std::string speed;        // Google Benchmark's JSON; empty: none
  double iso_loss = 0.001;  // the loss at which capacities are compared
};

absl::StatusOr<Study> LoadStudy(const std::string& results);

// What is drawn from results: the whole page, and its plots as files of their own. The same input gives the same bytes,
// whatever the order of its lines. Fails with one line, with the file and its line.
class Report {
 public:
  static absl::StatusOr<Report> Load(const ReportOptions& options);

  std::string Page() const;
  std::vector<PlotFile> Plots() const;

 private:
  Report(Study study, std::optional<Speeds> speeds, double iso_loss)
      : study_(std::move(study)), speeds_(std::move(speeds)), iso_loss_(iso_loss) {}

  Material material() const { return {study_, speeds_ ? &*speeds_ : nullptr, iso_loss_}; }

  Study study_;
  std::optional<Speeds> speeds_;
  double iso_loss_;
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REPORT_REPORT_H_
