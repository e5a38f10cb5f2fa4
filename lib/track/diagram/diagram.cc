// From single steps to arrows.
#include "track/diagram/diagram.h"

#include <algorithm>
#include <utility>

namespace tidegate {
namespace {

bool IsOver(ConnState state) { return ClassOf(state) == ConnClass::kTimeWait; }

// The same step by the other side.
bool AreTwins(const Step& a, const Step& b) {
  return a.from == b.from && a.to == b.to && a.opens == b.opens && a.event == b.event && a.leader != b.leader;
}

bool HasTwin(const std::vector<Step>& steps, const Step& step) {
  return std::any_of(steps.begin(), steps.end(), [&](const Step& other) { return AreTwins(step, other); });
}

// Adds an event to the arrow that has all else in common, or makes that arrow.
void Add(std::vector<Arrow>& arrows, Arrow arrow, const std::string& event) {
  for (Arrow& other : arrows) {
    const std::vector<std::string> events = std::exchange(other.events, {});
    const bool same = other == arrow;
    other.events = events;
    if (!same) continue;
    if (std::find(other.events.begin(), other.events.end(), event) == other.events.end()) other.events.push_back(event);
    return;
  }
  arrow.events.push_back(event);
  arrows.push_back(std::move(arrow));
}

// Whether each state that is not over goes to arrow.to by this event, whoever sends it.
bool LeadsFromAll(const std::vector<ConnState>& states, const std::vector<Arrow>& arrows, const Arrow& arrow,
                  const std::string& event) {
  return std::all_of(states.begin(), states.end(), [&](ConnState state) {
    return IsOver(state) || std::any_of(arrows.begin(), arrows.end(), [&](const Arrow& other) {
             return other.from == state && other.to == arrow.to && other.sender == ArrowSender::kEither &&
                    std::find(other.events.begin(), other.events.end(), event) != other.events.end();
           });
  });
}

}  // namespace

std::vector<Arrow> ArrowsOf(const std::vector<ConnState>& states, const std::vector<Step>& steps) {
  std::vector<Arrow> single;
  for (const Step& step : steps) {
    const ArrowSender alone = step.leader ? ArrowSender::kLeader : ArrowSender::kPeer;
    Arrow arrow{.from = step.from,
                .to = step.to,
                .sender = HasTwin(steps, step) ? ArrowSender::kEither : alone,
                .events = {},
                .from_any = false,
                .opens = step.opens};
    Add(single, std::move(arrow), step.event);
  }
  std::vector<Arrow> arrows;
  for (const Arrow& arrow : single) {
    for (const std::string& event : arrow.events) {
      Arrow merged = arrow;
      merged.events.clear();
      if (!arrow.opens && LeadsFromAll(states, single, arrow, event)) {
        merged.from = ConnState::kNone;
        merged.from_any = true;
      }
      Add(arrows, std::move(merged), event);
    }
  }
  return arrows;
}

}  // namespace tidegate
