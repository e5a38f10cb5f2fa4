// What a conversation has said so far: the judge's own reading of RFC 9293, by which differences are decided.
//
// It knows neither firewall's tables. Of our side it takes only what passed, since what was dropped reaches nobody.
#ifndef TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_TCP_FACTS_H_
#define TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_TCP_FACTS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "kernel_differential/conversation.h"
#include "kernel_differential/lane.h"

namespace tidegate::differential {

// a > b in the circle of sequence numbers.
constexpr bool After(std::uint32_t a, std::uint32_t b) { return static_cast<std::int32_t>(a - b) > 0; }

constexpr bool Has(const TcpPart& tcp, std::uint8_t flags) { return (tcp.flags & flags) == flags; }
constexpr bool IsRst(const TcpPart& tcp) { return Has(tcp, kTcpRst); }
constexpr bool IsSyn(const TcpPart& tcp) { return Has(tcp, kTcpSyn) && !Has(tcp, kTcpAck); }
constexpr bool IsSynAck(const TcpPart& tcp) { return Has(tcp, kTcpSyn | kTcpAck); }
constexpr std::uint32_t EndOf(const TcpPart& tcp) {
  return tcp.seq + tcp.length + (Has(tcp, kTcpSyn) ? 1 : 0) + (Has(tcp, kTcpFin) ? 1 : 0);
}

struct SideFacts {
  bool spoke = false;
  std::uint32_t end = 0;        // the highest number it sent, RSTs and other SYNs apart
  std::uint32_t first_end = 0;  // of its SYN, or of the first segment seen
  std::optional<std::uint32_t> fin_end;
  std::optional<std::uint32_t> ack;   // the highest it acknowledged of what the other side had sent
  bool plain_ack = false;             // it did so in a segment without SYN
  std::optional<std::uint32_t> edge;  // the highest acknowledgement plus window it sent in one segment
  std::uint32_t window = 0;           // the largest it offered, in bytes
  unsigned shift = 0;
  bool beyond_edge = false;                // it sent beyond the other side's edge of then, within its largest window
  unsigned syns = 0;                       // of the handshake, with those that did not fit it
  std::optional<std::uint32_t> timestamp;  // its last, SYNs apart: agreed upon if there is one

  // One past the last number it ever took of the other side, which has sent up to `sent`: a receiver should not take
  // back what it offered (RFC 9293 section 3.8.6), but may, and then still gets what was under way.
  std::uint32_t Edge(std::uint32_t sent) const { return ack.value_or(sent) + window; }
};

struct TcpFacts {
  std::array<SideFacts, 2> sides;  // by Side
  std::size_t begin = 0;           // the step at which our entry began
  bool picked_up = false;          // it began in mid-stream
  bool both_opened = false;        // by a SYN each
  // A side has sent more before the other one's first ACK, where the kernel knows no window yet.
  bool early_data = false;

  const SideFacts& operator[](Side side) const { return sides[Index(side)]; }
};

// Of the connection that `step` belongs to, without that step itself.
TcpFacts FactsBefore(const Conversation& conversation, const Observations& seen, std::size_t step);

}  // namespace tidegate::differential

#endif  // TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_TCP_FACTS_H_
