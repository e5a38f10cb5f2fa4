// Takes a TCP segment through its connection: state machine, sequence numbers, timeouts.
//
// A SYN that does not fit. Either endpoint may have lost the connection that is tracked here (a restart, a RST that was
// lost). Its SYN then finds an entry that is alive. As an endpoint would (RFC 9293 section 3.5.1, RFC 5961 section 4),
// the tracker lets it pass, keeps the connection, and remembers the SYN. What comes back decides: a challenge ACK,
// answered by a RST that is exact, ends the old connection; a SYN-ACK that acknowledges the remembered SYN shows that
// the other endpoint knows no old connection either, and the new one takes the entry over.
#ifndef TIDEGATE_TRACK_TCP_TRACKER_H_
#define TIDEGATE_TRACK_TCP_TRACKER_H_

#include <algorithm>
#include <cstdint>

#include "table/table_worker.h"
#include "tidegate/conn_table.h"
#include "tidegate/tracking.h"
#include "track/conn_flags.h"
#include "track/refresh.h"
#include "track/reopen.h"
#include "track/tcp_machine.h"
#include "track/tcp_reset.h"
#include "track/tcp_side.h"
#include "track/tcp_window.h"
#include "track/track_outcome.h"

namespace tidegate {

namespace internal {

// RFC 7413: of a SYN with data the receiver may acknowledge all or only the SYN.
inline constexpr std::uint32_t kMostFastOpenData = 65535;
// What a responder may have sent before its handshake was complete, as far as was seen: twice the window of a SYN.
inline constexpr std::uint32_t kMostEarlyData = 2 * 65535;

// True if `number` is the end of what `side` sent, as far as a SYN with data leaves that open.
inline bool IsEndOf(const TcpSide& side, std::uint32_t number) {
  if (number == side.sent.end()) return true;
  const bool open = side.sent.Is(TcpSent::kFastOpen) || side.sent.Is(TcpSent::kLoose);
  return open && side.sent.end() - number <= kMostFastOpenData;
}

constexpr bool IsHandshake(ConnState state) { return ClassOf(state) == ConnClass::kHalfOpen; }

}  // namespace internal

// Where only one of two first segments offered to scale windows, neither may (RFC 7323 section 2.2).
constexpr void AgreeOnScaling(TcpSide& one, TcpSide& other) {
  if (one.sent.Is(TcpSent::kScales) && other.sent.Is(TcpSent::kScales)) return;
  one = Unscaled(one);
  other = Unscaled(other);
}

constexpr void StoreSide(TrackWords& words, FlowSide side, const TcpSide& value) {
  words[SentWordOf(side)] = value.sent.raw();
  words[HeardWordOf(side)] = value.heard.raw();
}

template <class Table>
TcpSide LoadSide(const Table& table, const TableEntry& entry, FlowSide side) {
  return {TcpSent(table.LoadTrack(entry, SentWordOf(side))), TcpHeard(table.LoadTrack(entry, HeardWordOf(side)))};
}

// The entry of a connection that this SYN begins.
inline NewEntry NewTcpEntry(const PacketView& syn, FlowSide sender, const Timeouts& timeouts, TimeNs now) {
  NewEntry fresh{.state = ConnState::kSynSent,
                 .flags = WithOrigin(sender),
                 .attributes = 0,
                 .expiry = now + timeouts.Of(ConnState::kSynSent),
                 .track = {}};
  StoreSide(fresh.track, sender, FirstSeen(syn));
  return fresh;
}

// The entry of a connection found in mid-stream. It is not established before both sides have been seen, and as nobody
// knows how its windows are scaled, its numbers are not judged.
inline NewEntry PickedUpTcpEntry(const PacketView& segment, FlowSide sender, FlowSide origin, const Timeouts& timeouts,
                                 TimeNs now) {
  NewEntry fresh{.state = ConnState::kSynRecv,
                 .flags = static_cast<std::uint8_t>(WithOrigin(origin) | (sender != origin ? kFlagReplied : 0)),
                 .attributes = 0,
                 .expiry = now + timeouts.Of(ConnState::kSynRecv),
                 .track = {}};
  TcpSide side = FirstSeen(segment);
  side.sent = side.sent.With(TcpSent::kLoose);
  StoreSide(fresh.track, sender, side);
  return fresh;
}

// The entry of a connection between the endpoint whose SYN is remembered in `opener` and the sender of this SYN-ACK.
inline NewEntry TakenOverTcpEntry(const PacketView& syn_ack, FlowSide sender, TcpHeard opener, const Timeouts& timeouts,
                                  TimeNs now) {
  NewEntry fresh{.state = ConnState::kSynRecv,
                 .flags = static_cast<std::uint8_t>(WithOrigin(Opposite(sender)) | kFlagReplied),
                 .attributes = 0,
                 .expiry = now + timeouts.Of(ConnState::kSynRecv),
                 .track = {}};
  TcpSide origin = FromRememberedSyn(opener);
  TcpSide responder = FirstSeen(syn_ack);
  AgreeOnScaling(origin, responder);
  StoreSide(fresh.track, Opposite(sender), origin);
  StoreSide(fresh.track, sender, responder);
  return fresh;
}

// The entry of a connection whose SYN passed without one, and which this SYN-ACK answers. What the SYN offered is not
// known, but that it offered to scale windows if the answer does; then its shift is taken for the largest there is (RFC
// 7323 section 2.3).
inline NewEntry AnsweredTcpEntry(const PacketView& syn_ack, FlowSide sender, const Timeouts& timeouts, TimeNs now) {
  constexpr int kLargestShift = 14;
  NewEntry fresh{.state = ConnState::kSynRecv,
                 .flags = static_cast<std::uint8_t>(WithOrigin(Opposite(sender)) | kFlagReplied),
                 .attributes = 0,
                 .expiry = now + timeouts.Of(ConnState::kSynRecv),
                 .track = {}};
  TcpSide origin{TcpSent(syn_ack.tcp.ack).With(TcpSent::kKnown).With(TcpSent::kOpens), {}};
  if (syn_ack.tcp.has_window_scale) origin.sent = origin.sent.With(TcpSent::kScales).WithShift(kLargestShift);
  origin.heard = {TcpHeard::Kind::kNothing, TcpHeard::kMaxWindow, 0};
  StoreSide(fresh.track, Opposite(sender), origin);
  StoreSide(fresh.track, sender, FirstSeen(syn_ack));
  return fresh;
}

// Remembers a SYN that did not fit the connection.
template <class Table>
void RememberSyn(Table& table, const TableEntry& entry, const PacketView& syn, FlowSide sender) {
  std::uint64_t old = table.LoadTrack(entry, HeardWordOf(sender));
  const std::uint64_t remembered = RememberedSyn(syn).raw();
  while (old != remembered && table.SwapTrack(entry, HeardWordOf(sender), old, remembered) == SwapResult::kChanged) {
  }
}

// One segment on its way through its connection. REQUIRES: `entry` is of a TCP connection, `event` is the segment's.
template <class Table>
class TcpPassage {
 public:
  TcpPassage(Table& table, TableEntry& entry, const PacketView& view, TcpEvent event, FlowSide sender,
             const ZoneOptions& options, TableWorker& worker)
      : table_(table), entry_(entry), view_(view), event_(event), sender_(sender), options_(options), worker_(worker) {}

