// Could a side of a TCP connection have in flight the segment that an ICMP error quotes?
#ifndef TIDEGATE_TRACK_TCP_QUOTE_H_
#define TIDEGATE_TRACK_TCP_QUOTE_H_

#include <algorithm>
#include <cstdint>

#include "tidegate/conn_table.h"
#include "tidegate/flow_key.h"
#include "track/tcp_segment.h"
#include "track/tcp_side.h"
#include "track/tcp_window.h"

namespace tidegate {

// Errors are believed that late: an acknowledgement may overtake the error about a segment before it.
inline constexpr std::uint32_t kQuoteSlack = 66000;

// RFC 5927 section 4.1: SND.UNA =< SEG.SEQ < SND.NXT. The end itself is the number of a bare ACK or a keep-alive's
// answer. From the middle SND.UNA is the highest acknowledgement that came by; where that is not remembered, no more is
// in flight than the other side's largest window. Who guesses hits an idle connection once in 65,000 tries.
inline bool MayBeInFlight(const TcpSide& sender, const TcpSide& receiver, std::uint32_t seq) {
  if (!sender.sent.Is(TcpSent::kKnown)) return false;  // it has sent nothing
  if (sender.sent.Is(TcpSent::kLoose)) return true;
  // A SYN of a connection that wants to begin in place of this one.
  if (sender.heard.Is(TcpHeard::Kind::kOtherSyn) && sender.heard.number() - seq <= kQuoteSlack) return true;
  const std::uint32_t end = sender.sent.end();
  const std::uint32_t acked = receiver.heard.number();
  std::uint32_t outstanding = WindowOf(receiver);
  if (receiver.heard.Is(TcpHeard::Kind::kAck)) outstanding = SequenceAfter(end, acked) ? end - acked : 0;
  if (receiver.heard.Is(TcpHeard::Kind::kOtherSyn)) outstanding = 1u << 20;  // neither is known
  return end - seq <= std::max(outstanding, kQuoteSlack);
}

// The same of an entry. REQUIRES: `entry` is of a TCP connection. If the entry is gone by now the answer means nothing.
template <class Table>
bool MayBeInFlight(const Table& table, const TableEntry& entry, FlowSide sender, std::uint32_t seq) {
  const auto side = [&](FlowSide which) {
    return TcpSide{TcpSent(table.LoadTrack(entry, SentWordOf(which))),
                   TcpHeard(table.LoadTrack(entry, HeardWordOf(which)))};
  };
  return MayBeInFlight(side(sender), side(Opposite(sender)), seq);
}

}  // namespace tidegate

#endif  // TIDEGATE_TRACK_TCP_QUOTE_H_
