// What happened between two samples, for each second.
#ifndef TIDEGATE_DATAPLANE_CTL_TOP_RATES_H_
#define TIDEGATE_DATAPLANE_CTL_TOP_RATES_H_

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "ctl/client.h"
#include "ctl/top/sample.h"

namespace tidegate {

struct DropRate {
  std::string reason;
  double per_s = 0;
  std::uint64_t total = 0;
};

struct PortRate {
  std::string name;
  std::string to;
  bool link_up = false;
  double rx_packets = 0, rx_bits = 0;
  double tx_packets = 0, tx_bits = 0;
  double lost = 0;
};

struct WorkerRate {
  std::uint64_t worker = 0, processor = 0;
  double busy = 0;  // share of its time, 0 to 1, in which it had packets
  double packets = 0;
  double cycles_per_packet = 0;  // of the busy time; 0 if there were none
};

struct TopRates {
  double interval_s = 0;
  std::uint64_t uptime_s = 0;
  double packets = 0, bits = 0, passed = 0, dropped = 0;
  double created = 0, refused = 0, evicted = 0;
  std::uint64_t live = 0, capacity = 0;  // at the end, as is the next
  std::array<std::uint64_t, kShownClasses.size()> by_class{};
  std::vector<DropRate> drops;  // that have occurred since the start, the highest rate first, then the highest total
  std::vector<PortRate> ports;  // at the end, as are the workers
  std::vector<WorkerRate> workers;
};

// A counter that went back, as devices' do when somebody clears them, has the rate 0. REQUIRES: `later` was taken
// later.
TopRates RatesBetween(const TopSample& earlier, const TopSample& later);

// One object for programs.
Json ToJson(const TopRates& rates);

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_CTL_TOP_RATES_H_
