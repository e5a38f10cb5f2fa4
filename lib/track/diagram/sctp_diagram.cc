// SCTP's life as its table has it (sctp_machine.h).
#include "track/diagram/diagram.h"
#include "track/sctp_machine.h"

namespace tidegate {
namespace {

struct Event {
  SctpEvent event;
  const char* name;
};

constexpr Event kEvents[] = {
    {SctpEvent::kInit, "INIT"},
    {SctpEvent::kInitAck, "INIT ACK"},
    {SctpEvent::kCookieEcho, "COOKIE ECHO"},
    {SctpEvent::kCookieAck, "COOKIE ACK"},
    {SctpEvent::kNewCookieAck, "COOKIE ACK of a restart"},
    {SctpEvent::kShutdown, "SHUTDOWN"},
    {SctpEvent::kShutdownAck, "SHUTDOWN ACK"},
    {SctpEvent::kShutdownComplete, "SHUTDOWN COMPLETE"},
    {SctpEvent::kAbort, "ABORT"},
    {SctpEvent::kOther, "other"},
};

void AddStep(ConnState from, bool leader, const Event& event, std::vector<Step>& steps) {
  const SctpTransition next = NextSctpState(from, leader, event.event);
  if (next.action == SctpAction::kReopen) {
    steps.push_back(
        {.from = from, .to = ConnState::kSctpCookieWait, .leader = leader, .opens = true, .event = event.name});
  }
  if (next.action != SctpAction::kPass || next.next == from) return;
  // Where a COOKIE ACK does it anyway, one of a restart is nothing of its own.
  if (event.event == SctpEvent::kNewCookieAck && NextSctpState(from, leader, SctpEvent::kCookieAck).next == next.next) {
    return;
  }
  steps.push_back({.from = from, .to = next.next, .leader = leader, .opens = false, .event = event.name});
}

}  // namespace

Diagram SctpDiagram() {
  Diagram diagram{.name = "SCTP", .leader = "originator", .peer = "responder", .states = {}, .arrows = {}};
  std::vector<Step> steps;
  for (auto state = ConnState::kSctpCookieWait; state <= ConnState::kSctpClosed;
       state = static_cast<ConnState>(static_cast<int>(state) + 1)) {
    diagram.states.push_back(state);
    for (const bool leader : {true, false}) {
      for (const Event& event : kEvents) AddStep(state, leader, event, steps);
    }
  }
  diagram.arrows = ArrowsOf(diagram.states, steps);
  diagram.arrows.insert(diagram.arrows.begin(), Arrow{.to = ConnState::kSctpCookieWait,
                                                      .sender = ArrowSender::kLeader,
                                                      .events = {"INIT, if the rules allow it"}});
  return diagram;
}

}  // namespace tidegate
