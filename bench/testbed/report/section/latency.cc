// How long setting up a connection took.
#include "testbed/report/latency.h"

#include <algorithm>

#include "conntrack/text.h"
#include "testbed/report/cat.h"
#include "testbed/report/figures.h"
#include "testbed/report/html.h"
#include "testbed/report/measures.h"
#include "testbed/report/plot/line_plot.h"
#include "testbed/report/section/parts.h"
#include "testbed/report/section/sections.h"
#include "testbed/report/section/single_plots.h"

namespace tidegate::testbed {
namespace {

constexpr double kLeastSeconds = 1e-4;  // of the axis

LineSeries SeriesOf(const Study& study, std::size_t contender, const Latencies& latencies) {
  LineSeries series{study.contenders[contender].label, StyleClasses(study, contender), std::nullopt, {}};
  for (const auto& [seconds, share] : latencies.Ccdf()) {
    series.points.push_back({std::max(seconds, kLeastSeconds), share, share, share, ""});
  }
  return series;
}

// Every line goes on to where the slowest ends: what is left there never got through.
void Prolong(std::vector<LineSeries>& lines) {
  double end = 0;
  for (const LineSeries& series : lines) {
    if (!series.points.empty()) end = std::max(end, series.points.back().x);
  }
  for (LineSeries& series : lines) {
    if (series.points.empty() || series.points.back().x >= end || series.points.back().y <= 0) continue;
    LinePoint last = series.points.back();
    last.x = end;
    series.points.push_back(last);
  }
}

}  // namespace

std::string SetupPlot(const Study& study, const Scenario& scenario, CostMode mode, std::uint64_t capacity) {
  const Play& play = scenario.PlayOf(mode);
  LinePlot plot;
  plot.title = Cat(scenario.label, ": set-up time at ", bench::Grouped(capacity), " slots");
  plot.note = "share of connections that took longer";
  plot.x_title = "from the first SYN to established";
  plot.x_text = DurationTick;
  plot.y_text = [](double share) { return Cat(Compact(share * 100), " %"); };
  plot.steps = true;
  plot.least_y = 1e-6;
  for (const std::size_t contender : play.contenders) {
    const Latencies latencies(play.At(contender, capacity));
    if (!latencies.empty()) plot.series.push_back(SeriesOf(study, contender, latencies));
  }
  Prolong(plot.series);
  return LinePlotSvg(std::move(plot));
}

namespace {

HtmlCell QuantileCell(const Latencies& latencies, double share) {
  const std::optional<double> seconds = latencies.Quantile(share);
  return {seconds ? Duration(*seconds) : "never", seconds ? "number" : "number bad"};
}

std::string QuantileTable(const Study& study, const Play& play, std::uint64_t capacity) {
  HtmlTable table("figures compact");
  table.Head({{"policy", ""},
              {"p50", "number"},
              {"p90", "number"},
              {"p99", "number"},
              {"p99.9", "number"},
              {"never", "number"}});
  for (const std::size_t contender : play.contenders) {
    const Latencies latencies(play.At(contender, capacity));
    if (latencies.empty()) continue;
    table.Row({{ContenderHtml(study, contender), ""},
               QuantileCell(latencies, 0.5),
               QuantileCell(latencies, 0.9),
               QuantileCell(latencies, 0.99),
               QuantileCell(latencies, 0.999),
               {Share(latencies.never()), latencies.never() > 0 ? "number bad" : "number quiet"}});
  }
  return table.Finish();
}

std::string PlayFigures(const Study& study, const Scenario& scenario, const PlayView& view) {
  if (RequestsOf(view.play) != Requests::kSyns) {
    return Element("p", "quiet", "Datagrams need no handshake: there is no set-up to time.");
  }
  const std::uint64_t capacity = FocusCapacity(view.play, view.mode);
  const std::string plot = SetupPlot(study, scenario, view.mode, capacity);
  if (plot.empty()) return "";
  return Element("p", "at", Cat("At ", bench::Grouped(capacity), " slots.")) +
         Grid({plot, QuantileTable(study, view.play, capacity)}, "grid wide");
}

}  // namespace

std::string LatencySection(const Material& material) {
  return SectionHtml(
      "latency", "How long setting up takes",
      "A refused SYN is sent again after one second, then after three, seven and so on: refusals show as steps of the "
      "tail, at the capacity where the policies differ most; all seeds together. Who gave up never got through, and "
      "counts as slower than everybody: where a line stays level at the right, that share is left.",
      BlocksOfPlays(material.study, [&](const Scenario& scenario, const PlayView& view) {
        return PlayFigures(material.study, scenario, view);
      }));
}

}  // namespace tidegate::testbed
