// The strategies of an explorer: depth first within bounds, and random priorities.
#ifndef TIDEGATE_TESTS_INTERLEAVINGS_STRATEGIES_H_
#define TIDEGATE_TESTS_INTERLEAVINGS_STRATEGIES_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "interleavings/known_states.h"
#include "interleavings/memory_model.h"
#include "interleavings/strategy.h"

namespace tidegate::explore {

// One execution after the other until Advance() says that all are done.
class DepthFirst : public Strategy {
 public:
  explicit DepthFirst(const Bounds& bounds) : bounds_(bounds) {}

  // To the next execution. False: there is none.
  bool Advance();
  // From the beginning: what is known holds no more.
  void Restart();
  std::size_t states() const { return states_.size(); }

  void BeginExecution() override { depth_ = 0; }
  Bounds bounds() const override { return bounds_; }
  bool Covered(std::uint64_t state, const Bounds& left) override;
  std::size_t PickThread(std::span<const std::size_t> enabled, bool) override { return Pick(enabled.size()); }
  std::size_t PickMessage(std::size_t options) override { return Pick(options); }

  // Whether states are remembered: not while an execution is repeated.
  void Remember(bool remember) { remember_ = remember; }

 private:
  struct Decision {
    std::size_t pick;
    std::size_t options;
  };

  std::size_t Pick(std::size_t options);

  Bounds bounds_;
  bool remember_ = true;
  std::vector<Decision> path_;
  std::size_t depth_ = 0;
  KnownStates states_;
};

// Random priorities with a few random changes; stale reads now and then. The same seed gives the same execution.
class RandomPriorities : public Strategy {
 public:
  RandomPriorities(std::uint64_t seed, std::size_t threads, unsigned steps, unsigned stale_reads);

  void BeginExecution() override;
  Bounds bounds() const override { return {.preemptions = ~0u, .stale_reads = stale_reads_}; }
  bool Covered(std::uint64_t, const Bounds&) override { return false; }
  std::size_t PickThread(std::span<const std::size_t> enabled, bool running) override;
  std::size_t PickMessage(std::size_t options) override;

 private:
  static constexpr std::size_t kChanges = 6;

  std::uint64_t Next();

  std::uint64_t seed_;
  std::size_t threads_;
  unsigned steps_;
  unsigned stale_reads_;

  std::uint64_t state_ = 0;
  unsigned step_ = 0;
  std::array<unsigned, kMaxThreads> priorities_{};
  std::array<unsigned, kChanges> changes_{};
};

}  // namespace tidegate::explore

#endif  // TIDEGATE_TESTS_INTERLEAVINGS_STRATEGIES_H_
