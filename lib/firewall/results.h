// The verdicts of the packet path.
#ifndef TIDEGATE_FIREWALL_RESULTS_H_
#define TIDEGATE_FIREWALL_RESULTS_H_

#include <cstddef>
#include <cstdint>

#include "tidegate/account_counts.h"
#include "tidegate/conn_state.h"
#include "tidegate/conn_table.h"
#include "tidegate/drop_reason.h"
#include "tidegate/verdict.h"
#include "track/conn_flags.h"

namespace tidegate {

constexpr PacketResult Pass(std::uint8_t ct_bits) { return {.verdict = Verdict::kPass, .ct_bits = ct_bits}; }

constexpr PacketResult Drop(DropReason reason, std::uint8_t ct_bits) {
  return {.verdict = Verdict::kDrop, .ct_bits = ct_bits, .reason = reason};
}

// A verdict about a packet of a connection, written where it is wanted: put together elsewhere byte by byte, it would
// be copied before its bytes have left the store buffer.
template <class Key>
void SetResult(PacketResult& out, Verdict verdict, std::uint8_t ct_bits, DropReason reason, const TableEntry& entry) {
  out.verdict = verdict;
  out.ct_bits = ct_bits;
  out.reason = reason;
  out.state = static_cast<ConnState>(entry.life.state());
  out.handle.slot = entry.slot;
  out.handle.generation = entry.generation();
  out.handle.v6 = Key::kIsV6;
}

// The same of a verdict that is there already, off the hot path.
template <class Key>
PacketResult WithConn(PacketResult result, const TableEntry& entry) {
  SetResult<Key>(result, result.verdict, result.ct_bits, result.reason, entry);
  return result;
}

// Which of the entry's two accounts a packet of `sender` goes to.
inline std::size_t DirectionOf(const TableEntry& entry, FlowSide sender) {
  return sender == OriginOf(entry.life.flags()) ? kOriginalDirection : kReplyDirection;
}

}  // namespace tidegate

#endif  // TIDEGATE_FIREWALL_RESULTS_H_