  Tracked Track() {
    for (;;) {
      state_ = static_cast<ConnState>(entry_.life.state());
      own_ = LoadSide(table_, entry_, sender_);
      peer_ = LoadSide(table_, entry_, Opposite(sender_));
      const Tracked tracked = Judge();
      // What was loaded may have been a later entry's: that says nothing about this packet.
      if (tracked.outcome == TrackOutcome::kInvalid && !table_.Reload(entry_)) return TrackOutcome::kGone;
      if (tracked.outcome != TrackOutcome::kGone) return tracked;
      if (!entry_.life.IsOf(entry_.generation()) || entry_.life.Expired(worker_.clock.now)) return TrackOutcome::kGone;
    }
  }

 private:
  // kGone: the entry has changed under way.
  Tracked Judge() {
    switch (event_) {
      case TcpEvent::kSyn:
        return JudgeSyn();
      case TcpEvent::kSynAck:
        return JudgeSynAck();
      case TcpEvent::kRst:
        return JudgeRst();
      default:
        return JudgeSegment();
    }
  }

  Tracked JudgeSyn() {
    const TcpTransition step = Step(false);
    if (step.action == TcpAction::kReopen) {
      const bool ended = state_ == ConnState::kClose || MayReopen(view_.tcp, LastSentOf(own_));
      return ended ? Tracked(TrackOutcome::kReopen) : OtherSyn();
    }
    const bool known = own_.sent.Is(TcpSent::kKnown);
    const bool again = known && internal::IsEndOf(own_, SequenceEnd(view_));
    if (!internal::IsHandshake(state_)) return again ? Tracked(TrackOutcome::kPass) : OtherSyn();
    if (again) return Follow(step, own_);
    // Both open at the same time; or nobody saw how the connection began.
    return known || peer_.sent.Is(TcpSent::kLoose) ? OtherSyn() : Answer(step);
  }

