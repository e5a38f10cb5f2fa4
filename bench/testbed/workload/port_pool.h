// The ports of one address of a NAT: each goes to one connection at a time, and afterwards rests before it goes to the
// next. The one that has rested longest goes first.
#ifndef TIDEGATE_TESTBED_WORKLOAD_PORT_POOL_H_
#define TIDEGATE_TESTBED_WORKLOAD_PORT_POOL_H_

#include <cstdint>
#include <deque>
#include <optional>

#include "tidegate/time.h"

namespace tidegate::testbed {

class PortPool {
 public:
  PortPool(std::uint32_t first, std::uint64_t count) : fresh_(first), end_(first + static_cast<std::uint32_t>(count)) {}

  // None if all are in use or rest.
  std::optional<std::uint16_t> Take(TimeNs now) {
    if (fresh_ < end_) return static_cast<std::uint16_t>(fresh_++);
    if (resting_.empty() || resting_.front().until > now) return std::nullopt;
    const std::uint16_t port = resting_.front().port;
    resting_.pop_front();
    return port;
  }
  // REQUIRES: `until` is not before that of the call before.
  void Give(std::uint16_t port, TimeNs until) { resting_.push_back({until, port}); }

 private:
  struct Resting {
    TimeNs until;
    std::uint16_t port;
  };

  std::uint32_t fresh_;  // nobody has had it yet
  std::uint32_t end_;
  std::deque<Resting> resting_;
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_WORKLOAD_PORT_POOL_H_
