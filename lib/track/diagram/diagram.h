// A state machine as a picture: states, and arrows for what moves a connection from one to another.
//
// Diagrams are read off the tables by asking them for every state, sender and event, so that a picture cannot say what
// the table does not. Events that leave a connection in its state have no arrow.
#ifndef TIDEGATE_TRACK_DIAGRAM_DIAGRAM_H_
#define TIDEGATE_TRACK_DIAGRAM_DIAGRAM_H_

#include <cstdint>
#include <string>
#include <vector>

#include "tidegate/conn_state.h"

namespace tidegate {

// Who sends what moves the connection: the originator, from the beginning of closing on who closed first; the other
// one; or any of the two.
enum class ArrowSender : std::uint8_t { kLeader, kPeer, kEither };

struct Arrow {
  ConnState from = ConnState::kNone;  // kNone: nothing is known yet, or whatever `from_any` says
  ConnState to = ConnState::kNone;
  ArrowSender sender = ArrowSender::kEither;
  std::vector<std::string> events;  // any of them
  bool from_any = false;            // from every state that is not over (class time_wait)
  bool opens = false;               // begins a new connection in the place of the one that is over

  friend bool operator==(const Arrow&, const Arrow&) = default;
};

struct Diagram {
  std::string name;
  std::string leader;  // what the legend calls the two senders
  std::string peer;
  std::vector<ConnState> states;  // in the order of life
  std::vector<Arrow> arrows;
};

// One step that a table answered with. Steps in the order of states and events.
struct Step {
  ConnState from, to;
  bool leader = false;
  bool opens = false;
  std::string event;
};

// Makes as few arrows of the steps as say the same: both senders in one, the events between two states in one, and an
// event that ends every living state the same way in one.
std::vector<Arrow> ArrowsOf(const std::vector<ConnState>& states, const std::vector<Step>& steps);

Diagram TcpDiagram();
Diagram SctpDiagram();

}  // namespace tidegate

#endif  // TIDEGATE_TRACK_DIAGRAM_DIAGRAM_H_
