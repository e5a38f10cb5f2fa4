// The outcome: what to take on the whole and for each workload.
#include <algorithm>

#include "conntrack/text.h"
#include "testbed/report/cat.h"
#include "testbed/report/figures.h"
#include "testbed/report/html.h"
#include "testbed/report/measures.h"
#include "testbed/report/ranking.h"
#include "testbed/report/section/parts.h"
#include "testbed/report/section/rank_table.h"
#include "testbed/report/section/sections.h"
#include "testbed/report/section/words.h"

namespace tidegate::testbed {
namespace {

// A figure with what it is, in a card.
std::string Stat(const std::string& value, const std::string& what) {
  return Cat("<div class=\"stat\"><b>", value, "</b><span>", what, "</span></div>");
}

std::string RefusedStat(const Play& play, const Seeds& seeds) {
  const Requests requests = RequestsOf(play);
  if (requests == Requests::kUnknown) return Stat("no SYNs", "to refuse");
  return Stat(Share(RefusedShare(seeds, requests).mean), Cat("of ", Name(requests), " refused*"));
}

// The best four, those in a tie marked.
std::string ShortList(const Study& study, const Ranking& ranking) {
  std::string list;
  std::size_t shown = 0;
  for (const Standing& standing : ranking.standings) {
    if (standing.rank == 0 || study.contenders[standing.contender].reference) continue;
    if (++shown > 4) break;
    Append(list, "<li>", ContenderHtml(study, standing.contender), "<span>", Factor(standing.regret()), "</span></li>");
  }
  return Element("ol", "short", list);
}

std::string Card(const Study& study, std::size_t i, CostMode mode) {
  const Scenario& scenario = study.scenarios[i];
  const Play& play = scenario.PlayOf(mode);
  if (play.empty()) return "";
  const Ranking ranking = RankOver({&scenario, 1}, mode);
  const std::vector<const Standing*> recommended = Recommended(study, ranking);
  if (recommended.empty()) return "";
  const std::uint64_t capacity = FocusCapacity(play, mode);
  const Seeds& seeds = play.At(recommended.front()->contender, capacity);
  const std::string head =
      Cat("<h3>", Escaped(scenario.label), "</h3><p class=\"take\">Take ", Choice(study, recommended), "</p>");
  const std::string stats = Stat(Factor(recommended.front()->regret()),
                                 ranking.reference == RegretReference::kBest ? "the best policy" : "the optimum") +
                            Stat(Cat(WithInterval(Cost(seeds, mode)), " s"), "for 1,000 connections*") +
                            RefusedStat(play, seeds);
  return Element("article", "card",
                 Cat(head, "<div class=\"stats\">", stats, "</div>", ShortList(study, ranking),
                     Element("p", "foot", Cat("* at ", bench::Grouped(capacity), " slots"))));
}

std::string Cards(const Study& study, CostMode mode) {
  std::string cards;
  for (std::size_t i = 0; i < study.scenarios.size(); ++i) cards += Card(study, i, mode);
  return Element("div", "cards", cards);
}

std::string_view Premise(CostMode mode) {
  switch (mode) {
    case CostMode::kStrict:
      return "If a lost entry breaks its connection";
    case CostMode::kNat:
      return "If an address translation is lost with it";
    case CostMode::kLoose:
      return "If the next packet makes a new entry";
  }
  return "";
}

std::string ModeSummary(const Study& study, CostMode mode) {
  const Ranking ranking = RankOver(study.scenarios, mode);
  return Cat("<h3>", Premise(mode), " <span class=\"mode\">", Name(mode), "</span></h3>\n",
             Element("p", "verdict", Verdict(study, ranking)), Cards(study, mode), RankTable(study, ranking, mode));
}

}  // namespace

std::string SummarySection(const Material& material) {
  std::string body;
  for (const CostMode mode : PlayedModes(material.study))
    body += ModeBlock(Name(mode), ModeSummary(material.study, mode));
  return SectionHtml("summary", "The outcome",
                     "By cost: the time that refused and broken connections take from people. Regret is that cost "
                     "beside what a table of "
                     "the same size would have cost had it known the future: 1.00\u00d7 is as good as that.",
                     body);
}

}  // namespace tidegate::testbed
