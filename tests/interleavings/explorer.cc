#include "interleavings/explorer.h"

#include <algorithm>

#include "interleavings/strategies.h"

namespace tidegate::explore {
namespace {

using Clock = std::chrono::steady_clock;

// What is wrong with an execution that was not given up.
std::string Judge(const Machine::Result& result, Program& program) {
  if (result.too_large) return "the machine cannot follow so many shared words or writes";
  return result.stuck ? "a thread does not come to its end" : program.Check();
}

}  // namespace

Exploration& Exploration::operator+=(const Exploration& other) {
  complete += other.complete;
  covered += other.covered;
  states += other.states;
  steps += other.steps;
  shared_words = std::max(shared_words, other.shared_words);
  exhausted = exhausted && other.exhausted;
  if (failure.empty()) {
    failure = other.failure;
    trace = other.trace;
  }
  return *this;
}

std::string ToString(const Exploration& exploration) {
  return std::to_string(exploration.complete) + " interleavings checked, " + std::to_string(exploration.covered) +
         " cut short, " + std::to_string(exploration.states) + " states, " + std::to_string(exploration.shared_words) +
         " shared words" + (exploration.exhausted ? "" : ", not exhausted");
}

Exploration Explorer::Exhaust(const Bounds& bounds, std::chrono::milliseconds limit) {
  const Clock::time_point end = Clock::now() + limit;
  DepthFirst strategy(bounds);
  Exploration exploration;
  FindSharedWords();
  for (bool more = true; more;) {
    const Machine::Result result = machine_.Execute(strategy);
    if (result.found_word) {
      FindSharedWords();
      strategy.Restart();
      exploration = {};
      continue;
    }
    exploration.steps += result.steps;
    ++(result.covered ? exploration.covered : exploration.complete);
    if (!result.covered) exploration.failure = Judge(result, program_);
    if (!exploration.failure.empty()) {
      strategy.Remember(false);
      Fail(exploration, strategy);
      break;
    }
    more = strategy.Advance();
    if (more && ((exploration.complete + exploration.covered) & 255) == 0 && Clock::now() > end) {
      exploration.exhausted = false;
      break;
    }
  }
  exploration.states = strategy.states();
  exploration.shared_words = machine_.shared_words();
  return exploration;
}

Exploration Explorer::Deepen(const Bounds& most, std::chrono::milliseconds limit) {
  const Clock::time_point end = Clock::now() + limit;
  Exploration sum;
  for (unsigned level = 0; level <= most.preemptions + most.stale_reads; ++level) {
    for (unsigned stale = 0; stale <= std::min(level, most.stale_reads); ++stale) {
      if (level - stale > most.preemptions) continue;
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - Clock::now());
      sum += Exhaust({.preemptions = level - stale, .stale_reads = stale}, left);
      if (!sum.failure.empty()) return sum;
    }
  }
  return sum;
}

Exploration Explorer::Sample(std::uint64_t executions, std::uint64_t seed, unsigned stale_reads) {
  Exploration exploration;
  unsigned steps = 1;
  for (std::uint64_t i = 0; i < executions; ++i) {
    RandomPriorities strategy(seed + i, program_.threads(), steps, stale_reads);
    const Machine::Result result = machine_.Execute(strategy);
    if (result.found_word) continue;
    steps = std::max(steps, result.steps);
    exploration.steps += result.steps;
    ++exploration.complete;
    exploration.failure = Judge(result, program_);
    if (!exploration.failure.empty()) {
      Fail(exploration, strategy);
      break;
    }
  }
  exploration.shared_words = machine_.shared_words();
  return exploration;
}

std::set<Weakening> Explorer::FindWeakenings() {
  constexpr std::uint64_t kExecutions = 200;
  std::set<Weakening> all;
  machine_.CollectWeakenings(&all);
  Sample(kExecutions, 1, 1);
  machine_.CollectWeakenings(nullptr);
  return all;
}

// Until many executions in a row show no other.
void Explorer::FindSharedWords() {
  constexpr std::uint64_t kInARow = 500;
  unsigned steps = 1;
  std::uint64_t last = 0;
  for (std::uint64_t i = 0; i < last + kInARow; ++i) {
    RandomPriorities strategy(i, program_.threads(), steps, i % 2);
    const Machine::Result result = machine_.Execute(strategy);
    if (result.found_word) last = i;
    steps = std::max(steps, result.steps);
  }
}

// Runs the execution that failed once more, with a trace.
void Explorer::Fail(Exploration& exploration, Strategy& again) {
  machine_.Trace(&exploration.trace);
  machine_.Execute(again);
  machine_.Trace(nullptr);
}

}  // namespace tidegate::explore
