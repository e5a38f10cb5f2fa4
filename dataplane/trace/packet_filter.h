// Which packets a trace follows: those of one tuple, in both directions, in a tunnel or not.
#ifndef TIDEGATE_DATAPLANE_TRACE_PACKET_FILTER_H_
#define TIDEGATE_DATAPLANE_TRACE_PACKET_FILTER_H_

#include <cstddef>
#include <cstdint>
#include <optional>

#include "tidegate/flow_key.h"

namespace tidegate {

// What was seen of a packet that matches.
struct SeenPacket {
  FlowTuple tuple;             // zone 0; ports 0 in a fragment and where the protocol has none
  std::uint8_t tcp_flags = 0;  // 0 unless it is TCP
  bool fragment = false;       // a piece of it: matched by its addresses and protocol alone
  bool in_tunnel = false;      // the tuple is that of a frame in VXLAN
};

class PacketFilter {
 public:
  // A port 0 stands for any port, an address 0.0.0.0 or :: for any address. Zones are not looked at.
  PacketFilter(const FlowTuple& tuple, std::uint16_t vxlan_port) : tuple_(tuple), vxlan_port_(vxlan_port) {}

  // None if the frame is of something else. REQUIRES: captured <= on_wire bytes are readable.
  std::optional<SeenPacket> Match(const std::uint8_t* frame, std::size_t captured, std::size_t on_wire) const;

 private:
  FlowTuple tuple_;
  std::uint16_t vxlan_port_;
};

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_TRACE_PACKET_FILTER_H_
