// Wrongful evictions by the class of the entry: a table of bars.
#include <algorithm>
#include <numeric>

#include "conntrack/text.h"
#include "testbed/report/cat.h"
#include "testbed/report/figures.h"
#include "testbed/report/html.h"
#include "testbed/report/measures.h"
#include "testbed/report/section/parts.h"
#include "testbed/report/section/sections.h"

namespace tidegate::testbed {
namespace {

double Total(const ByClass& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

// All bars of a play are drawn to one scale.
double MostOf(const Play& play) {
  double most = 0;
  for (const auto& [place, seeds] : play.results) most = std::max(most, Total(WrongfulPer1000(seeds)));
  return most;
}

// Stacked, the dearest class first; widths in percent of the scale.
std::string BarHtml(const ByClass& values, double most) {
  std::string bar;
  std::string hint;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i] <= 0) continue;
    Append(hint, hint.empty() ? "" : ", ", ClassTitle(kShownClasses[i]), " ", Plain(values[i]));
    Append(bar, "<i class=\"", ClassStyle(kShownClasses[i]),
           "\" style=\"width:", bench::Format("%.2f", values[i] / most * 100), "%\"></i>");
  }
  return Cat("<span class=\"bar-track\" title=\"", hint, "\">", bar, "</span>");
}

HtmlCell CellOf(const Seeds& seeds, double most) {
  if (seeds.empty()) return {"<span class=\"quiet\">not run</span>", ""};
  const ByClass values = WrongfulPer1000(seeds);
  const double total = Total(values);
  if (total <= 0) return {"<span class=\"bar-track\"></span><span class=\"bar-value quiet\">0</span>", "bars"};
  return {Cat(BarHtml(values, most), "<span class=\"bar-value\">", Plain(total), "</span>"), "bars"};
}

std::string TableHtml(const Study& study, const Play& play) {
  HtmlTable table("bar-table");
  std::vector<HtmlCell> head = {{"policy", ""}};
  for (const std::uint64_t capacity : play.capacities) {
    head.push_back({Cat(bench::Grouped(capacity), " slots"), "bars"});
  }
  table.Head(head);
  const double most = MostOf(play);
  for (const std::size_t contender : play.contenders) {
    std::vector<HtmlCell> row = {{ContenderHtml(study, contender), ""}};
    for (const std::uint64_t capacity : play.capacities) row.push_back(CellOf(play.At(contender, capacity), most));
    table.Row(row);
  }
  return table.Finish();
}

std::string PlayTable(const Study& study, const PlayView& view) {
  if (MostOf(view.play) <= 0) return Element("p", "quiet", "No policy evicted anything that was needed again.");
  return ClassLegend() + TableHtml(study, view.play);
}

}  // namespace

std::string WrongfulSection(const Material& material) {
  return SectionHtml(
      "wrongful", "Wrongful evictions by state",
      "Entries that a policy gave up although a packet came for them afterwards, for 1,000 legitimate connections, by "
      "the "
      "state they were in; mean of the seeds. An established connection that is lost is broken; a lost time-wait entry "
      "is hardly noticed. All bars of a table have one scale.",
      BlocksOfPlays(material.study, [&](const Scenario& /*scenario*/, const PlayView& view) {
        return PlayTable(material.study, view);
      }));
}

}  // namespace tidegate::testbed
