// A trace under way: what it follows, and what each worker has seen of it. Made by the control thread with all its
// memory; workers only fill it.
#ifndef TIDEGATE_DATAPLANE_TRACE_TRACE_H_
#define TIDEGATE_DATAPLANE_TRACE_TRACE_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

#include "tidegate/conn_state.h"
#include "tidegate/security_groups.h"
#include "tidegate/time.h"
#include "trace/packet_filter.h"

namespace tidegate {

struct TracedPacket {
  std::uint32_t number = 0;  // from 1, in the order they were seen
  std::uint32_t bytes = 0;
  PortIndex from = kNoPort;
  SeenPacket seen;
};

// Its connection's state before the firewall and behind it, kNone for no connection.
struct TracedConn {
  ConnState before = ConnState::kNone;
  ConnState behind = ConnState::kNone;
};

// A packet at the entrance of a node.
struct TraceStep {
  std::uint32_t packet = 0;
  std::uint32_t node = 0;  // DPDK's number
  std::uint32_t bytes = 0;
  TimeNs at = 0;
  std::optional<TracedConn> conn{};  // of the firewall's node
};

// What one worker saw. Written by it alone; read by any thread, up to the counts.
class TraceLog {
 public:
  TraceLog(std::size_t packets, std::size_t steps) : packets_(packets), steps_(steps) {}

  // False: it is full.
  bool Add(const TracedPacket& packet) { return AddTo(packets_, packet_count_, packet); }
  bool Add(const TraceStep& step) { return AddTo(steps_, step_count_, step); }

  std::size_t packet_count() const { return packet_count_.load(std::memory_order_acquire); }
  std::size_t step_count() const { return step_count_.load(std::memory_order_acquire); }
  const TracedPacket& packet(std::size_t i) const { return packets_[i]; }
  const TraceStep& step(std::size_t i) const { return steps_[i]; }

 private:
  template <class T>
  static bool AddTo(std::vector<T>& list, std::atomic<std::size_t>& count, const T& item) {
    const std::size_t here = count.load(std::memory_order_relaxed);
    if (here == list.size()) return false;
    list[here] = item;
    count.store(here + 1, std::memory_order_release);
    return true;
  }

  std::vector<TracedPacket> packets_;
  std::vector<TraceStep> steps_;
  std::atomic<std::size_t> packet_count_ = 0;
  std::atomic<std::size_t> step_count_ = 0;
};

struct Trace {
  static constexpr std::uint32_t kMaxPackets = 256;
  static constexpr std::size_t kStepsPerPacket = 16;  // without copies and pieces, there are no more than ten nodes

  Trace(std::uint16_t the_generation, const PacketFilter& what, std::uint32_t packets, TimeNs end, std::size_t workers)
      : generation(the_generation), filter(what), most(packets), until(end) {
    for (std::size_t i = 0; i < workers; ++i) logs.emplace_back(packets, packets * kStepsPerPacket);
  }

  // Tells its marks from those of a trace before, which packets that wait somewhere may still have.
  const std::uint16_t generation;
  const PacketFilter filter;
  const std::uint32_t most;              // packets to follow, at most kMaxPackets
  const TimeNs until;                    // then workers leave it by themselves
  std::atomic<std::uint32_t> taken = 0;  // packets that were to be followed, more than `most` if there were more
  std::deque<TraceLog> logs;             // by worker
};

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_TRACE_TRACE_H_
