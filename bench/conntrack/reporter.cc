// Passes everything on, and looks at it in passing.
#include "conntrack/reporter.h"

#include <ostream>

#include "conntrack/comparison.h"

namespace tidegate::bench {

bool Reporter::ReportContext(const Context& context) {
  inner_->SetOutputStream(&GetOutputStream());
  inner_->SetErrorStream(&GetErrorStream());
  return inner_->ReportContext(context);
}

void Reporter::ReportRuns(const std::vector<Run>& runs) {
  inner_->ReportRuns(runs);
  for (const Run& run : runs) {
    failures_ += run.error_occurred;
    if (run.error_occurred) continue;
    Measurements::Figures figures;
    for (const auto& [name, counter] : run.counters) figures[name] = counter.value;
    if (run.run_type == Run::RT_Iteration) measurements_.Add(run.run_name.str(), figures);
    if (run.aggregate_name == "median") measurements_.AddMedian(run.run_name.str(), figures);
  }
}

void Reporter::Finalize() {
  inner_->Finalize();
  if (compare_) GetOutputStream() << ComparisonText(measurements_);
}

}  // namespace tidegate::bench
