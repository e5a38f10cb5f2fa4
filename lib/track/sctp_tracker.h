// Takes an SCTP packet through its association: verification tags, state machine, timeouts.
//
// Several addresses. An endpoint may have more than one and send over any of them (RFC 9260 section 6.4). An
// association is followed on the pair of addresses on which its INIT came; a HEARTBEAT or data on another pair belongs
// to no association here.
#ifndef TIDEGATE_TRACK_SCTP_TRACKER_H_
#define TIDEGATE_TRACK_SCTP_TRACKER_H_

#include <cstdint>

#include "table/table_worker.h"
#include "tidegate/conn_table.h"
#include "tidegate/packet_view.h"
#include "tidegate/timeouts.h"
#include "track/conn_flags.h"
#include "track/refresh.h"
#include "track/sctp_machine.h"
#include "track/sctp_tags.h"
#include "track/track_outcome.h"

namespace tidegate {

// May this packet begin an association? An INIT has no tag to show and one to offer (RFC 9260 sections 8.5.1 A, 3.3.2).
inline DropReason MayOpenSctp(const PacketView& view) {
  if (!view.sctp.Has(kSctpInit)) return DropReason::kSctpNoAssociation;
  const bool right = view.sctp.verification_tag == 0 && view.sctp.initiate_tag != 0;
  return right ? DropReason::kNone : DropReason::kSctpBadTag;
}

// The entry of an association that this INIT begins.
inline NewEntry NewSctpEntry(const PacketView& init, FlowSide sender, const Timeouts& timeouts, TimeNs now) {
  NewEntry fresh{.state = ConnState::kSctpCookieWait,
                 .flags = WithOrigin(sender),
                 .attributes = 0,
                 .expiry = now + timeouts.Of(ConnState::kSctpCookieWait),
                 .track = {}};
  fresh.track[OfferedWordOf(sender)] = SctpTag::Of(init.sctp.initiate_tag).raw();
  return fresh;
}

// Hands the tags of the association that ended in `old` on to the one that takes its place. If its SHUTDOWN COMPLETE
// was lost on the last stretch, the endpoint that waits for it answers the new INIT with SHUTDOWN ACK under the old tag
// (RFC 9260 section 9.2).
template <class Table>
void KeepOldTags(const Table& table, const TableEntry& old, NewEntry& fresh) {
  for (const FlowSide side : {FlowSide::kLow, FlowSide::kHigh}) {
    const SctpTag used = LoadSctpSide(table, old, side).used;
    if (used.IsInForce()) fresh.track[UsedWordOf(side)] = SctpTag::Of(used.value()).With(SctpTag::kOld).raw();
  }
}

// One packet on its way through its association. REQUIRES: `entry` is of an SCTP association.
template <class Table>
class SctpPassage {
 public:
  SctpPassage(Table& table, TableEntry& entry, const PacketView& view, FlowSide sender, const Timeouts& timeouts,
              TableWorker& worker)
      : table_(table), entry_(entry), sctp_(view.sctp), sender_(sender), timeouts_(timeouts), worker_(worker) {}

  Tracked Track() {
    for (;;) {
      state_ = static_cast<ConnState>(entry_.life.state());
      own_ = LoadSctpSide(table_, entry_, sender_);
      peer_ = LoadSctpSide(table_, entry_, Opposite(sender_));
      const Tracked tracked = FollowChunks();
      // What was loaded may have been a later entry's: that says nothing about this packet.
      if (tracked.outcome == TrackOutcome::kInvalid && !table_.Reload(entry_)) return TrackOutcome::kGone;
      if (tracked.outcome != TrackOutcome::kGone) return tracked;
      if (!entry_.life.IsOf(entry_.generation()) || entry_.life.Expired(worker_.clock.now)) return TrackOutcome::kGone;
    }
  }

 private:
  enum class Proof : std::uint8_t { kGood, kBad, kNoEffect };

