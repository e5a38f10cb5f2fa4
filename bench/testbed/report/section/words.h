// The outcome in plain words.
#ifndef TIDEGATE_TESTBED_REPORT_SECTION_WORDS_H_
#define TIDEGATE_TESTBED_REPORT_SECTION_WORDS_H_

#include <string>
#include <vector>

#include "testbed/report/ranking.h"
#include "testbed/report/study.h"

namespace tidegate::testbed {

// "<b>state_first</b>", "<b>a</b> or <b>b</b>", "<b>a</b>, <b>b</b> or 3 more within the noise".
std::string Choice(const Study& study, const std::vector<const Standing*>& recommended);

// "1.21× what the optimum costs".
std::string RegretWords(const Standing& standing, RegretReference reference);

// A paragraph about a ranking: what to take, who comes next, who comes last, and what a fully associative table could
// do.
std::string Verdict(const Study& study, const Ranking& ranking);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REPORT_SECTION_WORDS_H_
