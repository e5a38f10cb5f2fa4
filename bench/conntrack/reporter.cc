// Passes everything on, and looks at it in passing.
#include "conntrack/reporter.h"

#include <ostream>

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
    const auto rate = run.counters.find("items_per_second");
    if (run.error_occurred || rate == run.counters.end()) continue;
    if (run.run_type == Run::RT_Iteration) comparison_.Add(run.run_name.str(), rate->second);
    if (run.aggregate_name == "median") comparison_.AddMedian(run.run_name.str(), rate->second);
  }
}

void Reporter::Finalize() {
  inner_->Finalize();
  if (compare_) GetOutputStream() << comparison_.ToText();
}

}  // namespace tidegate::bench
