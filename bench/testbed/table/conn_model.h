// FirewallModel over a table: the datapath's (set_table.h) or a reference (full_table.h).
#ifndef TIDEGATE_TESTBED_TABLE_CONN_MODEL_H_
#define TIDEGATE_TESTBED_TABLE_CONN_MODEL_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <utility>

#include "firewall/admitter.h"
#include "testbed/table/firewall_model.h"
#include "testbed/table/model_options.h"
#include "testbed/table/sim_packet.h"
#include "tidegate/admission.h"
#include "tidegate/conn_table.h"
#include "tidegate/pressure.h"
#include "tidegate/timeouts.h"
#include "tidegate/verdict.h"
#include "track/ageing.h"
#include "track/conn_flags.h"
#include "track/tcp_machine.h"

namespace tidegate::testbed {

template <class Table>
class ConnModel final : public FirewallModel {
 public:
  using Entry = typename Table::Entry;

  // `admitter` is not null.
  ConnModel(const ModelOptions& options, std::unique_ptr<const Admitter> admitter, Table table)
      : table_(std::move(table)),
        admitter_(std::move(admitter)),
        loose_(options.mode == CostMode::kLoose),
        base_(options.policy.timeouts),
        timeouts_(base_) {
    if (options.ageing == kAgeingNames[1]) ageing_ = AdaptiveAgeing::For(table_.capacity());
  }

  Passage Process(const SimPacket& packet, TimeNs now) override {
    now_ = now;
    table_.MoveTo(now);
    Entry entry = table_.Find(packet.tuple);
    if (!entry) return Unknown(packet);
    return packet.kind == PacketKind::kDatagram ? FollowDatagram(packet, entry) : FollowTcp(packet, entry);
  }

  CountByClass Live(TimeNs now) override {
    table_.MoveTo(now);
    CountByClass live{};
    for (std::size_t cls = 0; cls < kConnClassCount; ++cls) live[cls] = table_.Live(static_cast<ConnClass>(cls));
    return live;
  }
  std::uint64_t slots() const override { return table_.slots(); }
  std::uint64_t slot_end() const override { return table_.slot_end(); }

 private:
  Passage FollowTcp(const SimPacket& packet, Entry& entry) {
    const ConnState state = table_.State(entry);
    const std::uint8_t flags = table_.Flags(entry);
    const TcpTransition step = NextTcpState(state, RoleOf(packet, state, flags), EventOf(packet.kind), packet.acks_fin);
    switch (step.action) {
      case TcpAction::kInvalid:
        return {.fate = Fate::kInvalid, .state = state, .slot = table_.Slot(entry), .expiry = table_.Expiry(entry)};
      case TcpAction::kReopen:
        return Enter(packet, {.state = ConnState::kSynSent, .flags = FirstFlags(packet.sender)}, entry);
      case TcpAction::kPass: {
        table_.Refresh(entry, step.next, FlagsBehind(packet, state, flags, step), timeouts_);
        const bool complete = step.next == ConnState::kEstablished && state != ConnState::kEstablished;
        if (complete && admitter_->notes_established()) {
          admitter_->NoteEstablished(ApplicantOf(packet, ConnClass::kEstablished));
        }
        break;
      }
      case TcpAction::kIgnore:
        break;
    }
    return Known(packet, entry);
  }

  Passage FollowDatagram(const SimPacket& packet, Entry& entry) {
    const std::uint8_t flags = table_.Flags(entry);
    const bool reply = packet.sender != OriginOf(flags);
    const ConnState next = reply ? ConnState::kUdpStream : table_.State(entry);
    table_.Refresh(entry, next, static_cast<std::uint8_t>(flags | (reply ? kFlagReplied : 0)), timeouts_);
    return Known(packet, entry);
  }

  // Packets of an opener whom nobody has answered yet are no use of its entry (firewall/inserter.cc).
  Passage Known(const SimPacket& packet, Entry& entry) {
    if ((CtBits(table_.Flags(entry), packet.sender) & ct::kEst) != 0) table_.NoteHit(entry);
    return Shown(entry, false);
  }

  Passage Shown(const Entry& entry, bool created) const {
    return {.fate = Fate::kPassed,
            .state = table_.State(entry),
            .created = created,
            .slot = table_.Slot(entry),
            .expiry = table_.Expiry(entry)};
  }

