// The ranking as a table: on the whole, with an interval, and for each scenario.
#ifndef TIDEGATE_TESTBED_REPORT_SECTION_RANK_TABLE_H_
#define TIDEGATE_TESTBED_REPORT_SECTION_RANK_TABLE_H_

#include <string>

#include "testbed/report/ranking.h"
#include "testbed/report/study.h"

namespace tidegate::testbed {

std::string RankTable(const Study& study, const Ranking& ranking, CostMode mode);

// "3", "3=" if it is shared, a dash if the contender was not run everywhere.
std::string RankText(const Standing& standing);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REPORT_SECTION_RANK_TABLE_H_
