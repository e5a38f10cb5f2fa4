// A packet as the firewall of the testbed sees it: what it does to its connection, without its bytes.
#ifndef TIDEGATE_TESTBED_TABLE_SIM_PACKET_H_
#define TIDEGATE_TESTBED_TABLE_SIM_PACKET_H_

#include <cstdint>

#include "tidegate/conn_state.h"
#include "tidegate/drop_reason.h"
#include "tidegate/flow_key.h"
#include "tidegate/time.h"
#include "track/tcp_segment.h"

namespace tidegate::testbed {

// A key and its hash, computed once for a connection.
struct Tuple {
  FlowKey4 key;
  std::uint64_t hash = 0;
};

enum class PacketKind : std::uint8_t { kSyn, kSynAck, kAck, kData, kFin, kRst, kDatagram };

constexpr TcpEvent EventOf(PacketKind kind) {
  switch (kind) {
    case PacketKind::kSyn:
      return TcpEvent::kSyn;
    case PacketKind::kSynAck:
      return TcpEvent::kSynAck;
    case PacketKind::kFin:
      return TcpEvent::kFin;
    case PacketKind::kRst:
      return TcpEvent::kRst;
    default:
      return TcpEvent::kAck;
  }
}

struct SimPacket {
  const Tuple& tuple;
  PacketKind kind;
  FlowSide sender;
  bool from_server;       // of the protected endpoint
  bool acks_fin;          // it acknowledges the other side's FIN
  std::uint64_t source;   // the client's network, by a keyed hash
  std::uint64_t attempt;  // the same for a SYN that is sent again
};

enum class Fate : std::uint8_t {
  kPassed,     // with an entry
  kPassedBy,   // a SYN without an entry: its answer will make one
  kLateClose,  // the end of a connection whose entry is gone: passes without one
  kRefused,    // a new connection that did not enter; `reason`
  kNoEntry,    // of a connection whose entry is gone: dropped
  kInvalid,    // no endpoint sends this in the entry's state: dropped
};

inline constexpr std::uint32_t kNoSlot = 0xffffffff;

// What became of a packet, and what its entry is now.
struct Passage {
  Fate fate = Fate::kNoEntry;
  DropReason reason = DropReason::kNone;
  ConnState state = ConnState::kNone;
  bool created = false;  // a new entry, reopened ones too
  std::uint32_t slot = kNoSlot;
  TimeNs expiry = 0;
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_TABLE_SIM_PACKET_H_
