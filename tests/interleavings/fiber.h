// A stack of its own that runs when it is told to and stops where it wishes: a thread of which the scheduler has every
// step in hand.
//
// Overview. Resume() runs the body until it calls Suspend() or returns; both cost a few nanoseconds, so that millions
// of executions with tens of switches each fit into a test. All fibers of an exploration run on one thread of the
// machine: nothing in them is parallel, and an execution repeats exactly.
//
// End of life. A fiber that is destroyed while it is suspended is unwound by an exception of Boost.Context; code on a
// fiber catches no exceptions of unknown type.
#ifndef TIDEGATE_TESTS_INTERLEAVINGS_FIBER_H_
#define TIDEGATE_TESTS_INTERLEAVINGS_FIBER_H_

#include <boost/context/fiber.hpp>
#include <functional>

namespace tidegate::explore {

class Fiber {
 public:
  explicit Fiber(std::function<void()> body);
  Fiber(const Fiber&) = delete;
  Fiber& operator=(const Fiber&) = delete;

  // From outside: runs until the next Suspend() or the end. REQUIRES: !done().
  void Resume() { inside_ = std::move(inside_).resume(); }
  // From inside: back to whoever called Resume().
  void Suspend() { outside_ = std::move(outside_).resume(); }

  bool done() const { return done_; }

 private:
  std::function<void()> body_;
  bool done_ = false;
  boost::context::fiber outside_;
  boost::context::fiber inside_;
};

}  // namespace tidegate::explore

#endif  // TIDEGATE_TESTS_INTERLEAVINGS_FIBER_H_
