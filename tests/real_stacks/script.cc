#include "real_stacks/script.h"

namespace tidegate::real_stacks {
namespace {

// A zero window lasts longer than a few probes of it; a connection is idle for longer than until its first keep-alive.
constexpr std::uint32_t kClosedWindowMs = 400;
constexpr std::uint32_t kIdleMs = 1500;
constexpr std::uint32_t kTrickleMs = 60;

constexpr Step Transfer(std::uint32_t send, std::uint32_t receive) { return {Act::kTransfer, send, receive}; }
constexpr Step Send(std::uint32_t bytes) { return Transfer(bytes, 0); }
constexpr Step Receive(std::uint32_t bytes) { return Transfer(0, bytes); }
constexpr Step Pause(std::uint32_t ms) { return {Act::kPause, 0, 0, ms}; }
constexpr Step UntilReset(std::uint32_t bytes) { return {Act::kExpectReset, bytes}; }
constexpr Step kMeet{Act::kMeet};
constexpr Step kShutdown{Act::kShutdown};
constexpr Step kEnd{Act::kExpectEnd};
constexpr Step kClose{Act::kClose};
constexpr Step kReset{Act::kReset};

// From the open connection to its end.
Script MakeRound(Kind kind, std::uint32_t up, std::uint32_t down) {
  switch (kind) {
    case Kind::kClientCloses:
    case Kind::kReuseClientClosed:
    case Kind::kRestartedHandshake:
      return {{Send(up), Receive(down), kClose}, {Receive(up), Send(down), kEnd, kClose}};
    case Kind::kServerCloses:
    case Kind::kReuseServerClosed:
      return {{Send(up), Receive(down), kEnd, kClose}, {Receive(up), Send(down), kClose}};
    case Kind::kBothClose:
    case Kind::kReuseBothClosed:
      return {{Transfer(up, down), kMeet, kShutdown, kEnd, kClose},
              {Transfer(down, up), kMeet, kShutdown, kEnd, kClose}};
    case Kind::kHalfCloseClient:
      return {{Send(up), kShutdown, Receive(down), kEnd, kClose}, {Receive(up), kEnd, Send(down), kClose}};
    case Kind::kHalfCloseServer:
      return {{Receive(down), kEnd, Send(up), kClose}, {Send(down), kShutdown, Receive(up), kEnd, kClose}};
    case Kind::kHalfCloseTrickle:
      return {{Receive(down), kEnd, Send(up / 3), Pause(kTrickleMs), Send(up / 3), Pause(kTrickleMs),
               Send(up - up / 3 * 2), kClose},
              {Send(down), kShutdown, Receive(up), kEnd, kClose}};
    case Kind::kResetClient:
    case Kind::kReuseReset:
      return {{Send(up), Receive(down), kReset}, {Receive(up), Send(down), UntilReset(0)}};
    case Kind::kResetServer:
      return {{Send(up), Receive(down), kMeet, UntilReset(0)}, {Receive(up), Send(down), kMeet, kReset}};
    case Kind::kResetBoth:
      return {{Transfer(up, down), kMeet, kReset}, {Transfer(down, up), kMeet, kReset}};
    case Kind::kResetClientInFlight:
    case Kind::kReuseResetInFlight:
      return {{Send(up), Receive(down / 3), kReset}, {Receive(up), UntilReset(down)}};
    case Kind::kResetServerInFlight:
      return {{UntilReset(up)}, {Receive(up / 3), kReset}};
    case Kind::kResetUnread:
      return {{UntilReset(up)}, {Pause(5), kClose}};
    case Kind::kSimultaneousOpen:
      return {{Transfer(up, down), kShutdown, kEnd, kClose}, {Transfer(down, up), kEnd, kClose}};
    case Kind::kRefused:
      return {{Step{Act::kExpectRefused}}, {}};
    case Kind::kZeroWindowClient:
      return {{Send(up), Pause(kClosedWindowMs), Receive(down), kEnd, kClose}, {Receive(up), Send(down), kClose}};
    case Kind::kZeroWindowServer:
      return {{Send(up), Receive(down), kClose}, {Pause(kClosedWindowMs), Receive(up), Send(down), kEnd, kClose}};
    case Kind::kIdle:
      return {{Send(1), Receive(1), Pause(kIdleMs), Send(up), Receive(down), kClose},
              {Receive(1), Send(1), Receive(up), Send(down), kEnd, kClose}};
    case Kind::kUrgent:
      return {{Send(up), Step{Act::kSendUrgent}, Receive(down + 1), kClose},
              {Receive(up + 1), Step{Act::kSendUrgent}, Send(down), kEnd, kClose}};
    case Kind::kReuseVanished:
      return {{Send(up), Receive(down), Step{Act::kVanish}}, {Receive(up), Send(down), UntilReset(0)}};
    case Kind::kCount_:
      break;
  }
  return {};
}

void AddRound(const std::vector<Step>& round, std::vector<Step>& script) {
  if (round.empty()) return;
  script.push_back({Act::kOpen});
  script.insert(script.end(), round.begin(), round.end());
}

}  // namespace

Script MakeScript(Kind kind, std::uint32_t up, std::uint32_t down, unsigned rounds) {
  Script script;
  for (unsigned i = 0; i < rounds; ++i) {
    // Who vanishes does so in all rounds but the last.
    const bool survives = kind == Kind::kReuseVanished && i + 1 == rounds;
    const Script round = MakeRound(survives ? Kind::kClientCloses : kind, up, down);
    AddRound(round.client, script.client);
    AddRound(round.server, script.server);
  }
  return script;
}

}  // namespace tidegate::real_stacks