  Tracked JudgeSynAck() {
    if (TakesOver()) return TrackOutcome::kTakeOver;
    const TcpTransition step = Step(false);
    if (step.action == TcpAction::kInvalid) return {TrackOutcome::kInvalid, DropReason::kTcpInvalidState};
    // Refused, and accepted after all: the RST was for a copy of the SYN, and the opener may not have got it.
    const bool refused = state_ == ConnState::kClose && !own_.sent.Is(TcpSent::kKnown);
    if (state_ == ConnState::kClose && !refused) return TrackOutcome::kPass;
    if (!internal::IsHandshake(state_) && !refused) return JudgeSegment();
    // One that acknowledges another SYN: its receiver resets it (RFC 9293 section 3.10.7.3).
    if (!internal::IsEndOf(peer_, view_.tcp.ack)) return TrackOutcome::kPass;
    if (!own_.sent.Is(TcpSent::kKnown)) {
      return peer_.sent.Is(TcpSent::kLoose) ? Tracked(TrackOutcome::kPass) : Answer(step);
    }
    const std::uint32_t later = own_.sent.end() - SequenceEnd(view_);
    const bool same = later == 0 || (own_.sent.Is(TcpSent::kEarly) && later <= internal::kMostEarlyData);
    if (same) return Follow(step, Heard(own_));
    if (sender_ == OriginOf(entry_.life.flags()) && !BothOpen()) return TrackOutcome::kPass;
    // The same SYN is answered with another number: by a responder that keeps no state (SYN cookies) or began anew, or
    // by an originator that began anew where both open at the same time. Which one the other side took, its ACK will
    // not tell for certain.
    TcpSide side = FirstSeen(view_);
    side.sent = side.sent.WithShift(own_.sent.shift()).With(TcpSent::kLoose);
    if (own_.sent.Is(TcpSent::kOpens)) side.sent = side.sent.With(TcpSent::kOpens);
    return Follow(step, side);
  }

  Tracked JudgeRst() {
    const TcpTransition step = Step(false);
    if (step.action == TcpAction::kIgnore) return TrackOutcome::kPass;
    switch (JudgeReset(own_, peer_, view_)) {
      case ResetFit::kCloses:
        return Follow(step, own_);
      case ResetFit::kDoubted:
        return Doubt();
      case ResetFit::kPasses:
        return TrackOutcome::kPass;
      case ResetFit::kBad:
        break;
    }
    return {TrackOutcome::kInvalid, DropReason::kTcpBadRst};
  }

  Tracked JudgeSegment() {
    const TcpTransition step = Step(AcknowledgesFin());
    if (step.action == TcpAction::kInvalid) return {TrackOutcome::kInvalid, DropReason::kTcpInvalidState};
    // To a SYN that nobody has answered yet: from a connection before, or to one that has been reset.
    if (state_ == ConnState::kClose || !(own_.sent.Is(TcpSent::kKnown) || peer_.sent.Is(TcpSent::kLoose))) {
      return TrackOutcome::kPass;
    }
    // Picked up, and the other side has not spoken: its sender alone closes nothing, as it established nothing.
    if (event_ == TcpEvent::kFin && !peer_.sent.Is(TcpSent::kKnown)) return TrackOutcome::kPass;
    const SegmentFit fit = FitOf(own_, peer_, view_);
    const bool outside = fit == SegmentFit::kBeyondWindow || fit == SegmentFit::kBadAck;
    if (outside && options_.tcp.liberal && CompletesHandshake()) return FollowOutside(step);
    if (fit == SegmentFit::kBeyondWindow) return {TrackOutcome::kInvalid, DropReason::kTcpBeyondWindow};
    if (fit == SegmentFit::kBadAck) return {TrackOutcome::kInvalid, DropReason::kTcpBadAck};
    if (!CompletesHandshake()) return RefuseHandshake();
    if (fit == SegmentFit::kOld || event_ == TcpEvent::kSynAck) return TrackOutcome::kPass;
    if (Early()) return FollowEarly();
    return Follow(
        step, Heard(own_.sent.Is(TcpSent::kKnown) ? TcpSide{own_.sent.After(view_), own_.heard} : FirstSeen(view_)));
  }

