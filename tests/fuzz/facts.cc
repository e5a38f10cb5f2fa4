// The library's readers are checked by a fuzz target of their own; here they are taken at their word.
#include "fuzz/facts.h"

#include <cstring>
#include <utility>

#include "key/quoted_key.h"
#include "packet/checksum.h"
#include "packet/icmp_error.h"

namespace tidegate::fuzz {
namespace {

template <class Key>
FlowTuple TupleOf(const PacketView& view, Zone zone) {
  Key key;
  const FlowSide sender = MakeFlowKey(view, zone, key);
  return ToTuple(key, sender);
}

template <class Key>
FlowTuple TupleOf(const internal::IcmpQuote& quote, Zone zone) {
  Key key;
  const FlowSide sender = internal::QuotedFlowKey(quote, zone, key);
  return ToTuple(key, sender);
}

bool MayOpen(const PacketIn& in, const PacketView& view, const SecurityPolicy& policy) {
  return policy.Allows(in.from, Direction::kOutbound, view) && policy.Allows(in.to, Direction::kInbound, view);
}

// RFC 4861 section 4, RFC 2710, RFC 3810: solicitations, advertisements, redirects, listener reports.
bool IsNeighbourDiscovery(const PacketView& view) {
  return view.ip_version == 6 && ((view.icmp.type >= 130 && view.icmp.type <= 137) || view.icmp.type == 143);
}

bool IsEcho(const PacketView& view) {
  const std::uint8_t request = view.ip_version == 4 ? kIcmpEchoRequest : kIcmpV6EchoRequest;
  const std::uint8_t reply = view.ip_version == 4 ? kIcmpEchoReply : kIcmpV6EchoReply;
  return view.icmp.type == request || view.icmp.type == reply;
}

}  // namespace

Facts::Facts(const PacketIn& in, const SecurityPolicy& policy, bool verify_checksums) {
  reason = ParsePacket(in.data, in.captured, in.on_wire, view);
  if (reason == DropReason::kNone && verify_checksums) reason = VerifyChecksums(view, in.captured).reason;
  if (reason != DropReason::kNone) return;
  ReadKind(in);
  if (view.ip_version != 0) AskRules(in, policy);
}

void Facts::ReadKind(const PacketIn& in) {
  if (view.ip_version == 0 || (view.IsIcmp() && IsNeighbourDiscovery(view))) {
    kind = Kind::kUntracked;
  } else if (!view.IsIcmp() || IsEcho(view)) {
    kind = Kind::kConn;
    tuple = view.ip_version == 4 ? TupleOf<FlowKey4>(view, in.zone) : TupleOf<FlowKey6>(view, in.zone);
  } else if (internal::IsIcmpError(view)) {
    kind = Kind::kIcmpError;
    ReadQuote(in);
  } else {
    kind = Kind::kStateless;
  }
}

void Facts::ReadQuote(const PacketIn& in) {
  const internal::IcmpQuote quote = internal::ReadIcmpQuote(view, in.captured);
  if (quote.kind != internal::QuoteKind::kPacket) return;
  const bool v4 = view.ip_version == 4;
  quoted = v4 ? TupleOf<FlowKey4>(quote, in.zone) : TupleOf<FlowKey6>(quote, in.zone);
  goes_to_quoted_sender = std::memcmp(view.dst_address, quote.src_address, v4 ? 4 : 16) == 0;
}

void Facts::AskRules(const PacketIn& in, const SecurityPolicy& policy) {
  allowed = MayOpen(in, view, policy);
  PacketIn turned_in = in;
  std::swap(turned_in.from, turned_in.to);
  PacketView turned = view;
  std::swap(turned.src_address, turned.dst_address);
  std::swap(turned.src_port, turned.dst_port);
  allowed_turned = MayOpen(turned_in, turned, policy);
}

}  // namespace tidegate::fuzz
