// Could a side of an SCTP association have sent the packet that an ICMP error quotes?
#ifndef TIDEGATE_TRACK_SCTP_QUOTE_H_
#define TIDEGATE_TRACK_SCTP_QUOTE_H_

#include <cstdint>

#include "tidegate/conn_table.h"
#include "tidegate/flow_key.h"
#include "track/sctp_tags.h"

namespace tidegate {

// RFC 9260 section 10: an endpoint discards an error whose quoted verification tag is not the one it sends. A packet
// bears the other side's tag, only an INIT bears none; as it proves nothing, errors about INITs are believed no longer
// than until one is answered. A reflected tag (section 8.5.1) is sent by an endpoint without an association, for which
// the error has no meaning.
constexpr bool MayHaveSentTag(const SctpSide& sender, const SctpSide& receiver, std::uint32_t tag) {
  if (tag != 0) return FitOf(tag, receiver) != SctpFit::kNone;
  const bool answered = sender.used.IsInForce() && sender.used.Fits(sender.offered.value());
  return sender.offered.Is(SctpTag::kKnown) && !answered;
}

// The same of an entry. REQUIRES: `entry` is of an SCTP association. If it is gone by now the answer means nothing.
template <class Table>
bool MayHaveSentTag(const Table& table, const TableEntry& entry, FlowSide sender, std::uint32_t tag) {
  return MayHaveSentTag(LoadSctpSide(table, entry, sender), LoadSctpSide(table, entry, Opposite(sender)), tag);
}

}  // namespace tidegate

#endif  // TIDEGATE_TRACK_SCTP_QUOTE_H_