  // Liberal: it may go where it likes, but its numbers are not taken for the connection's, or those that come behind it
  // would be judged by them. Only a FIN's are needed, to know what acknowledges it.
  Tracked FollowOutside(const TcpTransition& step) {
    TcpSide own = own_;
    if (event_ == TcpEvent::kFin) own.sent = own.sent.WithEnd(SequenceEnd(view_)).With(TcpSent::kFinished);
    return Follow(step, own);
  }

  // A handshake is complete only if the originator has seen the SYN-ACK: who merely pretends to be it cannot know that
  // number (RFC 9293 section 3.10.7.4, fifth, SYN-RECEIVED).
  bool CompletesHandshake() const {
    if (state_ != ConnState::kSynRecv || Role() != TcpRole::kLeader) return true;
    if (own_.sent.Is(TcpSent::kLoose) || peer_.sent.Is(TcpSent::kLoose)) return true;
    const std::uint32_t unacknowledged = peer_.sent.end() - view_.tcp.ack;
    return unacknowledged == 0 || (own_.sent.Is(TcpSent::kFastOpen) && unacknowledged <= internal::kMostFastOpenData) ||
           (peer_.sent.Is(TcpSent::kEarly) && unacknowledged <= internal::kMostEarlyData);
  }

  // Before the handshake is complete its responder says nothing behind its SYN-ACK but perhaps FIN. More is late, from
  // a connection before: one that was so fast that its numbers lie ahead of this one's (RFC 9293 section 3.4.1). Or the
  // ACK has taken another way than through here. With data in the SYN there may be more (RFC 7413).
  bool Early() const {
    if (state_ != ConnState::kSynRecv || Role() != TcpRole::kPeer || BothOpen()) return false;
    if (!own_.sent.Is(TcpSent::kKnown) || own_.sent.Is(TcpSent::kLoose) || peer_.sent.Is(TcpSent::kLoose)) return false;
    if (peer_.sent.Is(TcpSent::kFastOpen) || SequenceEnd(view_) == own_.sent.end()) return false;
    return event_ != TcpEvent::kFin || own_.sent.Is(TcpSent::kEarly) || view_.tcp.seq != own_.sent.end();
  }

  // It may be acknowledged, but need not be; and no FIN is taken from it.
  Tracked FollowEarly() {
    TcpSide own = own_;
    if (SequenceAfter(SequenceEnd(view_), own.sent.end())) {
      own.sent = own.sent.WithEnd(SequenceEnd(view_)).With(TcpSent::kEarly);
    }
    return Follow({TcpAction::kPass, state_, false}, own);
  }

  // A bare ACK of an older number passes, and establishes nothing: its sender may have got the SYN of an opening that
  // the other side has given up, and has to learn so by the RST that answers it (RFC 9293 section 3.5.1).
  Tracked RefuseHandshake() const {
    if (event_ == TcpEvent::kAck && view_.payload_length == 0) return TrackOutcome::kPass;
    return {TrackOutcome::kInvalid, DropReason::kTcpBadAck};
  }

  // The first segment of the other side, a SYN or a SYN-ACK.
  Tracked Answer(const TcpTransition& step) {
    if (step.action != TcpAction::kPass) return {TrackOutcome::kInvalid, DropReason::kTcpInvalidState};
    TcpSide own = FirstSeen(view_);
    TcpSide peer = peer_;
    AgreeOnScaling(own, peer);
    if (!StorePeer(peer)) return TrackOutcome::kGone;
    return Follow(step, own);
  }

  // Only the originator's SYN is remembered without asking the rules, which let it open this connection.
  Tracked OtherSyn() {
    if (sender_ != OriginOf(entry_.life.flags())) return TrackOutcome::kOtherSyn;
    RememberSyn(table_, entry_, view_, sender_);
    if (!internal::IsHandshake(state_)) return TrackOutcome::kPass;
    if (Refresh(table_, entry_, state_, entry_.life.flags(), options_.timeouts, worker_)) return TrackOutcome::kPass;
    return TrackOutcome::kGone;
  }

  // Not by a delayed copy of the SYN-ACK that this connection began with, whose number is a recent one. In a handshake
  // no such copy acknowledges the SYN that did not fit; there the sender may repeat its number, as where both open at
  // the same time and one begins anew.
  bool TakesOver() const {
    constexpr std::uint32_t kRecent = 1u << 20;
    if (!peer_.heard.Is(TcpHeard::Kind::kOtherSyn) || view_.tcp.ack != peer_.heard.number()) return false;
    return internal::IsHandshake(state_) || own_.sent.end() - SequenceEnd(view_) > kRecent;
  }

