// The proof: every interleaving of every scenario, within bounds, and many beyond them.
//
// Each scenario is explored three times: on a sequentially consistent machine with more preemptions, where operations
// have to be linearizable in the order of time; under the weak memory model with stale reads, where they have to be in
// the order of happens-before; and at random without bounds. settings.h tells how to go deeper.
#include "interleavings/scenarios.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <string>
#include <vector>

#include "interleavings/explorer.h"
#include "interleavings/settings.h"

namespace tidegate::explore {
namespace {

class Interleavings : public testing::TestWithParam<Scenario> {
 protected:
  // How much of the interleavings of two or of three threads fits into a test of every day.
  unsigned OfThreads(unsigned two, unsigned three) const { return GetParam().threads.size() == 2 ? two : three; }

  // By the environment, by what fits, and by what the scenario can bear.
  Bounds Within(unsigned preemptions, unsigned stale_reads) const {
    const Bounds& most = GetParam().most;
    return {.preemptions = std::min(Preemptions(preemptions), most.preemptions),
            .stale_reads = std::min(stale_reads, most.stale_reads)};
  }

  void Report(const Exploration& exploration) {
    std::cout << "  " << ToString(exploration) << "\n";
    RecordProperty("interleavings", std::to_string(exploration.complete));
    RecordProperty("states", std::to_string(exploration.states));
    std::string trace;
    for (const std::string& line : exploration.trace) trace += line + "\n";
    EXPECT_EQ(exploration.failure, "") << trace;
    EXPECT_TRUE(exploration.exhausted);
  }
};

TEST_P(Interleavings, SequentiallyConsistent) {
  TableProgram program(GetParam());
  Explorer explorer(program);
  Report(explorer.Exhaust(Within(OfThreads(4, 3), 0), TimeLimit()));
}

TEST_P(Interleavings, WeakMemory) {
  TableProgram program(GetParam());
  Explorer explorer(program);
  Report(explorer.Exhaust(Within(OfThreads(3, 2), OfThreads(2, 1)), TimeLimit()));
}

// The vector scans that shared tables use load a line's words in any order and acquire nothing by it. For the memory
// model that is a scan of relaxed loads.
TEST_P(Interleavings, WeakMemoryWithVectorScans) {
  TableProgram program(GetParam());
  Explorer explorer(program);
  std::vector<Weakening> scans;
  for (const Weakening& weakening : explorer.FindWeakenings()) {
    if (weakening.function == "Tags" && weakening.part == Strength::kAcquire) scans.push_back(weakening);
  }
  explorer.machine().Weaken(scans);
  Report(explorer.Exhaust(Within(2, OfThreads(2, 1)), TimeLimit()));
}

TEST_P(Interleavings, AtRandom) {
  TableProgram program(GetParam());
  Explorer explorer(program);
  Exploration sum = explorer.Sample(5'000, 1, 0);
  sum += explorer.Sample(5'000, 1, 4);
  Report(sum);
}

INSTANTIATE_TEST_SUITE_P(Scenarios, Interleavings, testing::ValuesIn(Scenarios()),
                         [](const auto& scenario) { return scenario.param.name; });

}  // namespace
}  // namespace tidegate::explore
