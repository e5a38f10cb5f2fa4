// What the firewall says of a packet.
#ifndef TIDEGATE_VERDICT_H_
#define TIDEGATE_VERDICT_H_

#include <cstdint>
#include <string_view>

#include "tidegate/conn_handle.h"
#include "tidegate/conn_state.h"
#include "tidegate/drop_reason.h"

namespace tidegate {

enum class Verdict : std::uint8_t {
  kPass,
  kDrop,
  kReset,  // drop it and answer with RST (TCP) or ICMP unreachable, if the caller is able to
};

constexpr std::string_view Name(Verdict verdict) {
  constexpr std::string_view kNames[] = {"pass", "drop", "reset"};
  return kNames[static_cast<std::uint8_t>(verdict)];
}

// Connection-state bits with the names, the meaning and the bit numbers of Open vSwitch's ct_state.
namespace ct {
inline constexpr std::uint8_t kNew = 1 << 0;   // the packet opens a connection
inline constexpr std::uint8_t kEst = 1 << 1;   // it belongs to a connection both sides have spoken on
inline constexpr std::uint8_t kRel = 1 << 2;   // it is related to a connection (ICMP error)
inline constexpr std::uint8_t kRpl = 1 << 3;   // it goes against the connection's original direction
inline constexpr std::uint8_t kInv = 1 << 4;   // it could not be tracked
inline constexpr std::uint8_t kTrk = 1 << 5;   // it went through the tracker
inline constexpr std::uint8_t kSnat = 1 << 6;  // its source was translated
inline constexpr std::uint8_t kDnat = 1 << 7;  // its destination was translated

inline constexpr std::string_view kNames[] = {"new", "est", "rel", "rpl", "inv", "trk", "snat", "dnat"};
}  // namespace ct

struct PacketResult {
  Verdict verdict = Verdict::kDrop;
  std::uint8_t ct_bits = 0;
  DropReason reason = DropReason::kNone;  // kNone if and only if the verdict is kPass
  ConnState state = ConnState::kNone;     // of the connection, after the packet
  ConnHandle handle{};                    // of the connection, if it has one
};

}  // namespace tidegate

#endif  // TIDEGATE_VERDICT_H_
