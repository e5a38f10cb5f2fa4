// A firewall under test, the packets it is fed, and the time it takes for them.
#ifndef TIDEGATE_BENCH_CONNTRACK_PATHS_TRACKED_H_
#define TIDEGATE_BENCH_CONNTRACK_PATHS_TRACKED_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "absl/status/statusor.h"
#include "conntrack/paths/conversation.h"
#include "tidegate/firewall.h"

namespace tidegate::bench {

class TrackedFirewall {
 public:
  // Its servers' security group has `rules` rules, the last of which lets the clients in. The first of its workers
  // handles all packets. REQUIRES: workers >= 1.
  static absl::StatusOr<std::unique_ptr<TrackedFirewall>> Create(std::uint64_t capacity, std::size_t rules,
                                                                 std::size_t workers);

  // Sends a segment of each connection, a ring of frames at a time. Returns the nanoseconds that the firewall took for
  // them in bursts of 32; writing the frames is not counted.
  double Send(std::span<const FlowKey4> keys, Segment segment, std::uint32_t turn);

  // Of all packets so far.
  std::uint64_t dropped() const { return dropped_; }
  std::uint64_t established() const { return firewall_->Counters().established; }
  std::size_t MemoryBytes() const { return firewall_->MemoryBytes(); }
  void Clear() { firewall_->Flush(now_); }

 private:
  explicit TrackedFirewall(std::unique_ptr<Firewall> firewall)
      : firewall_(std::move(firewall)), worker_(firewall_->AddWorker()) {}

  double Process(std::span<const PacketIn> packets);

  FrameRing ring_;
  std::unique_ptr<Firewall> firewall_;
  Firewall::Worker& worker_;
  TimeNs now_ = 1000 * kSecond;
  std::uint64_t dropped_ = 0;
};

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_CONNTRACK_PATHS_TRACKED_H_
