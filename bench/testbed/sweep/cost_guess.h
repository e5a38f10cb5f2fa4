// Which cells take long: a guess, good enough to begin with the longest, so that no core is left alone with one at the
// end.
#ifndef TIDEGATE_TESTBED_SWEEP_COST_GUESS_H_
#define TIDEGATE_TESTBED_SWEEP_COST_GUESS_H_

#include <vector>

#include "testbed/cell/cell.h"
#include "testbed/sweep/manifest.h"

namespace tidegate::testbed {

// Connections that are played: seconds times rates over sample.
double CostGuess(const Cell& cell);

// Those of equal guesses stay in order.
void SortLongestFirst(std::vector<SweepCell>& cells);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_SWEEP_COST_GUESS_H_