  // Chunks that open or close, in the order in which one packet may have several of them.
  struct ChunkEvent {
    std::uint8_t type;
    SctpEvent event;
  };
  static constexpr ChunkEvent kChunkEvents[] = {{kSctpInit, SctpEvent::kInit},
                                                {kSctpInitAck, SctpEvent::kInitAck},
                                                {kSctpCookieEcho, SctpEvent::kCookieEcho},
                                                {kSctpCookieAck, SctpEvent::kCookieAck},
                                                {kSctpShutdown, SctpEvent::kShutdown},
                                                {kSctpShutdownAck, SctpEvent::kShutdownAck},
                                                {kSctpShutdownComplete, SctpEvent::kShutdownComplete},
                                                {kSctpAbort, SctpEvent::kAbort}};
  static constexpr unsigned kEventful = 1u << kSctpInit | 1u << kSctpInitAck | 1u << kSctpCookieEcho |
                                        1u << kSctpCookieAck | 1u << kSctpShutdown | 1u << kSctpShutdownAck |
                                        1u << kSctpShutdownComplete | 1u << kSctpAbort;

  // kGone: the entry has changed under way.
  Tracked FollowChunks() {
    moved_ = false;
    if ((sctp_.chunks & kEventful) == 0) {
      const Tracked tracked = Follow(SctpEvent::kOther);
      if (tracked.outcome != TrackOutcome::kPass) return tracked;
    } else {
      for (const ChunkEvent& row : kChunkEvents) {
        if (!sctp_.Has(row.type)) continue;
        const Tracked tracked = Follow(row.event);
        if (tracked.outcome != TrackOutcome::kPass) return tracked;
      }
    }
    if (!moved_) return TrackOutcome::kPass;
    const std::uint8_t flags = entry_.life.flags();
    const auto next_flags = static_cast<std::uint8_t>(flags | (sender_ != OriginOf(flags) ? kFlagReplied : 0));
    return Refresh(table_, entry_, state_, next_flags, timeouts_, worker_) ? TrackOutcome::kPass : TrackOutcome::kGone;
  }

  Tracked Follow(SctpEvent event) {
    const Proof proof = ProofOf(event);
    if (proof == Proof::kBad) return {TrackOutcome::kInvalid, DropReason::kSctpBadTag};
    if (proof == Proof::kNoEffect) return TrackOutcome::kPass;
    const SctpTransition step = Step(event);
    if (step.action == SctpAction::kReopen) return TrackOutcome::kReopen;
    if (step.action == SctpAction::kInvalid) return {TrackOutcome::kInvalid, DropReason::kSctpInvalidState};
    if (!TakeTags(event)) return TrackOutcome::kGone;
    if (step.action == SctpAction::kPass) {
      state_ = step.next;
      moved_ = true;
    }
    return TrackOutcome::kPass;
  }

  SctpTransition Step(SctpEvent event) const {
    const bool from_originator = sender_ == OriginOf(entry_.life.flags());
    if (event != SctpEvent::kCookieAck) return NextSctpState(state_, from_originator, event);
    // Who acknowledges a cookie has got it back: without that nobody has proved to be there (RFC 9260 section 5.1).
    if (!own_.used.Is(SctpTag::kEchoed)) return {};
    const bool in_force = FitOf(sctp_.verification_tag, peer_) == SctpFit::kUsed;
    return NextSctpState(state_, from_originator, in_force ? SctpEvent::kCookieAck : SctpEvent::kNewCookieAck);
  }

  // Does the packet's verification tag prove that its sender is an endpoint (RFC 9260 sections 8.5 and 8.5.1)?
  Proof ProofOf(SctpEvent event) const {
    const std::uint32_t tag = sctp_.verification_tag;
    switch (event) {
      case SctpEvent::kInit:
        return MayOpenTag() ? Proof::kGood : Proof::kBad;
      case SctpEvent::kInitAck:
        return sctp_.initiate_tag != 0 && IsCurrent(FitOf(tag, peer_)) ? Proof::kGood : Proof::kBad;
      case SctpEvent::kCookieEcho:
      case SctpEvent::kCookieAck:
        return IsCurrent(FitOf(tag, peer_)) ? Proof::kGood : Proof::kBad;
      case SctpEvent::kAbort:
      case SctpEvent::kShutdownComplete:
        return ProofOfEnd(event, FitOf(tag, sctp_.reflects_tag ? own_ : peer_));
      default:
        return ProofOfOther(event, FitOf(tag, peer_));
    }
  }

