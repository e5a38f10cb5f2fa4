#include "real_stacks/endpoint.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <span>
#include <utility>

#include "real_stacks/stream_bytes.h"

namespace tidegate::real_stacks {
namespace {

constexpr std::size_t kReadAtOnce = 65536;

bool IsReset(int error) { return error == ECONNRESET || error == EPIPE; }

std::string ErrorName(int error) {
  const char* name = strerrorname_np(error);
  return name != nullptr ? name : std::to_string(error);
}

bool WouldBlock(ssize_t result) { return result < 0 && (errno == EAGAIN || errno == EINTR); }

}  // namespace

Endpoint::Endpoint(std::vector<Step> script, std::uint32_t send_stream, std::uint32_t receive_stream)
    : script_(std::move(script)), send_stream_(send_stream), receive_stream_(receive_stream) {}

void Endpoint::Attach(Descriptor socket) { next_socket_ = std::move(socket); }

void Endpoint::Advance(Clock::time_point now) {
  while (!done() && !failed() && PlayStep(now)) NextStep();
  if (done() || failed()) wake_.reset();
  if (failed()) socket_.Close();
}

void Endpoint::NextStep() {
  ++step_;
  sent_ = 0;
  received_ = 0;
  wake_.reset();
}

bool Endpoint::PlayStep(Clock::time_point now) {
  switch (Now().act) {
    case Act::kOpen:
      return Open();
    case Act::kTransfer:
      return TransferBytes();
    case Act::kSendUrgent:
      return SendUrgent();
    case Act::kPause:
      return Pause(now);
    case Act::kMeet:
      return false;
    case Act::kShutdown:
      return Shutdown();
    case Act::kExpectEnd:
      return ExpectEnd();
    case Act::kExpectReset:
      return ExpectReset();
    case Act::kExpectRefused:
      return ExpectRefused();
    case Act::kClose:
      return Close();
    case Act::kReset:
      return Reset();
    case Act::kVanish:
      return Vanish();
  }
  return false;
}

bool Endpoint::Open() {
  if (!next_socket_.valid()) return false;
  socket_ = std::move(next_socket_);
  open_step_ = step_;
  send_offset_ = 0;
  receive_offset_ = 0;
  untouched_ = true;
  refused_ = false;
  return true;
}

void Endpoint::Reopen() {
  socket_.Close();
  next_socket_.Close();
  error_.clear();
  step_ = open_step_;
  sent_ = 0;
  received_ = 0;
  wake_.reset();
}

bool Endpoint::TransferBytes() {
  SendUpTo(Now().send);
  ReceiveUpTo(Now().receive);
  return sent_ == Now().send && received_ == Now().receive;
}

void Endpoint::SendUpTo(std::uint32_t bytes) {
  while (!failed() && sent_ < bytes) {
    const auto piece = StreamBytes::At(send_stream_, send_offset_, bytes - sent_);
    const ssize_t count = send(socket_.get(), piece.data(), piece.size(), MSG_NOSIGNAL);
    if (WouldBlock(count)) return;
    if (count < 0) return FailSystemCall("send", errno);
    sent_ += static_cast<std::uint32_t>(count);
    send_offset_ += static_cast<std::uint64_t>(count);
  }
}

void Endpoint::ReceiveUpTo(std::uint32_t bytes) {
  std::array<std::uint8_t, kReadAtOnce> buffer;
  while (!failed() && received_ < bytes) {
    const auto expected =
        StreamBytes::At(receive_stream_, receive_offset_, std::min<std::size_t>(bytes - received_, buffer.size()));
    const ssize_t count = recv(socket_.get(), buffer.data(), expected.size(), 0);
    if (WouldBlock(count)) return;
    if (count < 0) return FailSystemCall("recv", errno);
    if (count == 0) return Fail("end of stream after " + std::to_string(receive_offset_) + " bytes");
    if (std::memcmp(buffer.data(), expected.data(), static_cast<std::size_t>(count)) != 0) {
      return Fail("wrong bytes from " + std::to_string(receive_offset_) + " on");
    }
    untouched_ = false;
    received_ += static_cast<std::uint32_t>(count);
    receive_offset_ += static_cast<std::uint64_t>(count);
  }
}

bool Endpoint::SendUrgent() {
  const auto byte = StreamBytes::At(send_stream_, send_offset_, 1);
  const ssize_t count = send(socket_.get(), byte.data(), 1, MSG_OOB | MSG_NOSIGNAL);
  if (WouldBlock(count)) return false;
  if (count < 0) FailSystemCall("send", errno);
  ++send_offset_;
  return !failed();
}

bool Endpoint::Pause(Clock::time_point now) {
  if (!wake_) wake_ = now + std::chrono::milliseconds(Now().pause_ms);
  return now >= *wake_;
}

bool Endpoint::Shutdown() {
  if (shutdown(socket_.get(), SHUT_WR) != 0) FailSystemCall("shutdown", errno);
  return !failed();
}

bool Endpoint::ExpectEnd() {
  std::uint8_t byte = 0;
  const ssize_t count = recv(socket_.get(), &byte, 1, 0);
  if (WouldBlock(count)) return false;
  if (count < 0) FailSystemCall("recv", errno);
  if (count > 0) Fail("data where the stream ought to end");
  return !failed();
}

// Returns whether a RST came.
bool Endpoint::Discard() {
  std::array<std::uint8_t, kReadAtOnce> buffer;
  for (;;) {
    const ssize_t count = recv(socket_.get(), buffer.data(), buffer.size(), 0);
    if (count > 0) continue;
    return count < 0 && !WouldBlock(count) && IsReset(errno);
  }
}

bool Endpoint::ExpectReset() {
  if (IsReset(TakeError()) || Discard()) return true;
  SendUpTo(Now().send);
  if (!failed()) return IsReset(TakeError());
  if (!refused_) return false;  // another error
  error_.clear();
  return true;
}

bool Endpoint::ExpectRefused() {
  const int error = TakeError();
  if (error != 0 && error != ECONNREFUSED) FailSystemCall("connect", error);
  return error == ECONNREFUSED;
}

bool Endpoint::Close() {
  socket_.Close();
  return true;
}

bool Endpoint::Reset() {
  if (!SetResetOnClose(socket_)) FailSystemCall("SO_LINGER", errno);
  socket_.Close();
  return !failed();
}

bool Endpoint::Vanish() {
  const int on = 1;
  if (setsockopt(socket_.get(), IPPROTO_TCP, TCP_REPAIR, &on, sizeof(on)) != 0) FailSystemCall("TCP_REPAIR", errno);
  socket_.Close();
  return !failed();
}

int Endpoint::TakeError() const {
  int error = 0;
  socklen_t size = sizeof(error);
  return getsockopt(socket_.get(), SOL_SOCKET, SO_ERROR, &error, &size) == 0 ? error : errno;
}

void Endpoint::FailSystemCall(const char* call, int error) {
  refused_ = IsReset(error) || error == ECONNREFUSED;
  Fail(std::string(call) + ": " + ErrorName(error));
}

void Endpoint::Fail(const std::string& what) { error_ = what; }

void Endpoint::Abort() {
  if (socket_.valid()) Reset();
  next_socket_.Close();
}

std::string Endpoint::Where() const {
  if (done()) return "done";
  return "step " + std::to_string(step_) + " (" + std::string(Name(Now().act)) + ", " + std::to_string(sent_) +
         " sent, " + std::to_string(received_) + " received)";
}

}  // namespace tidegate::real_stacks
