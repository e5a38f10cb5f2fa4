// Who decides, at each step of an execution, which thread goes on and which value a load reads.
//
// An execution has two kinds of decisions; both list the plain one first (the running thread goes on, the load reads
// the latest value), and each that is not the plain one costs a unit of the exploration's bounds.
#ifndef TIDEGATE_TESTS_INTERLEAVINGS_STRATEGY_H_
#define TIDEGATE_TESTS_INTERLEAVINGS_STRATEGY_H_

#include <cstddef>
#include <cstdint>
#include <span>

namespace tidegate::explore {

// How far executions may stray from one thread after the other on a sequentially consistent machine.
struct Bounds {
  unsigned preemptions = 0;  // switches away from a thread that could go on
  unsigned stale_reads = 0;  // loads that do not read the latest value
};

class Strategy {
 public:
  virtual ~Strategy() = default;

  virtual void BeginExecution() = 0;
  // What is left of the bounds when the execution begins.
  virtual Bounds bounds() const = 0;

  // True: everything that can follow from here was explored already. `state` is a digest of all that the rest of the
  // execution depends on but the bounds.
  virtual bool Covered(std::uint64_t state, const Bounds& left) = 0;
  // A thread of `enabled`, as its place there. If `running` is true the first of them is the one that runs.
  virtual std::size_t PickThread(std::span<const std::size_t> enabled, bool running) = 0;
  // How many messages back a load reads, below `options`.
  virtual std::size_t PickMessage(std::size_t options) = 0;
};

}  // namespace tidegate::explore

#endif  // TIDEGATE_TESTS_INTERLEAVINGS_STRATEGY_H_
