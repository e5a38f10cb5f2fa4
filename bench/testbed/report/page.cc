// Puts the page together.
#include "testbed/report/page.h"

#include <array>
#include <utility>

#include "testbed/report/cat.h"
#include "testbed/report/figures.h"
#include "testbed/report/html.h"
#include "testbed/report/style.h"

namespace tidegate::testbed {
namespace {

std::string Button(std::string_view what, std::string_view value, std::string_view label, bool pressed) {
  return Cat("<button type=\"button\" data-set=\"", what, "\" data-to=\"", value, "\" aria-pressed=\"",
             pressed ? "true" : "false", "\">", Escaped(label), "</button>");
}

// Hidden until the script runs: without it there is nothing to choose, as all is shown.
std::string Bar(const Study& study) {
  std::string scenarios;
  for (std::size_t i = 0; i < study.scenarios.size(); ++i) {
    scenarios += Button("w", Cat(i), study.scenarios[i].label, i == 0);
  }
  scenarios += Button("w", "", "all", false);
  std::string modes;
  bool first = true;
  for (const CostMode mode : PlayedModes(study))
    modes += Button("m", Name(mode), Name(mode), std::exchange(first, false));
  modes += Button("m", "", "all", false);
  return Cat("<nav class=\"bar\" hidden aria-label=\"what is shown\"><div class=\"choice\">", scenarios,
             "</div><div class=\"choice\">", modes, "</div></nav>\n");
}

std::string Header(const Study& study) {
  const std::string subtitle =
      Cat(Counted(study.contenders.size(), "policy", "policies"), " on ",
          Counted(study.scenarios.size(), "scenario", "scenarios"),
          ": which entries a full table should give up, what that "
          "costs the people behind the connections, and how far it is from the best that could be done.");
  return Cat("<header>\n<p class=\"brand\">Tidegate testbed</p>\n<h1>Replacement in connection tables</h1>\n",
             Element("p", "subtitle", subtitle), "</header>\n");
}

struct NamedSection {
  std::string_view id;
  std::string_view title;  // in the list of contents
  std::string (*make)(const Material& material);
};
constexpr std::array kSections = {
    NamedSection{"summary", "Outcome", SummarySection},
    NamedSection{"loss", "Loss and cost", LossSection},
    NamedSection{"wrongful", "Wrongful evictions", WrongfulSection},
    NamedSection{"occupancy", "Occupancy", OccupancySection},
    NamedSection{"latency", "Set-up time", LatencySection},
    NamedSection{"timeline", "Second by second", TimelineSection},
    NamedSection{"speed", "Speed", SpeedSection},
    NamedSection{"iso", "Slots needed", IsoCapacitySection},
    NamedSection{"explain", "Victims", ExplainSection},
    NamedSection{"run", "What was run", RunSection},
};

}  // namespace

std::string PageHtml(const Material& material) {
  std::string contents;
  std::string sections;
  for (const NamedSection& section : kSections) {
    const std::string html = section.make(material);
    if (html.empty()) continue;
    Append(contents, "<a href=\"#", section.id, "\">", section.title, "</a>");
    sections += html;
  }
  const std::string body =
      Cat(Header(material.study), "<nav class=\"contents\" aria-label=\"sections\">", contents, "</nav>\n",
          Bar(material.study), "<main>\n", sections, "</main>\n<script>\n", PageScript(), "</script>\n");
  return HtmlDocument("Replacement in connection tables", PageStyle(material.study), body);
}

}  // namespace tidegate::testbed
