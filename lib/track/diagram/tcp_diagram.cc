// TCP's life as its table has it (tcp_machine.h).
#include "track/diagram/diagram.h"
#include "track/tcp_machine.h"

namespace tidegate {
namespace {

struct Event {
  TcpEvent event;
  bool acknowledges_fin;
  const char* name;
};

constexpr Event kEvents[] = {
    {TcpEvent::kSyn, false, "SYN"},       {TcpEvent::kSynAck, false, "SYN-ACK"},
    {TcpEvent::kAck, false, "ACK"},       {TcpEvent::kFin, false, "FIN"},
    {TcpEvent::kAck, true, "ACK of FIN"}, {TcpEvent::kFin, true, "FIN with ACK of FIN"},
    {TcpEvent::kRst, false, "RST"},
};

// What a state and a sender make of an event, as far as it moves the connection.
void AddStep(ConnState from, TcpRole role, const Event& event, std::vector<Step>& steps) {
  const TcpTransition next = NextTcpState(from, role, event.event, event.acknowledges_fin);
  const bool leader = role == TcpRole::kLeader;
  if (next.action == TcpAction::kReopen) {
    steps.push_back({.from = from, .to = ConnState::kSynSent, .leader = leader, .opens = true, .event = event.name});
  }
  if (next.action != TcpAction::kPass || next.next == from) return;
  if (event.acknowledges_fin && NextTcpState(from, role, event.event, false).next == next.next) return;
  steps.push_back({.from = from, .to = next.next, .leader = leader, .opens = false, .event = event.name});
}

}  // namespace

Diagram TcpDiagram() {
  Diagram diagram{.name = "TCP",
                  .leader = "originator; from the first FIN on, by the side that closed first",
                  .peer = "other side",
                  .states = {},
                  .arrows = {}};
  std::vector<Step> steps;
  for (auto state = ConnState::kSynSent; state <= ConnState::kClose;
       state = static_cast<ConnState>(static_cast<int>(state) + 1)) {
    diagram.states.push_back(state);
    for (const TcpRole role : {TcpRole::kLeader, TcpRole::kPeer}) {
      for (const Event& event : kEvents) AddStep(state, role, event, steps);
    }
  }
  diagram.arrows = ArrowsOf(diagram.states, steps);
  diagram.arrows.insert(
      diagram.arrows.begin(),
      Arrow{.to = ConnState::kSynSent, .sender = ArrowSender::kLeader, .events = {"SYN, if the rules allow it"}});
  return diagram;
}

}  // namespace tidegate
