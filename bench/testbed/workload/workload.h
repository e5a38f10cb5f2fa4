// A workload: the clients of a network, what they want and what they do next. Closed-loop: it is told how each
// connection ended and decides then.
#ifndef TIDEGATE_TESTBED_WORKLOAD_WORKLOAD_H_
#define TIDEGATE_TESTBED_WORKLOAD_WORKLOAD_H_

#include <cstdint>

#include "testbed/world/plan.h"
#include "testbed/world/random.h"
#include "tidegate/time.h"

namespace tidegate::testbed {

// What a workload may do to the world it runs in. Calls are cheap; none calls back before it returns.
class Stage {
 public:
  virtual ~Stage() = default;

  virtual TimeNs now() const = 0;
  // The workload's own: what one draws does not change what others draw.
  virtual Random& random() = 0;
  // Begins a conversation now. REQUIRES: no conversation of the same tuple is under way.
  virtual void Open(const Plan& plan) = 0;
  // Calls Workload::OnTimer(tag) at `at`, which is not before now. REQUIRES: tag < 2^31.
  virtual void SetTimer(TimeNs at, std::uint32_t tag) = 0;
};

class Workload {
 public:
  virtual ~Workload() = default;

  // At time 0: sets the first timers, opens the first connections.
  virtual void Begin(Stage& stage) = 0;
  virtual void OnTimer(Stage& stage, std::uint32_t tag);
  // How long a connection is silent before its next exchange.
  virtual TimeNs Pause(Stage& stage, std::uint32_t owner);
  virtual void OnEnd(Stage& stage, std::uint32_t owner, Ending ending);
};

inline void Workload::OnTimer(Stage&, std::uint32_t) {}
inline TimeNs Workload::Pause(Stage&, std::uint32_t) { return 0; }
inline void Workload::OnEnd(Stage&, std::uint32_t, Ending) {}

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_WORKLOAD_WORKLOAD_H_
