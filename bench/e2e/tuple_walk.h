// One client's walk through its local ports, in order and round again, and how often each was used.
//
// A port that is still in flight is passed over, so no two connections of the client share a tuple at one time. One
// thread. Cost: a byte per port; a step touches one of them unless ports are stuck.
#ifndef TIDEGATE_BENCH_E2E_TUPLE_WALK_H_
#define TIDEGATE_BENCH_E2E_TUPLE_WALK_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "e2e/port_range.h"

namespace tidegate::e2e {

class TupleWalk {
 public:
  // Uses are counted up to here.
  static constexpr unsigned kMostUses = 127;

  explicit TupleWalk(PortRange range) : range_(range), ports_(range.size()) { used_at_least_[0] = ports_.size(); }

  // The next port that is not in flight, which it now is; none if all are.
  std::optional<std::uint16_t> Take();

  // The port's connection is over; `finished` if it went well, which is what counts as a use.
  // REQUIRES: the port was taken and not released since.
  void Release(std::uint16_t port, bool finished);

  std::size_t size() const { return ports_.size(); }

  // Ports used at least so many times. REQUIRES: uses <= kMostUses.
  std::size_t UsedAtLeast(unsigned uses) const { return used_at_least_[uses]; }

 private:
  struct Port {
    std::uint8_t in_flight : 1 = 0;
    std::uint8_t uses : 7 = 0;
  };

  PortRange range_;
  std::vector<Port> ports_;
  std::array<std::size_t, kMostUses + 1> used_at_least_{};
  std::size_t next_ = 0;
};

inline std::optional<std::uint16_t> TupleWalk::Take() {
  for (std::size_t tried = 0; tried < ports_.size(); ++tried) {
    const std::size_t index = next_;
    next_ = next_ + 1 == ports_.size() ? 0 : next_ + 1;
    if (ports_[index].in_flight) continue;
    ports_[index].in_flight = 1;
    return static_cast<std::uint16_t>(range_.first + index);
  }
  return std::nullopt;
}

inline void TupleWalk::Release(std::uint16_t port, bool finished) {
  Port& entry = ports_[port - range_.first];
  entry.in_flight = 0;
  if (!finished || entry.uses == kMostUses) return;
  ++entry.uses;
  ++used_at_least_[entry.uses];
}

}  // namespace tidegate::e2e

#endif  // TIDEGATE_BENCH_E2E_TUPLE_WALK_H_
