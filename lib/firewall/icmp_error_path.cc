// The way of an ICMP error through the firewall: it belongs to the connection whose packet it quotes.
//
// Believed is what looks as if written by somebody who has seen the packet: the error goes to the host that sent it
// (RFC 5508 section 4; a router that reports may have any address itself), that host has spoken on the connection, and
// of TCP the sequence number is one it may have in flight (RFC 5927 section 4.1), of SCTP the verification tag the one
// it sends (RFC 9260 section 10). Such an error passes without asking the rules, or path MTU discovery would need a
// rule of its own (RFC 2979 section 3.1.1). It changes nothing, neither state nor expiry (RFC 5508, REQ-6): it may be
// forged all the same, and what it means is for the host to decide.
//
// An error about a connection that is there, but not like that, is forged or lost its way: no rule lets it in. One that
// names no connection here is left to the rules, as it may be about a packet of before: who allows ICMP type 3 gets it,
// and is told that it could not be tracked.
#include <cstring>
#include <optional>

#include "firewall/add_key.h"
#include "firewall/ask_rules.h"
#include "firewall/firewall_impl.h"
#include "firewall/results.h"
#include "key/quoted_key.h"
#include "packet/icmp_error.h"
#include "track/conn_flags.h"
#include "track/sctp_quote.h"
#include "track/tcp_quote.h"

namespace tidegate {
namespace {

using internal::IcmpQuote;
using internal::QuoteKind;

constexpr std::uint8_t kUntrackable = ct::kTrk | ct::kInv;

PacketResult Unrelated() { return Drop(DropReason::kIcmpErrorUnrelated, kUntrackable); }

// The sender of the quoted packet is whom the error is for.
template <class Key>
bool GoesToQuotedSender(const PacketView& view, const IcmpQuote& quote) {
  return std::memcmp(view.dst_address, quote.src_address, Key::kIsV6 ? 16 : 4) == 0;
}

// By the number that the quote has of its own.
template <class Key>
bool NumberFits(const ConnTable<Key>& table, const TableEntry& entry, FlowSide sender, const IcmpQuote& quote) {
  if (quote.protocol == kProtocolTcp) return MayBeInFlight(table, entry, sender, quote.number);
  if (quote.protocol == kProtocolSctp) return MayHaveSentTag(table, entry, sender, quote.number);
  return true;
}

bool HasSpoken(std::uint8_t flags, FlowSide side) { return side == OriginOf(flags) || (flags & kFlagReplied) != 0; }

// An error to the originator travels in the reply direction.
std::uint8_t RelatedBits(std::uint8_t flags, FlowSide quoted_sender) {
  return ct::kTrk | ct::kRel | (quoted_sender == OriginOf(flags) ? ct::kRpl : 0);
}

}  // namespace

void FirewallImpl::AddQuoted(Worker& worker, std::size_t i, const PacketIn& in) const {
  Burst& burst = worker.burst;
  const PacketView& view = burst.views[i];
  burst.quotes[i] = internal::ReadIcmpQuote(view, in.captured);
  if (burst.quotes[i].kind != QuoteKind::kPacket) return;
  const auto make_key = [&](auto& key) { return internal::QuotedFlowKey(burst.quotes[i], in.zone, key); };
  if (view.ip_version == 4) {
    AddKey(burst, i, burst.v4.count++, burst.v4, make_key);
  } else {
    AddKey(burst, i, burst.v6.count++, burst.v6, make_key);
  }
}

PacketResult FirewallImpl::DecideIcmpError(Worker& worker, std::size_t i, const PacketIn& in) {
  const PacketView& view = worker.burst.views[i];
  const QuoteKind kind = worker.burst.quotes[i].kind;
  if (kind == QuoteKind::kIcmpError) return Unrelated();
  std::optional<PacketResult> result;
  if (kind == QuoteKind::kPacket) {
    result = view.ip_version == 4 ? Relate<FlowKey4>(worker, i) : Relate<FlowKey6>(worker, i);
  }
  if (result) return *result;
  return AskRules(*worker.policy, in, view) == DropReason::kNone ? Pass(kUntrackable) : Unrelated();
}

// None: there is no such connection.
template <class Key>
std::optional<PacketResult> FirewallImpl::Relate(Worker& worker, std::size_t i) {
  const ConnTable<Key>& table = *family<Key>().table;
  const FamilyBurst<Key>& burst = worker.family<Key>();
  const std::size_t place = worker.burst.places[i];
  const IcmpQuote& quote = worker.burst.quotes[i];
  const FlowSide sender = burst.senders[place];
  const auto find = [&] { return table.Find(burst.keys[place], burst.hashes[place], worker.table<Key>().clock.now); };
  // An earlier packet of this burst may have made or reopened the entry.
  for (TableEntry entry = worker.inserted ? find() : burst.entries[place]; entry; entry = find()) {
    const bool fits = NumberFits(table, entry, sender, quote);
    // Behind the words, which so were of this entry, and before the flags, which a packet of this burst may have set.
    if (!table.Reload(entry)) continue;
    const std::uint8_t flags = entry.life.flags();
    const bool related = fits && HasSpoken(flags, sender) && GoesToQuotedSender<Key>(worker.burst.views[i], quote);
    return WithConn<Key>(related ? Pass(RelatedBits(flags, sender)) : Unrelated(), entry);
  }
  return std::nullopt;
}

}  // namespace tidegate
