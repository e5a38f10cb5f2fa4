// The life-cycle as packet rows: who sends what, and the state behind it.
#include "track/tcp_machine.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tidegate {
namespace {

using enum ConnState;
using TcpEvent::kAck;
using TcpEvent::kFin;
using TcpEvent::kRst;
using TcpEvent::kSyn;
using TcpEvent::kSynAck;

// O: the originator, R: the responder. `acks_fin`: the segment acknowledges the other side's FIN.
struct Segment {
  char from;
  TcpEvent event;
  ConnState state;
  bool acks_fin = false;
};

struct Scenario {
  std::string name;
  std::vector<Segment> segments;
};

const Scenario kScenarios[] = {
    {"originator closes first",
     {{'R', kSynAck, kSynRecv},
      {'O', kAck, kEstablished},
      {'O', kFin, kFinWait},
      {'R', kAck, kCloseWait, true},
      {'R', kFin, kLastAck, true},
      {'O', kAck, kTimeWait, true}}},
    {"responder closes first",
     {{'R', kSynAck, kSynRecv},
      {'O', kAck, kEstablished},
      {'R', kFin, kFinWait},
      {'O', kAck, kCloseWait, true},
      {'O', kFin, kLastAck, true},
      {'R', kAck, kTimeWait, true}}},
    {"close in three segments",
     {{'R', kSynAck, kSynRecv},
      {'O', kAck, kEstablished},
      {'R', kFin, kFinWait},
      {'O', kFin, kLastAck, true},
      {'R', kAck, kTimeWait, true}}},
    {"FINs cross, the second one's sender acknowledges first",
     {{'R', kSynAck, kSynRecv},
      {'O', kAck, kEstablished},
      {'O', kFin, kFinWait},
      {'R', kFin, kClosing},
      {'R', kAck, kLastAck, true},
      {'O', kAck, kTimeWait, true}}},
    {"FINs cross, the first one's sender acknowledges first",
     {{'R', kSynAck, kSynRecv},
      {'O', kAck, kEstablished},
      {'O', kFin, kFinWait},
      {'R', kFin, kClosing},
      {'O', kAck, kLastAck, true},
      {'O', kAck, kLastAck, true},  // repeated: its own FIN is still open
      {'R', kAck, kTimeWait, true}}},
    {"half-closed for long, data one way",
     {{'R', kSynAck, kSynRecv},
      {'O', kAck, kEstablished},
      {'O', kFin, kFinWait},
      {'R', kAck, kFinWait},  // data, the FIN not acknowledged yet
      {'R', kAck, kCloseWait, true},
      {'R', kAck, kCloseWait, true},
      {'O', kAck, kCloseWait},
      {'R', kFin, kLastAck, true},
      {'O', kAck, kTimeWait, true}}},
    {"every segment of the handshake and the close twice",
     {{'O', kSyn, kSynSent},
      {'R', kSynAck, kSynRecv},
      {'O', kSyn, kSynRecv},
      {'R', kSynAck, kSynRecv},
      {'O', kAck, kEstablished},
      {'O', kAck, kEstablished},
      {'O', kFin, kFinWait},
      {'O', kFin, kFinWait},
      {'R', kFin, kLastAck, true},
      {'R', kFin, kLastAck, true},
      {'O', kAck, kTimeWait, true},
      {'R', kFin, kTimeWait, true},
      {'O', kAck, kTimeWait, true}}},
    {"simultaneous open",
     {{'R', kSyn, kSynSent2}, {'O', kSynAck, kSynRecv}, {'R', kSynAck, kSynRecv}, {'O', kAck, kEstablished}}},
    {"simultaneous open, the other SYN-ACK first",
     {{'R', kSyn, kSynSent2}, {'R', kSynAck, kSynRecv}, {'O', kSynAck, kEstablished}}},
    {"refused", {{'R', kRst, kClose}}},
    {"given up", {{'O', kRst, kClose}}},
    {"reset by the responder in the middle",
     {{'R', kSynAck, kSynRecv}, {'O', kAck, kEstablished}, {'R', kRst, kClose}}},
    {"reset while half-closed",
     {{'R', kSynAck, kSynRecv},
      {'O', kAck, kEstablished},
      {'R', kFin, kFinWait},
      {'O', kAck, kCloseWait, true},
      {'O', kRst, kClose}}},
    {"the ACK of the handshake with FIN", {{'R', kSynAck, kSynRecv}, {'O', kFin, kFinWait}}},
    {"SYN in an established connection changes nothing",
     {{'R', kSynAck, kSynRecv}, {'O', kAck, kEstablished}, {'O', kSyn, kEstablished}, {'R', kSynAck, kEstablished}}},
    {"a challenge ACK to a SYN passes", {{'R', kAck, kSynSent}, {'O', kRst, kClose}}},
    {"RST does not end TIME-WAIT (RFC 1337)",
     {{'R', kSynAck, kSynRecv},
      {'O', kAck, kEstablished},
      {'R', kFin, kFinWait},
      {'O', kFin, kLastAck, true},
      {'R', kAck, kTimeWait, true},
      {'O', kRst, kTimeWait}}},
};

TEST(TcpMachine, FollowsEachScenario) {
  for (const Scenario& scenario : kScenarios) {
    ConnState state = kSynSent;
    char closer = 'O';
    for (std::size_t i = 0; i < scenario.segments.size(); ++i) {
      const Segment& segment = scenario.segments[i];
      const char first = IsClosingState(state) ? closer : 'O';
      const TcpRole role = segment.from == first ? TcpRole::kLeader : TcpRole::kPeer;
      const TcpTransition step = NextTcpState(state, role, segment.event, segment.acks_fin);
      ASSERT_TRUE(step.action == TcpAction::kPass || step.action == TcpAction::kIgnore) << scenario.name << ", " << i;
      if (step.action == TcpAction::kPass) {
        if (step.swap_closer) closer = closer == 'O' ? 'R' : 'O';
        state = step.next;
      }
      EXPECT_EQ(Name(state), Name(segment.state)) << scenario.name << ", segment " << i;
    }
  }
}

struct Refusal {
  ConnState state;
  TcpRole role;
  TcpEvent event;
  TcpAction action;
};

TEST(TcpMachine, RefusesAndReopensByRow) {
  const Refusal kRows[] = {
      {kSynSent, TcpRole::kLeader, kAck, TcpAction::kInvalid},     // nothing to acknowledge yet
      {kSynSent, TcpRole::kLeader, kFin, TcpAction::kInvalid},     // nothing to close yet
      {kSynSent, TcpRole::kLeader, kSynAck, TcpAction::kInvalid},  // no SYN to acknowledge
      {kSynSent, TcpRole::kPeer, kFin, TcpAction::kInvalid},       // the responder has not opened
      {kTimeWait, TcpRole::kLeader, kSyn, TcpAction::kReopen},     // from the side that closed first
      {kTimeWait, TcpRole::kPeer, kSyn, TcpAction::kReopen},       // from the other side
      {kClose, TcpRole::kLeader, kSyn, TcpAction::kReopen},       {kClose, TcpRole::kPeer, kSyn, TcpAction::kReopen},
      {kLastAck, TcpRole::kLeader, kSyn, TcpAction::kIgnore},  // the endpoint challenges it
  };
  for (const Refusal& row : kRows) {
    EXPECT_EQ(NextTcpState(row.state, row.role, row.event, false).action, row.action)
        << Name(row.state) << " event " << static_cast<int>(row.event);
  }
}

TEST(ClassifyTcpFlags, NamesFiveEventsAndRefusesTheRest) {
  const struct {
    std::uint8_t flags;
    TcpEvent event;
  } kRows[] = {
      {kTcpSyn, kSyn},
      {kTcpSyn | kTcpAck, kSynAck},
      {kTcpAck, kAck},
      {kTcpAck | kTcpPsh | kTcpUrg, kAck},
      {kTcpFin | kTcpAck, kFin},
      {kTcpFin | kTcpAck | kTcpPsh, kFin},
      {kTcpRst, kRst},
      {kTcpRst | kTcpAck, kRst},
      {0, TcpEvent::kCount_},
      {kTcpPsh, TcpEvent::kCount_},
      {kTcpFin, TcpEvent::kCount_},
      {kTcpSyn | kTcpFin, TcpEvent::kCount_},
      {kTcpSyn | kTcpRst, TcpEvent::kCount_},
      {kTcpFin | kTcpRst | kTcpAck, TcpEvent::kCount_},
      {kTcpFin | kTcpPsh | kTcpUrg, TcpEvent::kCount_},  // "Christmas tree" scan
  };
  for (const auto& row : kRows) EXPECT_EQ(ClassifyTcpFlags(row.flags), row.event) << int{row.flags};
}

}  // namespace
}  // namespace tidegate
