// One side of a connection: plays its script on its socket, as far as it goes without waiting.
#ifndef TIDEGATE_TESTS_REAL_STACKS_ENDPOINT_H_
#define TIDEGATE_TESTS_REAL_STACKS_ENDPOINT_H_

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "real_stacks/descriptor.h"
#include "real_stacks/script.h"

namespace tidegate::real_stacks {

using Clock = std::chrono::steady_clock;

class Endpoint {
 public:
  // Streams are what the bytes depend on, so that those of another connection or of the other direction are noticed.
  Endpoint(std::vector<Step> script, std::uint32_t send_stream, std::uint32_t receive_stream);

  // Gives it the socket for its next kOpen step; one that comes early is kept for that.
  void Attach(Descriptor socket);

  // Goes on until it is done, has failed or has to wait: for its socket, for a socket to attach, for the time in
  // WakesAt(), or for the other side.
  void Advance(Clock::time_point now);

  bool done() const { return step_ == script_.size(); }
  bool failed() const { return !error_.empty(); }
  bool wants_socket() const { return !done() && Now().act == Act::kOpen && !failed(); }
  bool at_meeting() const { return !done() && Now().act == Act::kMeet && !failed(); }
  std::optional<Clock::time_point> WakesAt() const { return wake_; }

  // REQUIRES: at_meeting(). Ends that step.
  void LeaveMeeting() { NextStep(); }

  // True if it failed before a byte went either way, because the other side knew of no such connection.
  bool WasRefused() const { return refused_ && untouched_; }
  // Back to the step that gave it its socket.
  void Reopen();

  // Ends it as failed, with the step it is in.
  void Fail(const std::string& what);
  // Ends it with a RST and without a word.
  void Abort();

  const std::string& error() const { return error_; }
  std::string Where() const;

 private:
  const Step& Now() const { return script_[step_]; }
  void NextStep();
  void FailSystemCall(const char* call, int error);

  // Each ends its step, fails, or returns false to wait.
  bool PlayStep(Clock::time_point now);
  bool Open();
  bool TransferBytes();
  bool SendUrgent();
  bool Pause(Clock::time_point now);
  bool Shutdown();
  bool ExpectEnd();
  bool ExpectReset();
  bool ExpectRefused();
  bool Close();
  bool Reset();
  bool Vanish();

  void SendUpTo(std::uint32_t bytes);
  void ReceiveUpTo(std::uint32_t bytes);
  bool Discard();
  int TakeError() const;

  std::vector<Step> script_;
  std::uint32_t send_stream_;
  std::uint32_t receive_stream_;
  std::size_t step_ = 0;
  std::size_t open_step_ = 0;
  Descriptor socket_;
  Descriptor next_socket_;
  // Of this step:
  std::uint32_t sent_ = 0;
  std::uint32_t received_ = 0;
  std::optional<Clock::time_point> wake_;
  // Of this socket:
  std::uint64_t send_offset_ = 0;
  std::uint64_t receive_offset_ = 0;
  bool untouched_ = true;
  bool refused_ = false;
  std::string error_;
};

}  // namespace tidegate::real_stacks

#endif  // TIDEGATE_TESTS_REAL_STACKS_ENDPOINT_H_
