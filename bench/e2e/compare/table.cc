// Writes the table.
#include "e2e/compare/table.h"

#include <array>

#include "conntrack/text.h"
#include "e2e/compare/engines.h"
#include "e2e/compare/summary.h"
#include "e2e/compare/words.h"

namespace tidegate::e2e {
namespace {

using bench::PadLeft;
using bench::PadRight;

constexpr std::size_t kNames = 26;
constexpr std::array<std::size_t, 7> kColumns = {10, 16, 10, 10, 10, 19, 19};

std::string Line(const std::string& name, const std::array<std::string, kColumns.size()>& cells) {
  std::string line = PadRight(name, kNames);
  for (std::size_t i = 0; i < cells.size(); ++i) line += PadLeft(cells[i], kColumns[i]);
  return bench::TrimRight(line) + "\n";
}

std::string RatioCell(const Results& results, const Engine& engine, const Workload& workload, Measure measure) {
  const std::vector<double> ratios = RatiosOf(results, engine.name, workload.name, measure);
  return ratios.empty() ? "-" : RatioText(RangeOf(ratios));
}

std::string EngineLine(const Results& results, const Engine& engine, const Workload& workload, const Series& series) {
  const Range rate = RangeOf(series, &RunFigures::rate);
  const auto latency = [&series](Measure measure) { return LatencyText(RangeOf(series, measure).median); };
  return Line("  " + std::string(LookOf(engine.name).title),
              {RateText(rate.median), RateRangeText(rate), latency(&RunFigures::p50_us), latency(&RunFigures::p99_us),
               latency(&RunFigures::p99_9_us), RatioCell(results, engine, workload, &RunFigures::rate),
               RatioCell(results, engine, workload, &RunFigures::p99_us)});
}

std::uint64_t FailedIn(const Series& series) {
  std::uint64_t failed = 0;
  for (const auto& [round, figures] : series.rounds) failed += figures.failed;
  return failed;
}

std::string Block(const Results& results, const Workload& workload) {
  std::string lines;
  std::string notes;
  for (const Engine& engine : results.engines) {
    const Series* series = results.Find(engine.name, workload.name);
    if (series == nullptr) continue;
    lines += EngineLine(results, engine, workload, *series);
    if (const std::uint64_t failed = FailedIn(*series); failed != 0) {
      notes += "  " + engine.name + ": " + bench::Grouped(failed) + " connections failed or never ended\n";
    }
  }
  if (lines.empty()) return "";
  return Line(std::string(workload.title), {workload.crr ? "conn/s" : "trans/s", "lowest-highest", "p50", "p99",
                                            "p99.9", "rate / testpmd", "p99 / testpmd"}) +
         lines + notes + "\n";
}

std::string OutcomeLine(const Outcome& outcome) {
  return PadRight(outcome.met ? "  ok" : "  missed", 10) +
         PadRight("Tidegate / testpmd, " + std::string(outcome.target.what), 65) +
         PadRight(RatioText(outcome.range), 20) + LimitText(outcome.target) + "\n";
}

}  // namespace

std::string FormatComparison(const Results& results) {
  std::string text;
  for (const Workload& workload : kWorkloads) text += Block(results, workload);
  text += bench::Format("Medians of %d rounds, each with its lowest and highest; ratios within each round.\n",
                        results.rounds);
  const std::vector<Outcome> outcomes = OutcomesOf(results);
  if (!outcomes.empty()) text += "\nTargets\n";
  for (const Outcome& outcome : outcomes) text += OutcomeLine(outcome);
  for (const Skipped& skipped : results.skipped) text += "\nleft out: " + skipped.name + ": " + skipped.reason + "\n";
  return text;
}

}  // namespace tidegate::e2e
