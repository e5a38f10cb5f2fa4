// A firewall in virtual time: the datapath's table, policies and state machine, packet by packet.
//
// The way of a packet is that of lib/firewall/conn_path.cc, without what needs a packet's bytes: known ones are
// tracked, SYNs ask for admission and for a slot, the ends of connections whose entries are gone pass as late.
#ifndef TIDEGATE_TESTBED_TABLE_FIREWALL_MODEL_H_
#define TIDEGATE_TESTBED_TABLE_FIREWALL_MODEL_H_

#include <array>
#include <cstdint>

#include "testbed/table/sim_packet.h"
#include "tidegate/conn_state.h"
#include "tidegate/time.h"

namespace tidegate::testbed {

using CountByClass = std::array<std::uint64_t, kConnClassCount>;

class FirewallModel {
 public:
  virtual ~FirewallModel() = default;

  // REQUIRES: time does not run backwards.
  virtual Passage Process(const SimPacket& packet, TimeNs now) = 0;

  virtual CountByClass Live(TimeNs now) = 0;
  // That can hold an entry at once.
  virtual std::uint64_t slots() const = 0;
  // One more than the highest slot number; the numbers may have gaps.
  virtual std::uint64_t slot_end() const = 0;
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_TABLE_FIREWALL_MODEL_H_
