// One planned connection (or several in a row, with the same tuple): both endpoints, and what they have to do together.
#ifndef TIDEGATE_TESTS_REAL_STACKS_CONVERSATION_H_
#define TIDEGATE_TESTS_REAL_STACKS_CONVERSATION_H_

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "real_stacks/endpoint.h"
#include "real_stacks/network.h"
#include "real_stacks/plan.h"

namespace tidegate::real_stacks {

// Ports. The client's tells which connection it is, and so does the server's where both connect.
inline constexpr std::uint16_t kFirstClientPort = 10'000;
inline constexpr std::uint16_t kServerPorts[] = {5001, 5002, 5003, 5004};
inline constexpr std::uint16_t kRefusingPort = 5999;  // nobody listens

class Conversation {
 public:
  // Called for every new socket, whose events are then to lead to Poll().
  using Watch = std::function<void(const Descriptor&)>;

  Conversation(const PlannedConnection& plan, Network& network, Watch watch);

  // Goes on as far as possible, and does so again at WakesAt() and when a socket is ready.
  // REQUIRES: nobody else calls it from within `watch`.
  void Poll(Clock::time_point now);

  // The listener accepted the server's socket.
  void Accepted(Descriptor socket);

  bool finished() const { return failed() || (client_.done() && server_.done()); }
  bool failed() const { return !error_.empty(); }
  Clock::time_point WakesAt(Clock::time_point otherwise) const;

  // Ends it as failed.
  void Fail(const std::string& what);

  const PlannedConnection& plan() const { return plan_; }
  const std::string& error() const { return error_; }
  unsigned restarts() const { return restarts_; }

 private:
  Endpoint& endpoint(Side side) { return side == Side::kClient ? client_ : server_; }
  void OpenSockets(Clock::time_point now);
  void ConnectFrom(Side side, Clock::time_point now);
  void AdvanceBoth(Clock::time_point now);
  void Restart(Clock::time_point now);
  void TakeFailures(Clock::time_point now);
  std::uint16_t ServerPort() const;

  PlannedConnection plan_;
  Network& network_;
  Watch watch_;
  Endpoint client_;
  Endpoint server_;
  std::optional<Clock::time_point> reopens_;  // not before
  bool gave_up_first_syn_ = false;
  unsigned restarts_ = 0;  // handshakes that crossed badly and were begun again
  std::string error_;
};

}  // namespace tidegate::real_stacks

#endif  // TIDEGATE_TESTS_REAL_STACKS_CONVERSATION_H_
