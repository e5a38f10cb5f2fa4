// What the dataplane has counted at one moment, of all that `tidegatectl top` shows.
#ifndef TIDEGATE_DATAPLANE_CTL_TOP_SAMPLE_H_
#define TIDEGATE_DATAPLANE_CTL_TOP_SAMPLE_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ctl/client.h"

namespace tidegate {

// The classes of connections, in the order of life.
inline constexpr std::array<std::string_view, 5> kShownClasses = {"half_open", "established", "closing", "time_wait",
                                                                  "datagram"};

struct PortSample {
  std::string name;
  std::string to;  // its peer, or "network NAME"
  bool link_up = false;
  std::uint64_t rx_packets = 0, rx_bytes = 0;
  std::uint64_t tx_packets = 0, tx_bytes = 0;
  std::uint64_t lost = 0;  // by the device, in either direction
};

struct WorkerSample {
  std::uint64_t worker = 0, processor = 0;
  std::uint64_t cycles = 0, busy_cycles = 0, packets = 0;
};

struct TopSample {
  double seconds = 0;  // when it was taken, by any clock that runs evenly
  std::uint64_t uptime_s = 0;
  std::uint64_t packets = 0, bytes = 0, passed = 0, dropped = 0;
  std::uint64_t created = 0, refused = 0, evicted = 0;
  std::uint64_t live = 0, capacity = 0;
  std::array<std::uint64_t, kShownClasses.size()> by_class{};
  std::vector<std::pair<std::string, std::uint64_t>> drops;  // by reason
  std::vector<PortSample> ports;
  std::vector<WorkerSample> workers;
};

// The answers of the control socket: objects of /tidegate/stats and /tidegate/drops, arrays of the others' entries.
// What an answer lacks is 0.
TopSample ReadSample(const Json& stats, const Json& drops, const Json& ports, const Json& workers, double seconds);

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_CTL_TOP_SAMPLE_H_
