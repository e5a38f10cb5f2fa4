// Chooses what the plots show.
#include "e2e/compare/plots.h"

#include <algorithm>

#include "conntrack/text.h"
#include "e2e/compare/engines.h"
#include "e2e/compare/summary.h"
#include "e2e/compare/words.h"
#include "testbed/report/cat.h"
#include "testbed/report/figures.h"
#include "testbed/report/plot/line_plot.h"
#include "testbed/report/plot/range_plot.h"

namespace tidegate::e2e {
namespace {

using testbed::AxisKind;
using testbed::Cat;
using testbed::LinePlot;
using testbed::LineSeries;
using testbed::Marker;
using testbed::RangeMark;
using testbed::RangePlot;
using testbed::RangeRow;

constexpr double kLongNames = 160;

std::string Tick(double us) { return testbed::DurationTick(us / 1e6); }

RangeMark MarkOf(const Series& series, Measure measure, Marker marker, const std::string& name) {
  const Range range = RangeOf(series, measure);
  return {marker, range.median, range.low, range.high,
          Cat(name, ": ", LatencyOnPage(range.median), " (", LatencyOnPage(range.low), " to ",
              LatencyOnPage(range.high), ")")};
}

// A row for each engine that ran the workload.
template <typename Fill>
std::vector<RangeRow> RowsOf(const Results& results, const Workload& workload, Fill fill) {
  std::vector<RangeRow> rows;
  for (const Engine& engine : results.engines) {
    const Series* series = results.Find(engine.name, workload.name);
    if (series == nullptr) continue;
    RangeRow row{std::string(LookOf(engine.name).title), StyleOf(engine.name), {}, std::nullopt, ""};
    fill(engine, *series, row);
    rows.push_back(std::move(row));
  }
  return rows;
}

// A curve's points: none that stands within half a pixel of the one before.
std::vector<testbed::LinePoint> Thinned(const std::vector<TailPoint>& tail) {
  constexpr double kStep = 1.01;
  std::vector<testbed::LinePoint> points;
  for (const TailPoint& point : tail) {
    if (!points.empty() && point.us < points.back().x * kStep && points.back().y < point.share * kStep) continue;
    points.push_back({point.us, point.share, point.share, point.share, ""});
  }
  return points;
}

}  // namespace

std::string TargetPlot(const Results& results) {
  RangePlot plot;
  plot.title = "Tidegate over testpmd, round by round";
  plot.note = "dots: rounds, diamond: their median, upright line: the limit";
  plot.x_title = "ratio, up to 4 times either way; for connections a second more is better, for latency less";
  plot.kind = AxisKind::kLog;
  plot.least = 0.25;
  plot.most = 4;
  plot.text = [](double value) { return bench::Format("%.2g", value); };
  plot.labels = 178;
  plot.figures = 124;
  for (const Outcome& outcome : OutcomesOf(results)) {
    const auto workload = std::ranges::find(kWorkloads, outcome.target.workload, &Workload::name);
    RangeRow row{Cat(workload->title, workload->crr ? ": rate" : ": p99"),
                 "e-tidegate",
                 {},
                 outcome.target.limit,
                 Cat(RatioText(outcome.range.median), ", ", LimitText(outcome.target))};
    for (const double ratio : outcome.ratios)
      row.marks.push_back({Marker::kPlus, ratio, ratio, ratio, RatioText(ratio)});
    const Range& range = outcome.range;
    row.marks.push_back({Marker::kDiamond, range.median, range.low, range.high, RatioText(range)});
    plot.rows.push_back(std::move(row));
  }
  return RangePlotSvg(plot);
}

std::string RatePlot(const Results& results, const Workload& workload) {
  RangePlot plot;
  plot.title = workload.title;
  plot.note = workload.crr ? "connections a second; median, lowest and highest round"
                           : "transactions a second; median, lowest and highest round";
  plot.x_title = workload.crr ? "connections a second" : "transactions a second";
  plot.bars = true;
  plot.labels = kLongNames;
  plot.text = testbed::Compact;
  plot.rows = RowsOf(results, workload, [&](const Engine& engine, const Series& series, RangeRow& row) {
    const Range rate = RangeOf(series, &RunFigures::rate);
    row.marks.push_back({LookOf(engine.name).marker, rate.median, rate.low, rate.high, RateRangeText(rate)});
    row.figure = RateText(rate.median);
    const std::vector<double> ratios = RatiosOf(results, engine.name, workload.name, &RunFigures::rate);
    if (!ratios.empty()) row.figure += Cat("  (", RatioText(RangeOf(ratios).median), "\u00d7)");
  });
  return RangePlotSvg(plot);
}

std::string PercentilePlot(const Results& results, const Workload& workload) {
  RangePlot plot;
  plot.title = workload.title;
  plot.note = "latency: \u25cf p50  \u25a0 p99  \u25c6 p99.9, each with its lowest and highest round; at the right p99";
  plot.x_title = "latency, logarithmic";
  plot.kind = AxisKind::kLog;
  plot.labels = kLongNames;
  plot.text = Tick;
  plot.rows = RowsOf(results, workload, [&](const Engine& engine, const Series& series, RangeRow& row) {
    row.marks = {MarkOf(series, &RunFigures::p50_us, Marker::kCircle, "p50"),
                 MarkOf(series, &RunFigures::p99_us, Marker::kSquare, "p99"),
                 MarkOf(series, &RunFigures::p99_9_us, Marker::kDiamond, "p99.9")};
    row.figure = LatencyOnPage(row.marks[1].value);
    const std::vector<double> ratios = RatiosOf(results, engine.name, workload.name, &RunFigures::p99_us);
    if (!ratios.empty()) row.figure += Cat("  (", RatioText(RangeOf(ratios).median), "\u00d7)");
  });
  return RangePlotSvg(plot);
}

std::string TailPlot(const Results& results, const Workload& workload) {
  LinePlot plot;
  plot.title = workload.title;
  plot.note = Cat("share of ", workload.crr ? "connections" : "transactions", " that took longer, all rounds together");
  plot.x_title = workload.crr ? "from connect() to the answer" : "from a byte to the answer";
  plot.y_kind = AxisKind::kLog;
  plot.x_text = Tick;
  plot.y_text = [](double share) { return testbed::Share(share); };
  for (const Engine& engine : results.engines) {
    const Series* series = results.Find(engine.name, workload.name);
    if (series == nullptr) continue;
    plot.series.push_back(LineSeries{std::string(LookOf(engine.name).title), StyleOf(engine.name), std::nullopt,
                                     Thinned(TailOf(*series)), true});
  }
  return LinePlotSvg(std::move(plot));
}

}  // namespace tidegate::e2e
