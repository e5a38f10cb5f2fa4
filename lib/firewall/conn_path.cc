// The way of a packet that belongs to a connection, or wants to open one.
#include <algorithm>

#include "admit/random_half_open.h"
#include "firewall/ask_rules.h"
#include "firewall/firewall_impl.h"
#include "firewall/known_conn.h"
#include "firewall/results.h"
#include "packet/icmp.h"
#include "track/conn_flags.h"
#include "track/datagram_tracker.h"
#include "track/plain_track.h"
#include "track/sctp_tracker.h"
#include "track/tcp_tracker.h"

namespace tidegate {
namespace {

// What an endpoint may still send on a connection whose entry has made room for another one: the last acknowledgement,
// a FIN that was lost on its way, a RST. Data is none of it.
bool IsLateClose(const PacketView& view, TcpEvent event) {
  return event == TcpEvent::kFin || event == TcpEvent::kRst || (event == TcpEvent::kAck && view.payload_length == 0);
}

}  // namespace

// Known: track. Unknown: rules, admission, insert.
template <class Key>
void FirewallImpl::DecideConn(Worker& worker, std::size_t i, const PacketIn& in, PacketResult& out) {
  const std::size_t place = worker.burst.places[i];
  const PacketView& view = worker.burst.views[i];
  const FlowSide sender = worker.family<Key>().senders[place];
  TableEntry& entry = Current<Key>(worker, place);
  const Timeouts& timeouts = AgedOptionsOf<Key>(worker, in.zone).timeouts;
  if (entry && internal::IsPlainAck(view) &&
      TrackPlainly(*family<Key>().table, entry, internal::PlainAckOf(view), sender, timeouts, worker.table<Key>())) {
    PassOn<Key>(worker, view.IpLength(), sender, entry, CtBits(entry.life.flags(), sender), out);
    return;
  }
  DecideFully<Key>(worker, i, in, entry, out);
}

// Each way may find that another thread was faster, and takes the other.
template <class Key>
[[gnu::noinline]] void FirewallImpl::DecideFully(Worker& worker, std::size_t i, const PacketIn& in, TableEntry& entry,
                                                 PacketResult& out) {
  const FamilyBurst<Key>& burst = worker.family<Key>();
  const std::size_t place = worker.burst.places[i];
  const PacketView& view = worker.burst.views[i];
  const TcpEvent event = view.IsTcp() ? ClassifyTcpFlags(view.tcp.flags) : TcpEvent::kCount_;
  const Packet<Key> packet{in,
                           view,
                           burst.keys[place],
                           burst.hashes[place],
                           burst.senders[place],
                           event,
                           AgedOptionsOf<Key>(worker, in.zone)};
  if (view.IsTcp() && packet.event == TcpEvent::kCount_) {
    out = Drop(BadFlagsReason(view.tcp.flags), ct::kTrk | ct::kInv);
    return;
  }
  while (!(entry ? DecideKnown(worker, packet, entry, out) : DecideNew(worker, packet, entry, out))) {
    entry = family<Key>().table->Find(packet.key, packet.hash, worker.table<Key>().clock.now);
  }
}

// False: the entry is gone.
template <class Key>
bool FirewallImpl::DecideKnown(Worker& worker, const Packet<Key>& packet, TableEntry& entry, PacketResult& out) {
  if ((entry.life.flags() & kFlagRecheck) != 0) [[unlikely]] {
    const DropReason reason = AskAgain(worker, packet, entry);
    if (reason != DropReason::kNone) {
      out = Drop(reason, ct::kTrk | ct::kInv);
      return true;
    }
  }
  const Tracked tracked = Track(worker, packet, entry);
  switch (tracked.outcome) {
    [[likely]] case TrackOutcome::kPass : PassOn<Key>(worker, packet.view.IpLength(), packet.sender, entry,
                                                      CtBits(entry.life.flags(), packet.sender), out);
    return true;
    case TrackOutcome::kInvalid:
      SetResult<Key>(out, Verdict::kDrop, ct::kTrk | ct::kInv, tracked.reason, entry);
      return true;
    case TrackOutcome::kReopen:
      return DecideNew(worker, packet, entry, out);
    case TrackOutcome::kTakeOver:
      return TakeOver(worker, packet, entry, out);
    case TrackOutcome::kOtherSyn:
      PassOtherSyn(worker, packet, entry, out);
      return true;
    case TrackOutcome::kOtherAsk:
      return DecideOtherAsk(worker, packet, entry, out);
    case TrackOutcome::kGone:
      break;
  }
  return false;
}

// The rules have changed since the connection began. What they deny now ends; what they allow is not asked for again.
template <class Key>
[[gnu::noinline]] DropReason FirewallImpl::AskAgain(Worker& worker, const Packet<Key>& packet, TableEntry& entry) {
  ConnTable<Key>& table = *family<Key>().table;
  const bool opens = packet.sender == OriginOf(entry.life.flags());
  const DropReason reason = AskRulesAgain(*worker.policy, packet.in, packet.view, opens);
  if (reason == DropReason::kNone) {
    // If another thread was faster, the next packet asks again.
    table.UpdateFlags(entry, static_cast<std::uint8_t>(entry.life.flags() & ~kFlagRecheck));
  } else if (table.Release(entry, worker.table<Key>())) {
    worker.counters.revoked.Add();
  }
  return reason;
}

// Opens a connection, in place of `old` if there is one. False: another thread was faster.
template <class Key>
bool FirewallImpl::DecideNew(Worker& worker, const Packet<Key>& packet, const TableEntry& old, PacketResult& out) {
  // Whatever it is of its connection: a SYN, the answer or what follows.
  if (!old && PassesUntracked(*worker.policy, packet.in, packet.view)) {
    out = Pass(0);
    return true;
  }
  const Opening opening = MayOpen(worker, packet);
  if (opening.late_close) worker.counters.late_close.Add();
  if (opening.late_close || opening.reason != DropReason::kNone) {
    out = opening.late_close ? Pass(ct::kTrk | ct::kInv) : Drop(opening.reason, opening.ct_bits);
    return true;
  }
  NewEntry fresh = MakeEntry(worker, packet, opening.origin);
  if (old && packet.view.IsSctp()) KeepOldTags(*family<Key>().table, old, fresh);
  const Entering entering = Enter(worker, packet, fresh, old);
  if (entering.reason != DropReason::kNone || entering.passed_by) {
    out = entering.passed_by ? Pass(ct::kTrk | ct::kNew) : Drop(entering.reason, ct::kTrk | ct::kNew);
    return true;
  }
  if (entering.result.outcome != InsertResult::Outcome::kInserted) return false;
  const std::uint8_t bits =
      packet.event == TcpEvent::kSynAck ? CtBits(fresh.flags, packet.sender) : ct::kTrk | ct::kNew;
  PassOn<Key>(worker, packet.view.IpLength(), packet.sender, entering.result.entry, bits, out);
  return true;
}

// The SYN-ACK that is this packet and the SYN it answers begin a connection of their own.
template <class Key>
bool FirewallImpl::TakeOver(Worker& worker, const Packet<Key>& packet, const TableEntry& entry, PacketResult& out) {
  ConnTable<Key>& table = *family<Key>().table;
  TableWorker& table_worker = worker.table<Key>();
  const TcpHeard opener(table.LoadTrack(entry, HeardWordOf(Opposite(packet.sender))));
  NewEntry fresh =
      TakenOverTcpEntry(packet.view, packet.sender, opener, packet.options.timeouts, table_worker.clock.now);
  fresh.attributes = entry.attributes();
  const InsertResult result =
      worker.settings->inserter<Key>().Reopen(table, entry, packet.key, packet.hash, fresh, table_worker);
  if (result.outcome != InsertResult::Outcome::kInserted) return false;
  worker.inserted = true;
  worker.counters.created.Add();
  worker.counters.reopened.Add();
  PassOn<Key>(worker, packet.view.IpLength(), packet.sender, result.entry, ct::kTrk | ct::kEst | ct::kRpl, out);
  return true;
}

template <class Key>
void FirewallImpl::PassOtherSyn(const Worker& worker, const Packet<Key>& packet, const TableEntry& entry,
                                PacketResult& out) {
  if (AskRules(*worker.policy, packet.in, packet.view) == DropReason::kNone) {
    RememberSyn(*family<Key>().table, entry, packet.view, packet.sender);
  }
  PassOn<Key>(worker, packet.view.IpLength(), packet.sender, entry, CtBits(entry.life.flags(), packet.sender), out);
}

// An echo request of the side that was asked before, with the same identifier.
template <class Key>
bool FirewallImpl::DecideOtherAsk(Worker& worker, const Packet<Key>& packet, TableEntry& entry, PacketResult& out) {
  const DropReason reason = AskRules(*worker.policy, packet.in, packet.view);
  if (reason != DropReason::kNone) {
    SetResult<Key>(out, Verdict::kDrop, ct::kTrk | ct::kNew, reason, entry);
    return true;
  }
  if (!LetBothAsk(*family<Key>().table, entry, packet.options.timeouts, worker.table<Key>())) return false;
  PassOn<Key>(worker, packet.view.IpLength(), packet.sender, entry, ct::kTrk | ct::kNew, out);
  return true;
}

template <class Key>
Tracked FirewallImpl::Track(Worker& worker, const Packet<Key>& packet, TableEntry& entry) {
  ConnTable<Key>& table = *family<Key>().table;
  TableWorker& table_worker = worker.table<Key>();
  if (packet.view.IsIcmp()) {
    return TrackEcho(table, entry, packet.view, packet.sender, packet.options.timeouts, table_worker);
  }
  if (!packet.view.IsTcp() && !packet.view.IsSctp()) {
    return TrackDatagram(table, entry, packet.sender, packet.options.timeouts, table_worker);
  }
  if (packet.view.IsTcp()) {
    const auto before = static_cast<ConnState>(entry.life.state());
    const Tracked tracked =
        TcpPassage(table, entry, packet.view, packet.event, packet.sender, packet.options, table_worker).Track();
    const auto after = static_cast<ConnState>(entry.life.state());
    CountChange(worker, before, after, tracked, false);
    if (after == ConnState::kEstablished && before != after && worker.settings->admitter->notes_established()) {
      const FlowSide origin = OriginOf(entry.life.flags());
      worker.settings->admitter->NoteEstablished(ApplicantOf(worker, packet, ConnClass::kEstablished, origin));
    }
    return tracked;
  }
  const auto before = static_cast<ConnState>(entry.life.state());
  const Tracked tracked =
      SctpPassage(table, entry, packet.view, packet.sender, packet.options.timeouts, table_worker).Track();
  CountChange(worker, before, static_cast<ConnState>(entry.life.state()), tracked, packet.view.sctp.Has(kSctpAbort));
  return tracked;
}

// Counts what a packet has made of its connection.
void FirewallImpl::CountChange(Worker& worker, ConnState before, ConnState after, const Tracked& tracked,
                               bool aborted) {
  if (tracked.outcome != TrackOutcome::kPass || before == after) return;
  WorkerCounters& counters = worker.counters;
  if (after == ConnState::kEstablished || after == ConnState::kSctpEstablished) counters.established.Add();
  if (after == ConnState::kTimeWait || (after == ConnState::kSctpClosed && !aborted)) counters.closed.Add();
  if (after == ConnState::kClose || (after == ConnState::kSctpClosed && aborted)) counters.reset.Add();
}

// May this packet begin a connection, by its protocol and by the rules?
template <class Key>
FirewallImpl::Opening FirewallImpl::MayOpen(const Worker& worker, const Packet<Key>& packet) const {
  // Only where the answer leaves a protected endpoint: from outside anybody could make entries so.
  const bool answers_here = packet.in.from != kNoPort && worker.settings->admitter->entry_by_syn_ack();
  if (packet.view.IsTcp() && packet.event == TcpEvent::kSynAck && answers_here) {
    const bool allowed = MayAnswer(*worker.policy, packet.in, packet.view);
    return {allowed ? DropReason::kNone : DropReason::kTcpNoConnection, ct::kTrk | ct::kInv, Opposite(packet.sender)};
  }
  if (packet.view.IsTcp() && packet.event != TcpEvent::kSyn) return MayOpenLate(worker, packet);
  const DropReason sctp = packet.view.IsSctp() ? MayOpenSctp(packet.view) : DropReason::kNone;
  if (sctp != DropReason::kNone) return {sctp, ct::kTrk | ct::kInv};
  if (packet.view.IsIcmp() && internal::IsEchoReply(packet.view))
    return {DropReason::kIcmpNoRequest, ct::kTrk | ct::kInv};
  return {AskRules(*worker.policy, packet.in, packet.view), ct::kTrk | ct::kNew, packet.sender};
}

// A segment of a connection that began before: where the zone wants it, it is picked up, or allowed to close. Either
// needs rules that would have let one of the two endpoints open it.
template <class Key>
FirewallImpl::Opening FirewallImpl::MayOpenLate(const Worker& worker, const Packet<Key>& packet) const {
  const TcpTracking& tcp = packet.options.tcp;
  const bool pickup = tcp.pickup && packet.event == TcpEvent::kAck;
  const bool late_close = !pickup && tcp.late_close && IsLateClose(packet.view, packet.event);
  constexpr std::uint8_t kBits = ct::kTrk | ct::kInv;
  if (!pickup && !late_close) return {DropReason::kTcpNoConnection, kBits};
  FlowSide origin = packet.sender;
  if (AskRules(*worker.policy, packet.in, packet.view) != DropReason::kNone) {
    if (!MayAnswer(*worker.policy, packet.in, packet.view)) {
      return {DropReason::kTcpNoConnection, kBits};
    }
    origin = Opposite(packet.sender);
  }
  return {DropReason::kNone, kBits, origin, late_close};
}

template <class Key>
Applicant FirewallImpl::ApplicantOf(Worker& worker, const Packet<Key>& packet, ConnClass cls, FlowSide origin) const {
  const PacketView& view = packet.view;
  const std::uint8_t* const address = packet.sender == origin ? view.src_address : view.dst_address;
  const std::uint64_t network = Key::kIsV6 ? internal::Load64(address) >> 16 : internal::Load32(address) >> 8;
  const PortIndex answers = packet.sender == origin ? packet.in.to : packet.in.from;
  return {.cls = cls,
          .answered_here = answers != kNoPort,
          .source = secret_.Derive(network << 1 | (Key::kIsV6 ? 1 : 0)),
          .attempt = secret_.Derive(packet.hash ^ (view.IsTcp() ? view.tcp.seq : 0)),
          .now = worker.table<Key>().clock.now,
          .random = worker.table<Key>().Draw()};
}

template <class Key>
Admission FirewallImpl::Admit(Worker& worker, const Packet<Key>& packet, ConnClass cls, Pressure& pressure) const {
  std::optional<std::int64_t>& elsewhere = Key::kIsV6 ? worker.half_open_elsewhere6 : worker.half_open_elsewhere4;
  if (!elsewhere) {
    elsewhere = 0;
    ForEachWorker([&](Worker& other) {
      if (&other != &worker) *elsewhere += other.table<Key>().census.Live(ConnClass::kHalfOpen);
    });
  }
  const std::int64_t half_open = worker.table<Key>().census.Live(ConnClass::kHalfOpen) + *elsewhere;
  pressure.half_open = static_cast<std::uint64_t>(std::max<std::int64_t>(0, half_open));
  const Admitter& admitter = *worker.settings->admitter;
  return admitter.Admit(admitter.by_class() ? Applicant{.cls = cls} : ApplicantOf(worker, packet, cls, packet.sender),
                        pressure);
}

template <class Key>
NewEntry FirewallImpl::MakeEntry(const Worker& worker, const Packet<Key>& packet, FlowSide origin) const {
  const TimeNs now = worker.table4.clock.now;
  const Timeouts& timeouts = packet.options.timeouts;
  NewEntry fresh;
  if (packet.event == TcpEvent::kSyn) {
    fresh = NewTcpEntry(packet.view, packet.sender, timeouts, now);
  } else if (packet.event == TcpEvent::kSynAck) {
    fresh = AnsweredTcpEntry(packet.view, packet.sender, timeouts, now);
  } else if (packet.view.IsTcp()) {
    fresh = PickedUpTcpEntry(packet.view, packet.sender, origin, timeouts, now);
  } else if (packet.view.IsSctp()) {
    fresh = NewSctpEntry(packet.view, packet.sender, timeouts, now);
  } else {
    fresh = NewDatagramEntry(packet.view, packet.sender, timeouts, now);
  }
  fresh.attributes = packet.in.from | std::uint32_t{packet.in.to} << 16;
  return fresh;
}

// Ends a handshake for the new one, if that is what admission wants.
template <class Key>
bool FirewallImpl::MakesRoom(Worker& worker, const Packet<Key>& packet, const Admission& admission,
                             const Pressure& pressure) {
  Family<Key>& here = family<Key>();
  switch (admission.kind()) {
    case Admission::Kind::kDisplace:
      return here.table->GiveUp(packet.hash, RandomHalfOpen{}, pressure, worker.table<Key>());
    case Admission::Kind::kDisplaceOldest:
      return here.table->GiveUp(packet.hash, *here.oldest, pressure, worker.table<Key>());
    default:
      return false;
  }
}

// Enters a new connection into the table: in place of `old`, the same tuple's connection that has ended, if there is
// one.
template <class Key>
FirewallImpl::Entering FirewallImpl::Enter(Worker& worker, const Packet<Key>& packet, const NewEntry& fresh,
                                           const TableEntry& old) {
  using Outcome = InsertResult::Outcome;
  TableWorker& table_worker = worker.table<Key>();
  ConnTable<Key>& table = *family<Key>().table;
  Pressure pressure{.capacity = table.capacity()};
  Entering entering;
  const ConnClass cls = ClassOf(fresh.state);
  entering.reason =
      worker.settings->zones->Admit(packet.in.zone, Key::kIsV6, cls, static_cast<bool>(old), table_worker.clock.now);
  if (entering.reason == DropReason::kNone) {
    const Admission admission = Admit<Key>(worker, packet, cls, pressure);
    entering.reason = admission.reason();
    entering.passed_by = admission.kind() == Admission::Kind::kPassBy;
    if (MakesRoom(worker, packet, admission, pressure)) entering.reason = DropReason::kNone;
  }
  if (entering.passed_by) return entering;
  if (entering.reason == DropReason::kNone) {
    const Inserter<Key>& inserter = worker.settings->inserter<Key>();
    entering.result = old ? inserter.Reopen(table, old, packet.key, packet.hash, fresh, table_worker)
                          : inserter.FindOrInsert(table, packet.key, packet.hash, fresh, pressure, table_worker);
    if (entering.result.outcome == Outcome::kFull) entering.reason = DropReason::kTableFull;
  }
  if (entering.reason != DropReason::kNone) {
    worker.counters.refused.Add();
    if (packet.view.IsTcp()) worker.counters.refused_syn.Add();
  } else if (entering.result.outcome == Outcome::kInserted) {
    worker.inserted = true;
    worker.counters.created.Add();
    if (old) worker.counters.reopened.Add();
  }
  return entering;
}

template void FirewallImpl::DecideFully<FlowKey4>(Worker&, std::size_t, const PacketIn&, TableEntry&, PacketResult&);
template void FirewallImpl::DecideConn<FlowKey4>(Worker&, std::size_t, const PacketIn&, PacketResult&);
template void FirewallImpl::DecideConn<FlowKey6>(Worker&, std::size_t, const PacketIn&, PacketResult&);

}  // namespace tidegate
