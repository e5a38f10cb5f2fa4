// Shared parts.
#include "testbed/report/section/parts.h"

#include <algorithm>
#include <array>

#include "testbed/report/cat.h"
#include "testbed/report/html.h"
#include "testbed/report/plot/frame.h"

namespace tidegate::testbed {
namespace {

constexpr std::size_t kChosen = 6;

bool Holds(const std::vector<std::size_t>& list, std::size_t value) {
  return std::ranges::find(list, value) != list.end();
}

}  // namespace

std::string SectionHtml(std::string_view id, std::string_view title, std::string_view lead, std::string_view body) {
  if (body.empty()) return "";
  return Cat("<section id=\"", id, "\">\n<h2>", title, "</h2>\n", lead.empty() ? "" : Element("p", "lead", lead), body,
             "</section>\n");
}

std::string Block(std::size_t scenario, std::string_view modes, std::string_view html) {
  if (html.empty()) return "";
  return Cat("<div class=\"block\" data-w=\"", scenario, "\" data-m=\"", modes, "\">\n", html, "</div>\n");
}

std::string ModeBlock(std::string_view modes, std::string_view html) {
  if (html.empty()) return "";
  return Cat("<div class=\"block\" data-m=\"", modes, "\">\n", html, "</div>\n");
}

std::vector<PlayView> PlayViews(const Scenario& scenario) {
  std::vector<PlayView> views;
  if (!scenario.kept.empty()) views.push_back({scenario.kept, CostMode::kStrict, "strict nat", "strict and nat"});
  if (!scenario.loose.empty()) views.push_back({scenario.loose, CostMode::kLoose, "loose", "loose"});
  return views;
}

std::string BlocksOfPlays(const Study& study, const PlayHtml& html) {
  std::string blocks;
  bool anything = false;
  for (std::size_t i = 0; i < study.scenarios.size(); ++i) {
    const Scenario& scenario = study.scenarios[i];
    for (const PlayView& view : PlayViews(scenario)) {
      const std::string body = html(scenario, view);
      anything = anything || !body.empty();
      const std::string title = Cat(Escaped(scenario.label), " <span class=\"mode\">", view.title, "</span>");
      blocks +=
          Block(i, view.modes,
                Element("h3", "", title) + (body.empty() ? Element("p", "quiet", "Nothing to show here.") : body));
    }
  }
  return anything ? blocks : "";
}

std::string StyleClasses(const Study& study, std::size_t contender) {
  return Cat(Name(study.contenders[contender].style.family), " c", contender);
}

std::string ContenderHtml(const Study& study, std::size_t contender) {
  const Contender& known = study.contenders[contender];
  bench::Svg svg;
  DrawMarker(svg, known.style.marker, 6, 6, 3.5, "marker", "");
  return Cat("<span class=\"policy series ", StyleClasses(study, contender), "\">", svg.Embed(12, 12, known.label),
             Escaped(known.label), "</span>");
}

std::vector<std::size_t> ChosenContenders(const Study& study, const Play& play) {
  static constexpr std::array<std::string_view, 6> kPreferred = {"state_first", "hazard_cost", "linux_early_drop",
                                                                 "vpp_acl",     "bpf_lru",     "none"};
  std::vector<std::size_t> chosen;
  for (const std::string_view policy : kPreferred) {
    const auto found = std::ranges::find_if(play.contenders, [&](std::size_t i) {
      return study.contenders[i].policy == policy && !study.contenders[i].reference;
    });
    if (found != play.contenders.end()) chosen.push_back(*found);
  }
  for (const std::size_t contender : play.contenders) {
    if (chosen.size() >= kChosen) break;
    if (!Holds(chosen, contender)) chosen.push_back(contender);
  }
  std::ranges::sort(chosen);
  return chosen;
}

std::string_view ClassTitle(ConnClass cls) {
  switch (cls) {
    case ConnClass::kHalfOpen:
      return "half-open";
    case ConnClass::kTimeWait:
      return "time-wait";
    default:
      return Name(cls);
  }
}

std::string ClassStyle(ConnClass cls) { return Cat("k-", Name(cls)); }

std::string ClassLegend() {
  std::string legend;
  for (const ConnClass cls : kShownClasses) {
    Append(legend, "<span><i class=\"chip ", ClassStyle(cls), "\"></i>", ClassTitle(cls), "</span>");
  }
  return Element("p", "legend", legend);
}

}  // namespace tidegate::testbed
