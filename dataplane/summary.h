// The text that the dataplane ends with.
#ifndef TIDEGATE_DATAPLANE_SUMMARY_H_
#define TIDEGATE_DATAPLANE_SUMMARY_H_

#include <array>
#include <cstdint>
#include <string>

#include "tidegate/counters.h"
#include "tidegate/drop_reason.h"
#include "tidegate/time.h"

namespace tidegate {

// `drops` are those of the drop nodes: the firewall's and the transmit queues'.
std::string FormatSummary(const FirewallCounters& counters, const std::array<std::uint64_t, kDropReasonCount>& drops,
                          TimeNs uptime);

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_SUMMARY_H_
