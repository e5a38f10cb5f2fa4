// Finds words.
#include "testbed/report/section/words.h"

#include <algorithm>

#include "testbed/report/cat.h"
#include "testbed/report/figures.h"
#include "testbed/report/html.h"

namespace tidegate::testbed {
namespace {

constexpr std::size_t kNamed = 3;  // at once

std::string Bold(const Study& study, const Standing& standing) {
  return Cat("<b>", Escaped(study.contenders[standing.contender].label), "</b>");
}

std::string Name(const Study& study, const Standing& standing) {
  return Escaped(study.contenders[standing.contender].label);
}

std::string Interval(const Standing& standing) {
  if (!standing.log_regret.has_interval()) return "";
  return Cat(" (95\u00a0% interval ", Factor(standing.low()), " to ", Factor(standing.high()), ")");
}

// Those that could be taken but are not recommended, the best first.
std::vector<const Standing*> Others(const Study& study, const Ranking& ranking,
                                    const std::vector<const Standing*>& recommended) {
  std::vector<const Standing*> others;
  for (const Standing& standing : ranking.standings) {
    const bool taken = std::ranges::find(recommended, &standing) != recommended.end();
    if (!taken && standing.rank != 0 && !study.contenders[standing.contender].reference) others.push_back(&standing);
  }
  return others;
}

// "Next come vpp_acl (2.9×) and lru (14×); last is fifo (31×)."
std::string Rest(const Study& study, const std::vector<const Standing*>& others) {
  if (others.empty()) return "";
  const auto named = [&](const Standing& standing) {
    return Cat(Name(study, standing), " (", Factor(standing.regret()), ")");
  };
  std::string text = Cat(others.size() > 1 ? " Next come " : " Next comes ", named(*others[0]));
  if (others.size() > 1) Append(text, " and ", named(*others[1]));
  if (others.size() > 2) Append(text, "; last is ", named(*others.back()));
  return text + ".";
}

// What a table without sets could do, if that is better.
std::string BetterReference(const Study& study, const Ranking& ranking, const Standing& best) {
  const Standing& first = ranking.standings.front();
  if (!study.contenders[first.contender].reference || WithinNoise(first, best)) return "";
  return Cat(" ", Name(study, first), ", fully associative and so no choice for a lock-free table, reaches ",
             Factor(first.regret()), ".");
}

}  // namespace

std::string Choice(const Study& study, const std::vector<const Standing*>& recommended) {
  std::string text;
  const std::size_t named = recommended.size() <= kNamed ? recommended.size() : kNamed - 1;
  for (std::size_t i = 0; i < named; ++i) {
    const bool last = i + 1 == named && named == recommended.size();
    Append(text, i == 0 ? "" : last ? " or " : ", ", Bold(study, *recommended[i]));
  }
  if (named < recommended.size()) Append(text, " or ", recommended.size() - named, " more within the noise");
  return text;
}

std::string RegretWords(const Standing& standing, RegretReference reference) {
  const std::string factor = Factor(standing.regret());
  if (reference == RegretReference::kBest) return Cat(factor, " what the best policy of each run costs");
  return Cat(factor, " what the offline optimum costs");
}

std::string Verdict(const Study& study, const Ranking& ranking) {
  const std::vector<const Standing*> recommended = Recommended(study, ranking);
  if (recommended.empty()) return "No policy was run everywhere, so none can be recommended.";
  const Standing& best = *recommended.front();
  return Cat("Take ", Choice(study, recommended), ". ", recommended.size() > 1 ? "The first" : "It", " costs <b>",
             RegretWords(best, ranking.reference), "</b>", Interval(best), ", as the geometric mean over ",
             Counted(ranking.points, "run", "runs"), ".", Rest(study, Others(study, ranking, recommended)),
             BetterReference(study, ranking, best));
}

}  // namespace tidegate::testbed
