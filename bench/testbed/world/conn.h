// A conversation under way.
#ifndef TIDEGATE_TESTBED_WORLD_CONN_H_
#define TIDEGATE_TESTBED_WORLD_CONN_H_

#include <cstdint>
#include <vector>

#include "testbed/table/sim_packet.h"
#include "testbed/world/beat.h"
#include "testbed/world/plan.h"
#include "tidegate/conn_state.h"
#include "tidegate/flow_key.h"
#include "tidegate/time.h"

namespace tidegate::testbed {

using ConnId = std::uint32_t;
inline constexpr ConnId kNoConn = 0xffffffff;

// A conversation's entry, as its last packet left it.
struct Stay {
  TimeNs entered = 0;
  TimeNs last_packet = 0;
  TimeNs expiry = 0;
  ConnState state = ConnState::kNone;
  bool over = false;  // nothing more is said

  ConnClass cls() const { return ClassOf(state); }
};

struct Conn {
  Tuple tuple;
  TimeNs began = 0;          // its first packet
  std::uint64_t source = 0;  // as in SimPacket
  std::uint64_t attempt = 0;

  Stay stay;
  std::uint32_t slot = kNoSlot;              // kNoSlot: it has none
  ConnClass evicted_as = ConnClass::kEmpty;  // kEmpty: it was not

  FlowSide client_side = FlowSide::kLow;
  Beat beat = Beat::kSyn;  // that passes next
  Transport transport = Transport::kTcp;
  Answer answer = Answer::kAccept;
  Closing closing = Closing::kClientFirst;
  bool attack = false;
  bool tries_again = true;
  bool lingers = false;
  bool entered_once = false;
  std::uint8_t part = 0;      // the workload it belongs to
  std::uint8_t attempts = 0;  // SYNs sent
  std::uint8_t repeats = 0;   // of this beat, after losses
  std::uint32_t client_rtt_us = 0;
  std::uint32_t server_rtt_us = 0;
  std::uint32_t exchanges = 0;  // still to come
  std::uint32_t owner = 0;
  std::uint32_t serial = 0;
  float loss = 0;
};

// The conversations by number. Numbers of those that are gone are given again.
class ConnPool {
 public:
  ConnId Add(const Conn& conn) {
    if (free_.empty()) {
      conns_.push_back(conn);
      return static_cast<ConnId>(conns_.size() - 1);
    }
    const ConnId id = free_.back();
    free_.pop_back();
    conns_[id] = conn;
    return id;
  }
  void Remove(ConnId id) { free_.push_back(id); }

  Conn& operator[](ConnId id) { return conns_[id]; }
  const Conn& operator[](ConnId id) const { return conns_[id]; }

 private:
  std::vector<Conn> conns_;
  std::vector<ConnId> free_;
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_WORLD_CONN_H_