  static constexpr bool IsCurrent(SctpFit fit) { return fit == SctpFit::kUsed || fit == SctpFit::kOffered; }
  bool MayOpenTag() const { return sctp_.verification_tag == 0 && sctp_.initiate_tag != 0; }
  bool IsHandshake() const { return ClassOf(state_) == ConnClass::kHalfOpen; }

  // Section 8.5.1 B and C. An ABORT that answers the INIT of a restart refuses that, and the association goes on.
  Proof ProofOfEnd(SctpEvent event, SctpFit fit) const {
    if (fit == SctpFit::kUsed || (fit == SctpFit::kOffered && IsHandshake())) return Proof::kGood;
    if (fit == SctpFit::kOffered && event == SctpEvent::kAbort) return Proof::kNoEffect;
    return fit == SctpFit::kOld ? Proof::kNoEffect : Proof::kBad;
  }

  // During the handshake a tag that was only offered is right as well: what may be sent then, the state says.
  Proof ProofOfOther(SctpEvent event, SctpFit fit) const {
    if (fit == SctpFit::kUsed || (fit == SctpFit::kOffered && IsHandshake())) return Proof::kGood;
    return fit == SctpFit::kOld && event == SctpEvent::kShutdownAck ? Proof::kNoEffect : Proof::kBad;
  }

  // Remembers what the handshake says of tags. False if another thread changed a word, or the entry is gone.
  bool TakeTags(SctpEvent event) {
    const std::uint32_t tag = sctp_.verification_tag;
    switch (event) {
      case SctpEvent::kInit:
        return StoreOwn({SctpTag::Of(sctp_.initiate_tag), own_.used});
      case SctpEvent::kInitAck:
        if (IsHandshake()) {
          return StorePeerUsed(peer_.used.PutInForce(tag)) && StoreOwn(AfterInitAck(own_, sctp_.initiate_tag));
        }
        // Only an answer to the last INIT counts: one to an earlier INIT is a late copy.
        if (!peer_.offered.Fits(tag)) return true;
        return StoreOwn({SctpTag::Of(sctp_.initiate_tag), own_.used});
      case SctpEvent::kCookieEcho:
        return StorePeerUsed(SctpTag::Of(tag).With(SctpTag::kEchoed));
      case SctpEvent::kCookieAck:
        return StorePeerUsed(peer_.used.PutInForce(tag));
      default:
        return true;
    }
  }

  bool StoreOwn(const SctpSide& own) {
    const bool done =
        Advance(UsedWordOf(sender_), own_.used, own.used) && Advance(OfferedWordOf(sender_), own_.offered, own.offered);
    own_ = own;
    return done;
  }

  bool StorePeerUsed(SctpTag used) {
    const bool done = Advance(UsedWordOf(Opposite(sender_)), peer_.used, used);
    peer_.used = used;
    return done;
  }

  bool Advance(std::size_t word, SctpTag from, SctpTag to) {
    if (from == to) return true;
    std::uint64_t expected = from.raw();
    if (table_.SwapTrack(entry_, word, expected, to.raw()) == SwapResult::kDone) return true;
    table_.Reload(entry_);
    return false;
  }

  Table& table_;
  TableEntry& entry_;
  const SctpFields& sctp_;
  const FlowSide sender_;
  const Timeouts& timeouts_;
  TableWorker& worker_;

  ConnState state_ = ConnState::kNone;
  bool moved_ = false;
  SctpSide own_;
  SctpSide peer_;
};

}  // namespace tidegate

#endif  // TIDEGATE_TRACK_SCTP_TRACKER_H_
