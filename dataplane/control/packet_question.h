// A packet as people write it down when they ask what would become of it.
//
//   tcp 10.0.0.1:1234 > 192.168.0.4:22
//   udp [2001:db8::1]:53 > [2001:db8::4]:40000 zone 7
//   icmp 10.0.0.1 > 192.168.0.4 type 3 code 4
//   gre 10.0.0.1 > 192.168.0.4
#ifndef TIDEGATE_DATAPLANE_CONTROL_PACKET_QUESTION_H_
#define TIDEGATE_DATAPLANE_CONTROL_PACKET_QUESTION_H_

#include <string_view>

#include "absl/status/statusor.h"
#include "tidegate/flow_key.h"
#include "tidegate/packet_view.h"

namespace tidegate {

struct PacketQuestion {
  FlowTuple tuple;
  IcmpFields icmp{};  // of ICMP and ICMPv6; an echo request if no type is given

  // Has what rules look at. Valid as long as this is where it is.
  PacketView View() const;
};

// "->" may stand for ">", and the arrow may be left out. Fails with kInvalidArgument and one line: what was found, what
// was expected.
absl::StatusOr<PacketQuestion> ParsePacketQuestion(std::string_view text);

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_CONTROL_PACKET_QUESTION_H_
