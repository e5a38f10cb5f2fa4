// Which ports a captured packet comes from and goes to. A capture does not say; its addresses do.
#ifndef TIDEGATE_REPLAY_ENDS_H_
#define TIDEGATE_REPLAY_ENDS_H_

#include <vector>

#include "tidegate/flow_key.h"
#include "tidegate/packet_view.h"
#include "tidegate/security_groups.h"

namespace tidegate::replay {

struct Ends {
  PortIndex from = kNoPort;
  PortIndex to = kNoPort;
  Zone zone = 0;

  bool operator==(const Ends&) const = default;
};

class EndFinder {
 public:
  // REQUIRES: policy is compiled from ports and outlives the finder.
  EndFinder(const SecurityPolicy& policy, const std::vector<PortSpec>& ports);

  // Where the same address is used in several zones, the zone in which most ends are ports; among equal ones the
  // lowest. Both are kNoPort if the frame has no address that a port owns, or none that could be read. An ARP frame
  // comes from its sender's protocol address and goes to its target's.
  // REQUIRES: ParsePacket() filled in the view; `captured` is what it was called with.
  Ends Find(const PacketView& view, std::size_t captured) const;

 private:
  const SecurityPolicy& policy_;
  std::vector<Zone> zones_;  // of the ports, ascending
};

}  // namespace tidegate::replay

#endif  // TIDEGATE_REPLAY_ENDS_H_
