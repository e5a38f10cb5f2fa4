// What tidegate-replay prints.
#ifndef TIDEGATE_REPLAY_REPORT_H_
#define TIDEGATE_REPLAY_REPORT_H_

#include <array>
#include <cstdint>
#include <string>

#include "tidegate/counters.h"
#include "tidegate/firewall.h"
#include "tidegate/packet_view.h"
#include "tidegate/verdict.h"

namespace tidegate::replay {

// {"packet":1,"verdict":"pass","reason":"none","ct":["new","trk"],"state":"SYN_SENT"}, without a line's end. Scripts
// rely on the members and on their order.
std::string JsonLine(std::uint64_t packet, const PacketResult& result);

// The same for people, with the time since the first packet and the packet's ends.
std::string TextLine(std::uint64_t packet, TimeNs since_first, const PacketView& view, const PacketResult& result);

// What became of all packets.
struct Tally {
  std::uint64_t packets = 0;
  std::uint64_t passed = 0;
  std::array<std::uint64_t, kDropReasonCount> dropped{};

  void Count(const PacketResult& result);
};

// Several lines: packets, drops by reason, connections. `duration` is from the first packet to the last.
std::string Summary(const Tally& tally, TimeNs duration, const FirewallCounters& counters, const Occupancy& occupancy);

}  // namespace tidegate::replay

#endif  // TIDEGATE_REPLAY_REPORT_H_
