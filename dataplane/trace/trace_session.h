// The one trace of a process: begun, ended and read by the control thread.
#ifndef TIDEGATE_DATAPLANE_TRACE_TRACE_SESSION_H_
#define TIDEGATE_DATAPLANE_TRACE_TRACE_SESSION_H_

#include <memory>

#include "clock.h"
#include "quiescence.h"
#include "trace/trace.h"
#include "trace/tracer.h"

namespace tidegate {

class TraceSession {
 public:
  TraceSession(Tracer& tracer, const Quiescence& quiescence, const TscClock& clock, std::size_t workers)
      : tracer_(tracer), quiescence_(quiescence), clock_(clock), workers_(workers) {}

  // Follows the next packets that match, for so long at most. Ends the trace before, whose packets are forgotten.
  // REQUIRES: 1 <= packets <= Trace::kMaxPackets.
  void Begin(const PacketFilter& filter, std::uint32_t packets, TimeNs time) {
    End();
    trace_ = std::make_unique<Trace>(++generation_, filter, packets, clock_.Now() + time, workers_);
    running_ = true;
    tracer_.Follow(trace_.get());
  }
  // What was seen stays. Returns when no worker writes to it any more.
  void End() {
    if (!running_) return;
    tracer_.Follow(nullptr);
    quiescence_.Wait();
    running_ = false;
  }

  const Trace* trace() const { return trace_.get(); }  // null before the first one
  // Whether there is anything to wait for.
  bool IsOver() const { return !running_ || clock_.Now() >= trace_->until; }

 private:
  Tracer& tracer_;
  const Quiescence& quiescence_;
  const TscClock& clock_;
  const std::size_t workers_;
  std::unique_ptr<Trace> trace_;
  std::uint16_t generation_ = 0;
  bool running_ = false;
};

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_TRACE_TRACE_SESSION_H_