  // A RST that may have been taken or not: the entry lives no longer than a closing one, unless a packet follows.
  Tracked Doubt() {
    const TimeNs now = worker_.clock.now;
    const TimeNs expiry = std::min(entry_.life.Expiry(now), now + options_.timeouts.Of(ConnState::kFinWait));
    const bool done = table_.UpdateLife(entry_, state_, entry_.life.flags(), expiry, worker_);
    return done ? TrackOutcome::kPass : TrackOutcome::kGone;
  }

  bool AcknowledgesFin() const {
    return (view_.tcp.flags & kTcpAck) != 0 && peer_.sent.Is(TcpSent::kFinished) &&
           !SequenceAfter(peer_.sent.end(), view_.tcp.ack);
  }

  TcpTransition Step(bool acknowledges_fin) const { return NextTcpState(state_, Role(), event_, acknowledges_fin); }

  // In SYN-RECEIVED it leads who completes the handshake: the originator, or where both opened at the same time whose
  // SYN has been acknowledged (RFC 9293 figure 8). Nobody does before the other side has spoken, as it may not have on
  // a connection that was picked up.
  TcpRole Role() const {
    const std::uint8_t flags = entry_.life.flags();
    const FlowSide first = IsClosingState(state_) ? CloserOf(flags) : OriginOf(flags);
    if (state_ != ConnState::kSynRecv) return sender_ == first ? TcpRole::kLeader : TcpRole::kPeer;
    const bool completes = peer_.heard.Is(TcpHeard::Kind::kAck) || (sender_ == first && !BothOpen());
    return completes && peer_.sent.Is(TcpSent::kKnown) ? TcpRole::kLeader : TcpRole::kPeer;
  }

  // Both at the same time (RFC 9293 section 3.5).
  bool BothOpen() const { return own_.sent.Is(TcpSent::kOpens) && peer_.sent.Is(TcpSent::kOpens); }

  TcpSide Heard(const TcpSide& side) const { return {side.sent, HeardAfter(side, peer_, view_)}; }

  static LastSent LastSentOf(const TcpSide& side) {
    return {side.sent.end(), side.heard.number(), side.heard.Is(TcpHeard::Kind::kStamp)};
  }

  // Stores what the sender has said now and goes to the next state. The numbers before the state: who sees a FIN in the
  // state must find it in the numbers.
  Tracked Follow(const TcpTransition& step, const TcpSide& own) {
    if (step.action == TcpAction::kInvalid) return {TrackOutcome::kInvalid, DropReason::kTcpInvalidState};
    if (!Advance(SentWordOf(sender_), own_.sent.raw(), own.sent.raw()) ||
        !Advance(HeardWordOf(sender_), own_.heard.raw(), own.heard.raw())) {
      return TrackOutcome::kGone;
    }
    if (step.action == TcpAction::kIgnore) return TrackOutcome::kPass;
    if (Refresh(table_, entry_, step.next, FlagsBehind(step), options_.timeouts, worker_)) return TrackOutcome::kPass;
    return TrackOutcome::kGone;
  }

  std::uint8_t FlagsBehind(const TcpTransition& step) const {
    const std::uint8_t flags = entry_.life.flags();
    const auto next = static_cast<std::uint8_t>(flags | (sender_ != OriginOf(flags) ? kFlagReplied : 0));
    if (step.next == ConnState::kFinWait && state_ != ConnState::kFinWait) {
      return static_cast<std::uint8_t>((next & ~kFlagCloserHigh) | (sender_ == FlowSide::kHigh ? kFlagCloserHigh : 0));
    }
    return step.swap_closer ? next ^ kFlagCloserHigh : next;
  }

  bool StorePeer(const TcpSide& peer) {
    const FlowSide side = Opposite(sender_);
    return Advance(HeardWordOf(side), peer_.heard.raw(), peer.heard.raw()) &&
           Advance(SentWordOf(side), peer_.sent.raw(), peer.sent.raw());
  }

  // False if another thread changed the word, or the entry is gone.
  bool Advance(std::size_t word, std::uint64_t from, std::uint64_t to) {
    if (from == to) return true;
    if (table_.SwapTrack(entry_, word, from, to) == SwapResult::kDone) return true;
    table_.Reload(entry_);
    return false;
  }

  Table& table_;
  TableEntry& entry_;
  const PacketView& view_;
  const TcpEvent event_;
  const FlowSide sender_;
  const ZoneOptions& options_;
  TableWorker& worker_;

  ConnState state_ = ConnState::kNone;
  TcpSide own_;
  TcpSide peer_;
};

}  // namespace tidegate

#endif  // TIDEGATE_TRACK_TCP_TRACKER_H_
