// Ranges and lists of ports, as options write them: "32768-60999", "22,80,8000-8001".
#ifndef TIDEGATE_BENCH_E2E_PORT_RANGE_H_
#define TIDEGATE_BENCH_E2E_PORT_RANGE_H_

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace tidegate::e2e {

// Both ends belong to it; 1 <= first <= last <= 65535.
struct PortRange {
  std::uint16_t first = 1;
  std::uint16_t last = 1;

  std::size_t size() const { return static_cast<std::size_t>(last) - first + 1; }
  bool operator==(const PortRange&) const = default;
};

// "A-B", or "A" for a range of one port.
absl::StatusOr<PortRange> ParsePortRange(std::string_view text);

// Ranges with commas between them, in the order given; at least one port.
absl::StatusOr<std::vector<std::uint16_t>> ParsePortList(std::string_view text);

}  // namespace tidegate::e2e

#endif  // TIDEGATE_BENCH_E2E_PORT_RANGE_H_
