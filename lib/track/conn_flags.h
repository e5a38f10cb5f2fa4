// The flags of a connection's life word, shared by the trackers of all protocols.
#ifndef TIDEGATE_TRACK_CONN_FLAGS_H_
#define TIDEGATE_TRACK_CONN_FLAGS_H_

#include <cstdint>

#include "tidegate/flow_key.h"
#include "tidegate/verdict.h"

namespace tidegate {

inline constexpr std::uint8_t kFlagOriginHigh = 1 << 0;  // the high endpoint opened the connection
inline constexpr std::uint8_t kFlagCloserHigh = 1 << 1;  // TCP: the high endpoint closed first
inline constexpr std::uint8_t kFlagReplied = 1 << 2;     // the other side has answered
inline constexpr std::uint8_t kFlagBothAsk = 1 << 3;     // ICMP echo: the other side asks with this identifier, too
inline constexpr std::uint8_t kFlagRecheck = 1 << 4;     // the rules have to be asked again (Firewall::Recheck())

constexpr FlowSide OriginOf(std::uint8_t flags) {
  return (flags & kFlagOriginHigh) != 0 ? FlowSide::kHigh : FlowSide::kLow;
}
constexpr FlowSide CloserOf(std::uint8_t flags) {
  return (flags & kFlagCloserHigh) != 0 ? FlowSide::kHigh : FlowSide::kLow;
}
constexpr std::uint8_t WithOrigin(FlowSide origin) { return origin == FlowSide::kHigh ? kFlagOriginHigh : 0; }

// The state bits of a packet that `sender` sent on a connection with these flags.
constexpr std::uint8_t CtBits(std::uint8_t flags, FlowSide sender) {
  if (sender != OriginOf(flags)) return ct::kTrk | ct::kEst | ct::kRpl;
  return ct::kTrk | ((flags & kFlagReplied) != 0 ? ct::kEst : ct::kNew);
}

}  // namespace tidegate

#endif  // TIDEGATE_TRACK_CONN_FLAGS_H_
