// The rules of model.h, packet by packet.
#include "fuzz/model.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <numeric>
#include <utility>

#include "fuzz/require.h"

namespace tidegate::fuzz {
namespace {

using Kind = Facts::Kind;

// What the counters have moved by.
FirewallCounters Difference(const FirewallCounters& before, const FirewallCounters& after) {
  FirewallCounters moved;
  moved.packets = after.packets - before.packets;
  moved.bytes = after.bytes - before.bytes;
  moved.passed = after.passed - before.passed;
  moved.untracked = after.untracked - before.untracked;
  moved.created = after.created - before.created;
  moved.reopened = after.reopened - before.reopened;
  moved.established = after.established - before.established;
  moved.closed = after.closed - before.closed;
  moved.reset = after.reset - before.reset;
  moved.late_close = after.late_close - before.late_close;
  moved.refused = after.refused - before.refused;
  moved.refused_syn = after.refused_syn - before.refused_syn;
  const auto subtract = [](const auto& a, const auto& b, auto& out) {
    std::transform(a.begin(), a.end(), b.begin(), out.begin(), std::minus<>());
  };
  subtract(after.evicted, before.evicted, moved.evicted);
  subtract(after.reclaimed, before.reclaimed, moved.reclaimed);
  subtract(after.drops, before.drops, moved.drops);
  return moved;
}

template <class Counters>
std::uint64_t Sum(const Counters& counters) {
  return std::accumulate(counters.begin(), counters.end(), std::uint64_t{0});
}

bool IsRefusal(DropReason reason) {
  using enum DropReason;
  return reason == kHalfOpenQuota || reason == kSourceQuota || reason == kSynRate || reason == kFirstSyn ||
         reason == kUnknownSource || reason == kZoneFull || reason == kZoneHalfOpen || reason == kTableFull;
}

bool Passes(const PacketResult& result) { return result.verdict == Verdict::kPass; }

bool Has(const PacketResult& result, std::uint8_t bits) { return (result.ct_bits & bits) == bits; }

bool IsEchoRequest(const PacketView& view) {
  return view.IsIcmp() && view.icmp.type == (view.ip_version == 4 ? kIcmpEchoRequest : kIcmpV6EchoRequest);
}

// The result alone.
void CheckResult(const PacketResult& result) {
  Require(Passes(result) == (result.reason == DropReason::kNone), "a dropped packet has a reason, a passed one none");
  Require(result.reason < DropReason::kCount_ && !Name(result.reason).empty(), "a reason has a name");
  Require(result.state < ConnState::kCount_, "a state has a name");
  Require(static_cast<bool>(result.handle) == (result.state != ConnState::kNone), "a state is that of a connection");
  Require((result.ct_bits & (ct::kSnat | ct::kDnat)) == 0, "nothing is translated here");
  Require(!Has(result, ct::kNew | ct::kEst) && !Has(result, ct::kNew | ct::kRpl), "what is new is not answered");
  Require(!Has(result, ct::kInv | ct::kEst) && !Has(result, ct::kInv | ct::kRel), "what is invalid belongs nowhere");
}

// Packets of these kinds have no connection and make none.
void CheckWithoutState(const Facts& facts, const PacketIn& in, const PacketResult& result) {
  Require(!result.handle, "a packet without connection has no handle");
  switch (facts.kind) {
    case Kind::kBroken:
      return Require(result.reason == facts.reason, "what does not parse is dropped for what is wrong with it");
    case Kind::kUntracked:
      return Require(Passes(result) && result.ct_bits == 0, "neighbour discovery passes untracked");
    default:
      break;
  }
  if (in.from == kNoPort && in.to == kNoPort) return Require(!Passes(result), "what comes from nowhere is dropped");
  Require(Passes(result) == facts.allowed, "ICMP without connection is left to the rules");
}

}  // namespace

void Model::Check(const PacketIn& in, const PacketResult& result, const Snapshot& before, const Snapshot& after,
                  const FirewallCounters& counters_before, const FirewallCounters& counters_after) {
  const Facts facts(in, *policy_, options_.tracking.verify_checksums);
  const FirewallCounters moved = Difference(counters_before, counters_after);
  CheckResult(result);
  Own own;
  const bool nowhere = in.from == kNoPort && in.to == kNoPort;
  if (facts.kind == Kind::kConn && !nowhere) {
    own = {before.Find(*facts.tuple), after.Find(*facts.tuple)};
    CheckConn(facts, result, own, before);
  } else if (facts.kind == Kind::kIcmpError && !nowhere) {
    CheckIcmpError(facts, result, before);
  } else if (facts.kind != Kind::kConn && facts.kind != Kind::kIcmpError) {
    CheckWithoutState(facts, in, result);
  } else {
    Require(result.reason == DropReason::kUnknownPort && !result.handle, "what comes from nowhere is dropped");
  }
  CheckOthers(Passes(result) && facts.tuple ? &*facts.tuple : nullptr, before, after, moved);
  CheckCounters(in, result, own, moved);
  for (const ConnInfo& conn : after.conns()) HistoryOf(conn).Check(conn);
}

// All connections but the packet's own. `own` is null where the packet may touch none.
void Model::CheckOthers(const FlowTuple* own, const Snapshot& before, const Snapshot& after,
                        const FirewallCounters& counters) {
  std::array<std::uint64_t, kConnClassCount> lost{};
  for (const ConnInfo& was : before.conns()) {
    if (own != nullptr && Canonical(was.tuple) == Canonical(*own)) continue;
    const ConnInfo* is = after.Find(was.tuple);
    if (is != nullptr) {
      Require(IsUnchanged(was, *is), "a packet touches no connection but its own");
      continue;
    }
    CheckLost(was);
    ++lost[static_cast<std::size_t>(ClassOf(was.state))];
    histories_.erase(KeyOf(was.handle));
  }
  Require(lost == counters.evicted, "who disappears was evicted, and is counted in its class");
  Require(Sum(lost) <= counters.created, "who is evicted makes room for another");
  for (const ConnInfo& is : after.conns()) {
    const bool is_own = own != nullptr && Canonical(is.tuple) == Canonical(*own);
    Require(is_own || before.Find(is.tuple) != nullptr, "no connection begins without its packet");
  }
}

// Eviction "lru" may give up anybody, "none" nobody, the others nobody who has exchanged data; for an admission policy
// that displaces, a handshake may go.
void Model::CheckLost(const ConnInfo& lost) const {
  const ConnClass cls = ClassOf(lost.state);
  if (options_.eviction == "lru") return;
  if (options_.admission == "random_half_open_drop" && cls == ConnClass::kHalfOpen) return;
  Require(options_.eviction != "none", "the policy \"none\" evicts nobody");
  Require(cls != ConnClass::kEstablished && cls != ConnClass::kClosing, "living connections are spared");
  Require(options_.eviction != "linux_early_drop" || cls != ConnClass::kTimeWait, "TIME-WAIT is assured");
}

void Model::CheckConn(const Facts& facts, const PacketResult& result, const Own& own, const Snapshot& before) {
  if (!Passes(result)) return CheckDropped(facts, result, own);
  Require(Has(result, ct::kTrk), "what may have a connection is tracked");
  Require(own.before == nullptr || own.after != nullptr, "a connection outlives its packet");
  if (own.after == nullptr) return CheckLateClose(facts, result);
  Require(result.handle == own.after->handle && result.state == own.after->state, "the result names the connection");
  if (own.Began()) CheckBegun(facts, result, own, before);
  const std::size_t direction = own.after->tuple.source == facts.tuple->source ? kOriginalDirection : kReplyDirection;
  History& history = HistoryOf(*own.after);
  history.Pass(facts.view, direction);
  if (own.Began()) return;
  Require(own.before->tuple == own.after->tuple, "a connection keeps its direction");
  Require(Has(result, ct::kEst) != Has(result, ct::kNew), "a connection is new or answered");
  if (Has(result, ct::kEst)) Require(history.HasReplied(), "only an answered connection is called established");
  if (IsEchoRequest(facts.view) && direction == kReplyDirection && Has(result, ct::kNew)) {
    return Require(facts.allowed, "the rules allow a ping that goes the other way");
  }
  Require(Has(result, ct::kRpl) == (direction == kReplyDirection), "a reply goes against the original direction");
}

void Model::CheckBegun(const Facts& facts, const PacketResult& result, const Own& own, const Snapshot& before) {
  const History::Beginning beginning = BeginningOf(facts, result, own);
  if (own.before != nullptr) {
    histories_.erase(KeyOf(own.before->handle));
    const bool ended = ClassOf(own.before->state) == ConnClass::kTimeWait;
    Require(ended || beginning == History::Beginning::kTakenOver, "only a connection that has ended is reopened");
  }
  histories_.emplace(KeyOf(own.after->handle), History(beginning));
  CheckLimits(facts, own, before);
}

// How the connection began, which it must have had the right to.
History::Beginning Model::BeginningOf(const Facts& facts, const PacketResult& result, const Own& own) const {
  using enum History::Beginning;
  const bool original = own.after->tuple.source == facts.tuple->source;
  const std::uint8_t flags = facts.view.tcp.flags;
  if (!facts.view.IsTcp() || (flags & (kTcpSyn | kTcpAck)) == kTcpSyn) {
    Require(original && facts.allowed, "the rules allowed the packet that opened a connection");
    Require(result.ct_bits == (ct::kTrk | ct::kNew), "a packet that opens a connection is new");
    return kOpened;
  }
  if ((flags & kTcpSyn) != 0) {
    Require(!original && own.before != nullptr, "a SYN-ACK begins a connection in place of another one only");
    Require(result.ct_bits == (ct::kTrk | ct::kEst | ct::kRpl), "a SYN-ACK is a reply");
    return kTakenOver;
  }
  Require(OptionsOf(facts.tuple->zone).tcp.pickup, "connections begin in mid-stream only where the zone wants it");
  Require((flags & (kTcpFin | kTcpRst)) == 0, "no connection begins with its end");
  Require(original ? facts.allowed : facts.allowed_turned, "the rules allow the connection that is picked up");
  return kPickedUp;
}

void Model::CheckLimits(const Facts& facts, const Own& own, const Snapshot& before) const {
  if (own.before != nullptr) return;  // it had its place
  const ZoneOptions& zone = OptionsOf(facts.tuple->zone);
  const bool v6 = own.after->handle.v6;
  Require(before.CountBeforeTimeWait(facts.tuple->zone, v6) < zone.max_entries, "a full zone admits nobody");
  if (ClassOf(own.after->state) != ConnClass::kHalfOpen) return;
  Require(before.CountHalfOpen(facts.tuple->zone, v6) < zone.max_half_open, "a zone admits so many handshakes");
}

void Model::CheckLateClose(const Facts& facts, const PacketResult& result) const {
  Require(facts.view.IsTcp() && result.ct_bits == (ct::kTrk | ct::kInv), "without a connection only TCP may pass");
  Require(OptionsOf(facts.tuple->zone).tcp.late_close, "without a connection it passes where the zone wants it");
  const std::uint8_t flags = facts.view.tcp.flags;
  const bool closes = (flags & (kTcpFin | kTcpRst)) != 0;
  Require((flags & kTcpSyn) == 0 && (closes || facts.view.payload_length == 0), "what passes late closes");
  Require(facts.allowed || facts.allowed_turned, "what passes late is of a connection that the rules allow");
}

void Model::CheckIcmpError(const Facts& facts, const PacketResult& result, const Snapshot& before) const {
  const ConnInfo* quoted = facts.quoted ? before.Find(*facts.quoted) : nullptr;
  Require(static_cast<bool>(result.handle) == (quoted != nullptr), "an ICMP error belongs to the connection it quotes");
  if (quoted != nullptr) Require(result.handle == quoted->handle, "an ICMP error has the handle of what it quotes");
  if (!Passes(result)) {
    return Require(result.reason == DropReason::kIcmpErrorUnrelated, "an ICMP error is dropped as unrelated");
  }
  if (quoted == nullptr) {
    return Require(facts.allowed && result.ct_bits == (ct::kTrk | ct::kInv), "an unrelated error is left to the rules");
  }
  const bool reply = quoted->tuple.source == facts.quoted->source;
  Require(facts.goes_to_quoted_sender, "an ICMP error goes to who sent what it quotes");
  Require(result.ct_bits == (ct::kTrk | ct::kRel | (reply ? ct::kRpl : 0)), "an ICMP error is related");
}

void Model::CheckDropped(const Facts& facts, const PacketResult& result, const Own& own) const {
  using enum DropReason;
  const ZoneOptions& zone = OptionsOf(facts.tuple->zone);
  if (result.handle) Require(own.before && own.before->handle == result.handle, "a handle is that of the connection");
  switch (result.reason) {
    case kRuleDeniedInbound:
    case kRuleDeniedOutbound:
      return Require(!facts.allowed, "the rules do deny what they are said to deny");
    case kTcpNoConnection:
    case kSctpNoAssociation:
      return Require(own.before == nullptr, "there is no connection where it is said to be missing");
    case kIcmpNoRequest:
      return Require(own.before == nullptr || own.before->tuple.source == facts.tuple->source,
                     "an echo reply needs a request of the other end");
    case kTcpInvalidState:
    case kTcpBadAck:
    case kTcpBadRst:
    case kSctpInvalidState:
      return Require(own.before != nullptr, "a connection refuses what does not fit it");
    case kTcpBeyondWindow:
      Require(own.before != nullptr, "a connection refuses what does not fit it");
      return Require(!zone.tcp.liberal || ClassOf(own.before->state) == ConnClass::kHalfOpen,
                     "liberal tracking has no windows once a handshake is complete");
    case kZoneFull:
      return Require(zone.max_entries != ZoneOptions::kNoLimit, "only a zone with a limit is full");
    case kZoneHalfOpen:
      return Require(zone.max_half_open != ZoneOptions::kNoLimit, "only a limit for handshakes refuses them");
    case kHalfOpenQuota:
      return Require(options_.admission == "half_open_quota" || options_.admission == "random_half_open_drop" ||
                         options_.admission == "oldest_half_open_drop",
                     "only a quota refuses by quota");
    case kFirstSyn:
      return Require(options_.admission == "first_syn_drop", "only that policy refuses first SYNs");
    default:
      return;
  }
}

void Model::CheckCounters(const PacketIn& in, const PacketResult& result, const Own& own,
                          const FirewallCounters& counters) const {
  const bool passes = Passes(result);
  Require(counters.packets == 1 && counters.bytes == in.on_wire, "every packet is counted, with its bytes");
  Require(counters.passed == (passes ? 1 : 0) && counters.dropped() == (passes ? 0 : 1), "it passes or is dropped");
  Require(passes || counters.drops[static_cast<std::size_t>(result.reason)] == 1, "a drop is counted by its reason");
  Require(counters.untracked == (passes && result.ct_bits == 0 ? 1 : 0), "what passes untracked is counted");
  const bool began = own.Began();
  Require(counters.created == (began ? 1 : 0), "each connection that begins is counted, and nothing else");
  Require(counters.reopened == (began && own.before != nullptr ? 1 : 0), "each that is reopened is counted");
  Require(counters.refused == (IsRefusal(result.reason) ? 1 : 0), "each refusal is counted");
  Require(counters.refused_syn <= counters.refused, "refused SYNs are refused connections");
  const bool late = passes && !result.handle && result.ct_bits == (ct::kTrk | ct::kInv);
  Require(counters.late_close <= (late ? 1 : 0), "a late close is counted where one passed");
  const bool moved = own.before != nullptr && own.after != nullptr && !began && own.before->state != own.after->state;
  const ConnClass cls = moved ? ClassOf(own.after->state) : ConnClass::kEmpty;
  Require(counters.established <= (cls == ConnClass::kEstablished ? 1 : 0), "who is established is counted then");
  Require(counters.closed + counters.reset == (cls == ConnClass::kTimeWait ? 1 : 0), "who ends is counted, once");
}

const ZoneOptions& Model::OptionsOf(Zone zone) const {
  const auto found = options_.tracking.zones.find(zone);
  return found == options_.tracking.zones.end() ? options_.tracking.defaults : found->second;
}

History& Model::HistoryOf(const ConnInfo& conn) {
  const auto found = histories_.find(KeyOf(conn.handle));
  Require(found != histories_.end(), "every connection has been seen to begin");
  return found->second;
}

}  // namespace tidegate::fuzz
