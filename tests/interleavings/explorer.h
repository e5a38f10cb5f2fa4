// Explores a program: every execution within bounds, then executions at random beyond them.
//
// Overview. Exhaustive exploration repeats the program from its beginning, follows the decisions of the execution
// before up to the last one that has an option left, takes that, and the plain options from there on: depth first over
// the tree of decisions, without saved states. Bounds keep it finite: preemptions (Musuvathi and Qadeer, "Iterative
// context bounding", PLDI 2007: most bugs need two) and stale reads. They are raised one by one, so that the
// counterexample that is found first is a short one.
//
// Which words are shared is found out at random first, as each that is found later makes the exploration begin anew.
//
// What is skipped. An execution that comes to a state reached before with bounds at least as wide has nothing new ahead
// (machine.h says what a state is). States are known by digests of 64 bits; that two of some millions agree by chance
// has a probability of 10^-6.
//
// At random. Each thread has a random priority, and the one with the highest runs; at a few random steps the running
// one falls behind all others (Burckhardt, Kothari, Musuvathi and Nagarakatte, "A randomized scheduler with
// probabilistic guarantees of finding bugs", ASPLOS 2010).
#ifndef TIDEGATE_TESTS_INTERLEAVINGS_EXPLORER_H_
#define TIDEGATE_TESTS_INTERLEAVINGS_EXPLORER_H_

#include <chrono>
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "interleavings/machine.h"
#include "interleavings/program.h"
#include "interleavings/strategy.h"
#include "interleavings/weakening.h"

namespace tidegate::explore {

struct Exploration {
  std::uint64_t complete = 0;  // executions that were run to the end and checked
  std::uint64_t covered = 0;   // executions given up where they met a state known before
  std::uint64_t states = 0;    // distinct ones at which a decision was made
  std::uint64_t steps = 0;
  std::size_t shared_words = 0;
  bool exhausted = true;           // false: it ended by its limit of time
  std::string failure;             // what is wrong, empty if nothing
  std::vector<std::string> trace;  // of the execution that failed

  Exploration& operator+=(const Exploration& other);
};

std::string ToString(const Exploration& exploration);

class Explorer {
 public:
  explicit Explorer(Program& program) : program_(program), machine_(program) {}

  Machine& machine() { return machine_; }

  // Every execution within `bounds`, or what can be had in `limit`.
  Exploration Exhaust(const Bounds& bounds, std::chrono::milliseconds limit);
  // Exhaust() for growing bounds up to `most`, ending with a failure.
  Exploration Deepen(const Bounds& most, std::chrono::milliseconds limit);
  // What could be weakened in the accesses that executions come by.
  std::set<Weakening> FindWeakenings();
  // Executions at random.
  Exploration Sample(std::uint64_t executions, std::uint64_t seed, unsigned stale_reads);

 private:
  void FindSharedWords();
  void Fail(Exploration& exploration, Strategy& again);

  Program& program_;
  Machine machine_;
};

}  // namespace tidegate::explore

#endif  // TIDEGATE_TESTS_INTERLEAVINGS_EXPLORER_H_
