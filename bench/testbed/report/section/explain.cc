// Single wrongful evictions: who went, for whom, and who stood beside it.
#include <algorithm>
#include <tuple>

#include "conntrack/text.h"
#include "testbed/report/cat.h"
#include "testbed/report/figures.h"
#include "testbed/report/html.h"
#include "testbed/report/measures.h"
#include "testbed/report/section/parts.h"
#include "testbed/report/section/sections.h"

namespace tidegate::testbed {
namespace {

constexpr std::size_t kShown = 3;        // of a policy
constexpr std::size_t kCandidates = 32;  // of an eviction

// Times are known to a thousandth of a second.
std::string Span(double seconds) { return seconds < 0.001 ? "less than 1 ms" : Duration(seconds); }

// "At 12.4 s, tcp A made room for tcp B. ..."
std::string Story(const ExplainedEviction& e) {
  const auto useless = std::ranges::count_if(e.candidates, [](const ExplainedCandidate& c) { return !c.useful; });
  std::string story =
      Cat("At <b>", Duration(e.at_s), "</b> the ", Escaped(e.state), " entry of <code>", Escaped(e.victim),
          "</code> was given up for <code>", Escaped(e.in_favour_of), "</code>. It had been idle for ", Span(e.idle_s),
          ", had ", Duration(e.left_s), " left, and was missed <b>", Span(e.missed_after_s), "</b> later.");
  if (!e.candidates.empty()) {
    Append(story, " Of ", Counted(e.candidates.size(), "candidate", "candidates"), ", ", useless,
           " would never have been used again.");
  }
  return Element("p", "story", story);
}

// Those that nobody needs again first, then by class and silence, so that it strikes the eye what else could have gone.
std::vector<ExplainedCandidate> Sorted(std::vector<ExplainedCandidate> candidates) {
  std::ranges::stable_sort(candidates, {},
                           [](const ExplainedCandidate& c) { return std::tuple(c.useful, c.cls, -c.idle_s); });
  return candidates;
}

std::string CandidateTable(const ExplainedEviction& eviction) {
  if (eviction.candidates.empty()) return "";
  HtmlTable table("figures compact");
  table.Head({{"state", ""}, {"idle", "number"}, {"left", "number"}, {"used again", ""}});
  std::size_t rows = 0;
  for (const ExplainedCandidate& c : Sorted(eviction.candidates)) {
    if (++rows > kCandidates && !c.victim) continue;
    table.Row({{Cat("<i class=\"chip k-", Escaped(c.cls), "\"></i>", Escaped(c.cls)), ""},
               {Duration(c.idle_s), "number"},
               {Duration(c.left_s), "number"},
               {Cat(c.useful ? "yes" : "no", c.victim ? " \u25c2 evicted" : ""), c.useful ? "" : "quiet"}},
              c.victim ? "victim" : "");
  }
  return table.Finish();
}

// The seed's first evictions, folded up.
std::string ContenderHtmlOf(const Study& study, std::size_t contender, const CellResult& result, bool open) {
  std::vector<std::string> cards;
  for (std::size_t i = 0; i < std::min(kShown, result.explain.size()); ++i) {
    cards.push_back(Story(result.explain[i]) + CandidateTable(result.explain[i]));
  }
  const std::string summary =
      Cat("<summary>", ContenderHtml(study, contender), " <span class=\"quiet\">",
          Counted(static_cast<std::uint64_t>(result.wrongful_total()), "wrongful eviction", "wrongful evictions"),
          cards.size() > 1 ? Cat(", the first ", cards.size()) : "", "</span></summary>\n");
  return Cat("<details", open ? " open" : "", ">", summary, Grid(cards, "grid small stories"), "</details>\n");
}

std::string PlayFigures(const Study& study, const PlayView& view) {
  const std::uint64_t capacity = FocusCapacity(view.play, view.mode);
  std::string html;
  for (const std::size_t contender : view.play.contenders) {
    const Seeds& seeds = view.play.At(contender, capacity);
    if (seeds.empty() || seeds.front()->explain.empty()) continue;
    html += ContenderHtmlOf(study, contender, *seeds.front(), html.empty());
  }
  if (html.empty()) return "";
  return Element("p", "at", Cat("At ", bench::Grouped(capacity), " slots.")) + html;
}

}  // namespace

std::string ExplainSection(const Material& material) {
  return SectionHtml(
      "explain", "Victims, explained",
      "The first wrongful evictions of each policy with everybody who competed for the place, at the capacity where "
      "the "
      "policies differ most; first seed. What nobody needed again stands first: it should have gone instead.",
      BlocksOfPlays(material.study, [&](const Scenario& /*scenario*/, const PlayView& view) {
        return PlayFigures(material.study, view);
      }));
}

}  // namespace tidegate::testbed
