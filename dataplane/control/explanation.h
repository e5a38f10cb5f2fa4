// What the rules make of a packet at both of its ends, as the control socket answers it.
#ifndef TIDEGATE_DATAPLANE_CONTROL_EXPLANATION_H_
#define TIDEGATE_DATAPLANE_CONTROL_EXPLANATION_H_

#include <optional>
#include <string>
#include <vector>

#include "control/packet_question.h"
#include "tidegate/firewall.h"
#include "tidegate/security_groups.h"

namespace tidegate {

// JSON text: the packet, "verdict" (pass or drop), "reason" of a drop, "tracked", an object for each end with a line of
// "why", and "connection" if there is a live one, which makes the rules moot.
// `ports` are the policy's.
std::string ExplainPacket(const SecurityPolicy& policy, const std::vector<PortSpec>& ports,
                          const PacketQuestion& question, const std::optional<ConnInfo>& connection);

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_CONTROL_EXPLANATION_H_