  Passage Unknown(const SimPacket& packet) {
    const std::uint8_t first = FirstFlags(packet.sender);
    const std::uint8_t answer = static_cast<std::uint8_t>(FirstFlags(Opposite(packet.sender)) | kFlagReplied);
    switch (packet.kind) {
      case PacketKind::kSyn:
        return Enter(packet, {.state = ConnState::kSynSent, .flags = first}, {});
      case PacketKind::kSynAck:
        if (admitter_->entry_by_syn_ack() && packet.from_server) {
          return Enter(packet, {.state = ConnState::kSynRecv, .flags = answer}, {});
        }
        return {.fate = Fate::kNoEntry};
      case PacketKind::kData:
        // Picked up in mid-stream, where that is allowed.
        return loose_ ? Enter(packet, {.state = ConnState::kEstablished, .flags = Opened(packet)}, {})
                      : Passage{.fate = Fate::kNoEntry};
      case PacketKind::kDatagram:
        // The servers may answer, not ask.
        return !packet.from_server || loose_ ? Enter(packet, {.state = ConnState::kUdpSingle, .flags = first}, {})
                                             : Passage{.fate = Fate::kNoEntry};
      default:
        return {.fate = Fate::kLateClose};
    }
  }

  Passage Enter(const SimPacket& packet, NewEntry fresh, const Entry& old) {
    fresh.expiry = now_ + timeouts_.Of(fresh.state);
    Pressure pressure{.capacity = table_.capacity(), .half_open = table_.Live(ConnClass::kHalfOpen)};
    const Admission admission = admitter_->Admit(ApplicantOf(packet, ClassOf(fresh.state)), pressure);
    if (admission.kind() == Admission::Kind::kPassBy) return {.fate = Fate::kPassedBy};
    const bool displaced =
        (admission.kind() == Admission::Kind::kDisplace && table_.DisplaceAny(packet.tuple, pressure)) ||
        (admission.kind() == Admission::Kind::kDisplaceOldest && table_.DisplaceOldest(packet.tuple, pressure));
    if (admission.reason() != DropReason::kNone && !displaced) {
      return {.fate = Fate::kRefused, .reason = admission.reason()};
    }
    const Entry entry = old ? table_.Reopen(old, packet.tuple, fresh) : table_.Insert(packet.tuple, fresh, pressure);
    Age();
    return entry ? Shown(entry, true) : Passage{.fate = Fate::kRefused, .reason = DropReason::kTableFull};
  }

  // With each new connection: what is live changes by no more than that.
  void Age() {
    if (!ageing_) return;
    std::uint64_t live = 0;
    for (std::size_t cls = 0; cls < kConnClassCount; ++cls) live += table_.Live(static_cast<ConnClass>(cls));
    const std::uint64_t share = ageing_->Share(live);
    if (share == share_) return;
    share_ = share;
    timeouts_ = AdaptiveAgeing::Scaled(base_, share);
  }

  Applicant ApplicantOf(const SimPacket& packet, ConnClass cls) {
    return {.cls = cls,
            .answered_here = !packet.from_server,
            .source = packet.source,
            .attempt = packet.attempt,
            .now = now_,
            .random = table_.Draw()};
  }

  static TcpRole RoleOf(const SimPacket& packet, ConnState state, std::uint8_t flags) {
    const FlowSide first = IsClosingState(state) ? CloserOf(flags) : OriginOf(flags);
    return packet.sender == first ? TcpRole::kLeader : TcpRole::kPeer;
  }
  static std::uint8_t FlagsBehind(const SimPacket& packet, ConnState state, std::uint8_t flags,
                                  const TcpTransition& step) {
    const auto next = static_cast<std::uint8_t>(flags | (packet.sender != OriginOf(flags) ? kFlagReplied : 0));
    if (step.next == ConnState::kFinWait && state != ConnState::kFinWait) {
      const std::uint8_t closer = packet.sender == FlowSide::kHigh ? kFlagCloserHigh : 0;
      return static_cast<std::uint8_t>((next & ~kFlagCloserHigh) | closer);
    }
    return static_cast<std::uint8_t>(step.swap_closer ? next ^ kFlagCloserHigh : next);
  }
  static std::uint8_t FirstFlags(FlowSide origin) { return WithOrigin(origin); }
  // Of a connection that is picked up: a client opened it.
  static std::uint8_t Opened(const SimPacket& packet) {
    const FlowSide client = packet.from_server ? Opposite(packet.sender) : packet.sender;
    return static_cast<std::uint8_t>(FirstFlags(client) | kFlagReplied);
  }

  Table table_;
  std::unique_ptr<const Admitter> admitter_;
  bool loose_;
  Timeouts base_;
  Timeouts timeouts_;  // with what ageing has made of them
  std::optional<AdaptiveAgeing> ageing_;
  std::uint64_t share_ = AdaptiveAgeing::kSteps;
  TimeNs now_ = 0;
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_TABLE_CONN_MODEL_H_
