#include "real_stacks/conversation.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace tidegate::real_stacks {
namespace {

constexpr auto kTryAgain = std::chrono::milliseconds(2);
constexpr int kSmallReceiveBuffer = 8192;

Script ScriptOf(const PlannedConnection& plan) { return MakeScript(plan.kind, plan.up, plan.down, plan.rounds); }

}  // namespace

Conversation::Conversation(const PlannedConnection& plan, Network& network, Watch watch)
    : plan_(plan),
      network_(network),
      watch_(std::move(watch)),
      client_(ScriptOf(plan).client, 2 * plan.index, 2 * plan.index + 1),
      server_(ScriptOf(plan).server, 2 * plan.index + 1, 2 * plan.index) {}

std::uint16_t Conversation::ServerPort() const {
  switch (Row(plan_.kind).opening) {
    case Opening::kRefused:
      return kRefusingPort;
    case Opening::kCrossing:
      return static_cast<std::uint16_t>(kFirstClientPort + plan_.index);
    default:
      return kServerPorts[plan_.index % std::size(kServerPorts)];
  }
}

void Conversation::Poll(Clock::time_point now) {
  if (finished()) return;
  OpenSockets(now);
  if (failed()) return;
  AdvanceBoth(now);
  while (client_.at_meeting() && server_.at_meeting()) {
    client_.LeaveMeeting();
    server_.LeaveMeeting();
    AdvanceBoth(now);
  }
  // A connection that ended may be followed by the next at once.
  OpenSockets(now);
  if (!failed()) TakeFailures(now);
}

// The two act one right after the other, by turns in either order, so that what they send crosses.
void Conversation::AdvanceBoth(Clock::time_point now) {
  const Side first = plan_.index % 2 == 0 ? Side::kClient : Side::kServer;
  endpoint(first).Advance(now);
  endpoint(Opposite(first)).Advance(now);
}

void Conversation::OpenSockets(Clock::time_point now) {
  const Opening opening = Row(plan_.kind).opening;
  const bool crossing = opening == Opening::kCrossing;
  if (!client_.wants_socket() && !(crossing && server_.wants_socket())) return;
  if (reopens_ && now < *reopens_) return;
  reopens_.reset();
  if (opening == Opening::kRestarted && !std::exchange(gave_up_first_syn_, true)) {
    int error = 0;
    const Descriptor given_up = network_.Connect(
        Side::kClient, plan_.ipv6, static_cast<std::uint16_t>(kFirstClientPort + plan_.index), ServerPort(), 0, error);
    SetResetOnClose(given_up);  // in case it was answered already
  }
  if (!crossing) return ConnectFrom(Side::kClient, now);
  const Side first = plan_.index % 2 == 0 ? Side::kClient : Side::kServer;
  for (const Side side : {first, Opposite(first)}) {
    if (endpoint(side).wants_socket() && !failed()) ConnectFrom(side, now);
  }
}

void Conversation::ConnectFrom(Side side, Clock::time_point now) {
  const auto client_port = static_cast<std::uint16_t>(kFirstClientPort + plan_.index);
  const bool is_client = side == Side::kClient;
  const int buffer = is_client && plan_.kind == Kind::kZeroWindowClient ? kSmallReceiveBuffer : 0;
  int error = 0;
  Descriptor socket = network_.Connect(side, plan_.ipv6, is_client ? client_port : ServerPort(),
                                       is_client ? ServerPort() : client_port, buffer, error);
  if (socket.valid()) {
    watch_(socket);
    endpoint(side).Attach(std::move(socket));
    endpoint(side).Advance(now);
  } else if (error == EADDRNOTAVAIL) {
    // The last connection of this tuple has not ended yet.
    reopens_ = now + kTryAgain;
  } else {
    Fail("connect: " + std::string(strerrorname_np(error)));
  }
}

void Conversation::Accepted(Descriptor socket) {
  if (server_.failed() && server_.WasRefused()) server_.Reopen();
  watch_(socket);
  server_.Attach(std::move(socket));
}

// A SYN that comes before the other side has called connect() is answered by a RST, and so is, by Linux, a SYN in the
// window of the one that was given up: begin anew, as programs do that open a way through firewalls. And of what was
// given up a connection may be left that ends before it has begun: the one that counts comes later.
void Conversation::TakeFailures(Clock::time_point now) {
  const Opening opening = Row(plan_.kind).opening;
  const bool may_restart = opening == Opening::kCrossing || opening == Opening::kRestarted;
  if (may_restart && client_.WasRefused()) return Restart(now);
  if (client_.failed()) return Fail("client, " + client_.Where() + ": " + client_.error());
  if (!server_.failed()) return;
  if (opening == Opening::kCrossing && server_.WasRefused()) return Restart(now);
  if (opening == Opening::kRestarted && server_.WasRefused()) return;
  Fail("server, " + server_.Where() + ": " + server_.error());
}

void Conversation::Restart(Clock::time_point now) {
  ++restarts_;
  client_.Reopen();
  server_.Reopen();
  reopens_ = now + kTryAgain;
}

Clock::time_point Conversation::WakesAt(Clock::time_point otherwise) const {
  for (const auto& wake : {client_.WakesAt(), server_.WakesAt(), reopens_}) {
    if (wake) otherwise = std::min(otherwise, *wake);
  }
  return otherwise;
}

void Conversation::Fail(const std::string& what) {
  error_ = what + "; client: " + client_.Where() + ", server: " + server_.Where();
  client_.Abort();
  server_.Abort();
}

}  // namespace tidegate::real_stacks
