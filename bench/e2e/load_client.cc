// The clients as one epoll loop over numbered slots, each of which holds one connection at a time.
//
//   kIdle -> kConnecting -> kWaiting (the byte is sent) -> [kClosing: the server's FIN is awaited] -> kIdle
//
// A slot whose connection could not be opened or failed rests until the loop's next turn, so that a dead network is not
// hammered. Latency ends when the answer is read; a connection counts as finished when it is closed.
#include "e2e/load_client.h"

#include <sys/epoll.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>
#include <vector>

#include "e2e/socket_util.h"

namespace tidegate::e2e {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::nanoseconds;
using std::chrono::seconds;

enum class Phase : std::uint8_t { kIdle, kConnecting, kWaiting, kClosing };

struct Connection {
  Descriptor socket;
  std::uint32_t client = 0;
  std::uint16_t port = 0;
  Phase phase = Phase::kIdle;
  Clock::time_point since;  // connect (crr) or the last byte sent (rr)
};

// How many ports of a client to try at once when the kernel still holds their tuples.
constexpr int kPortsToTry = 64;
constexpr int kRestMs = 1;

nanoseconds FromSeconds(double value) {
  return std::chrono::duration_cast<nanoseconds>(std::chrono::duration<double>(value));
}

class Clients {
 public:
  explicit Clients(const ClientOptions& options);

  bool ready() const { return epoll_.valid(); }
  LoadResult Run();

 private:
  enum class Opened : std::uint8_t { kYes, kPortBusy, kFailed };

  // The loop.
  void EndWarmUp(Clock::time_point now);
  bool TimeIsUp(Clock::time_point now);
  void Turn(int timeout_ms);
  void Report(Clock::time_point now);
  void Drain();
  InFlight Count(Clock::time_point now) const;

  // A slot's way.
  void Start(std::uint32_t slot);
  Opened Open(std::uint32_t slot, std::uint16_t port);
  void OnEvent(std::uint32_t slot, std::uint32_t events);
  void Send(std::uint32_t slot);
  void Receive(std::uint32_t slot);
  void OnAnswer(std::uint32_t slot);
  void Finish(std::uint32_t slot);
  void Fail(std::uint32_t slot, int error);
  void Rest(std::uint32_t slot);

  const ClientOptions options_;
  const nanoseconds slow_;
  Descriptor epoll_;
  std::vector<Connection> slots_;
  std::vector<std::uint32_t> resting_;
  LoadResult result_;
  Clock::time_point begin_;
  Clock::time_point next_report_;
  bool warming_up_;
  bool open_new_ = true;
};

Clients::Clients(const ClientOptions& options)
    : options_(options),
      slow_(FromSeconds(options.slow_s)),
      epoll_(epoll_create1(EPOLL_CLOEXEC)),
      slots_(options.clients * options.concurrency),
      warming_up_(options.warm_up_s > 0) {
  for (std::uint64_t i = 0; i < options.clients; ++i) result_.clients.push_back({TupleWalk(options.ports), {}});
  // One connection of every client before the second of any, so that they begin side by side.
  std::uint32_t client = 0;
  for (Connection& slot : slots_) {
    slot.client = client;
    client = client + 1 < options.clients ? client + 1 : 0;
  }
}

LoadResult Clients::Run() {
  begin_ = Clock::now();
  next_report_ = begin_ + seconds(1);
  for (std::uint32_t slot = 0; slot < slots_.size(); ++slot) Start(slot);
  for (;;) {
    const auto now = Clock::now();
    if (warming_up_ && now - begin_ >= FromSeconds(options_.warm_up_s)) EndWarmUp(now);
    if (!warming_up_ && now >= next_report_) Report(now);
    if (TimeIsUp(now)) break;
    const auto to_report = std::chrono::ceil<std::chrono::milliseconds>(next_report_ - now).count();
    Turn(resting_.empty() ? static_cast<int>(std::clamp<std::int64_t>(to_report, 0, 100)) : kRestMs);
    for (const std::uint32_t slot : std::exchange(resting_, {})) Start(slot);
  }
  result_.elapsed = Clock::now() - begin_;
  Drain();
  result_.interrupted = stop_requested != 0;
  return std::move(result_);
}

// Begins to count anew. Ports stay in use, and what failed stays known.
void Clients::EndWarmUp(Clock::time_point now) {
  warming_up_ = false;
  begin_ = now;
  next_report_ = now + seconds(1);
  result_.latency = LatencyHistogram();
  result_.connections = result_.transactions = result_.slow = 0;
  for (ClientRecord& client : result_.clients) client.finished = RateSeries();
}

bool Clients::TimeIsUp(Clock::time_point now) {
  if (stop_requested != 0) return true;
  if (warming_up_) return false;
  if (options_.connections != 0 && result_.connections >= options_.connections) return true;
  const nanoseconds elapsed = now - begin_;
  if (elapsed >= FromSeconds(options_.max_duration_s)) return true;
  if (elapsed < FromSeconds(options_.duration_s)) return false;
  const auto uses = static_cast<unsigned>(options_.min_uses);
  return std::all_of(result_.clients.begin(), result_.clients.end(), [uses](const ClientRecord& client) {
    return client.walk.UsedAtLeast(uses) == client.walk.size();
  });
}

void Clients::Turn(int timeout_ms) {
  std::array<epoll_event, 256> events;
  const int count = epoll_wait(epoll_.get(), events.data(), events.size(), timeout_ms);
  for (int i = 0; i < count; ++i) OnEvent(events[i].data.u32, events[i].events);
}

void Clients::Report(Clock::time_point now) {
  result_.elapsed = now - begin_;
  next_report_ += seconds(1);
  const InFlight in_flight = Count(now);
  if (options_.progress == Progress::kText) {
    std::fprintf(stderr, "%s\n", ProgressText(result_, in_flight).c_str());
  } else if (options_.progress == Progress::kJson) {
    std::puts(ProgressJson(result_, in_flight).dump().c_str());
    std::fflush(stdout);
  }
}

// Lets what is in flight finish for as long as a connection may take without being slow: what is still open then is
// stuck and not just cut off.
void Clients::Drain() {
  open_new_ = false;
  const auto end = Clock::now();
  result_.at_end = Count(end);
  const auto enough = end + slow_;
  while (Clock::now() < enough && Count(end).open != 0) Turn(kRestMs);
  result_.unfinished = Count(Clock::now());
}

InFlight Clients::Count(Clock::time_point now) const {
  InFlight in_flight;
  for (const Connection& connection : slots_) {
    if (connection.phase == Phase::kIdle) continue;
    const nanoseconds age = now - connection.since;
    in_flight.oldest = std::max(in_flight.oldest, age);
    in_flight.overdue += age > slow_ ? 1 : 0;
    ++in_flight.open;
  }
  return in_flight;
}

void Clients::Start(std::uint32_t slot) {
  if (!open_new_) return;
  TupleWalk& walk = result_.clients[slots_[slot].client].walk;
  for (int tried = 0; tried < kPortsToTry; ++tried) {
    const auto port = walk.Take();
    if (!port) break;
    const Opened opened = Open(slot, *port);
    if (opened == Opened::kYes) return;
    walk.Release(*port, false);
    if (opened == Opened::kFailed) break;
    ++result_.port_busy;
  }
  Rest(slot);
}

Clients::Opened Clients::Open(std::uint32_t slot, std::uint16_t port) {
  Connection& connection = slots_[slot];
  const sockaddr_in from = SocketAddress(SourceOf(options_, connection.client), port);
  const sockaddr_in to = SocketAddress(options_.server, ServerPortOf(options_, connection.client));
  Descriptor socket = TcpSocket();
  epoll_event event{};
  event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
  event.data.u32 = slot;
  connection.since = Clock::now();
  if (!socket.valid() || !SetReuseAddress(socket.get()) ||
      bind(socket.get(), reinterpret_cast<const sockaddr*>(&from), sizeof(from)) != 0 ||
      (connect(socket.get(), reinterpret_cast<const sockaddr*>(&to), sizeof(to)) != 0 && errno != EINPROGRESS) ||
      epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, socket.get(), &event) != 0) {
    if (errno == EADDRINUSE || errno == EADDRNOTAVAIL) return Opened::kPortBusy;
    ++result_.failed[errno];
    return Opened::kFailed;
  }
  connection.socket = std::move(socket);
  connection.port = port;
  connection.phase = Phase::kConnecting;
  return Opened::kYes;
}

void Clients::OnEvent(std::uint32_t slot, std::uint32_t events) {
  Connection& connection = slots_[slot];
  if (connection.phase == Phase::kIdle) return;
  if ((events & EPOLLERR) != 0) {
    int error = 0;
    socklen_t size = sizeof(error);
    getsockopt(connection.socket.get(), SOL_SOCKET, SO_ERROR, &error, &size);
    return Fail(slot, error);
  }
  if (connection.phase == Phase::kConnecting && (events & EPOLLOUT) != 0) Send(slot);
  if (connection.phase != Phase::kIdle && (events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP)) != 0) Receive(slot);
}

void Clients::Send(std::uint32_t slot) {
  Connection& connection = slots_[slot];
  connection.phase = Phase::kWaiting;
  if (options_.mode == Mode::kRr) connection.since = Clock::now();
  const char byte = 'x';
  if (send(connection.socket.get(), &byte, 1, MSG_NOSIGNAL) != 1) Fail(slot, errno);
}

// Events are edge-triggered: read until nothing is left or the connection is over.
void Clients::Receive(std::uint32_t slot) {
  Connection& connection = slots_[slot];
  while (connection.phase == Phase::kWaiting || connection.phase == Phase::kClosing) {
    char byte = 0;
    const ssize_t got = recv(connection.socket.get(), &byte, 1, 0);
    if (got < 0) {
      if (errno != EAGAIN) Fail(slot, errno);
      return;
    }
    const bool closing = connection.phase == Phase::kClosing;
    if (got == 1 && !closing) {
      OnAnswer(slot);
    } else if (got == 0 && closing) {
      Finish(slot);
      return;
    } else {
      // The end before the answer, or more than the answer.
      Fail(slot, got == 0 ? 0 : EPROTO);
      return;
    }
  }
}

void Clients::OnAnswer(std::uint32_t slot) {
  Connection& connection = slots_[slot];
  const auto now = Clock::now();
  const nanoseconds latency = now - connection.since;
  result_.latency.Add(latency);
  result_.slow += latency > slow_ ? 1 : 0;
  ++result_.transactions;
  if (options_.mode == Mode::kRr) {
    result_.clients[connection.client].finished.Add(now - begin_);
    open_new_ ? Send(slot) : Finish(slot);
  } else if (options_.close == CloseSide::kServer) {
    connection.phase = Phase::kClosing;
  } else {
    Finish(slot);
  }
}

void Clients::Finish(std::uint32_t slot) {
  Connection& connection = slots_[slot];
  ClientRecord& client = result_.clients[connection.client];
  connection.socket.Close();
  connection.phase = Phase::kIdle;
  client.walk.Release(connection.port, true);
  ++result_.connections;
  if (options_.mode == Mode::kCrr) client.finished.Add(Clock::now() - begin_);
  Start(slot);
}

void Clients::Fail(std::uint32_t slot, int error) {
  Connection& connection = slots_[slot];
  ++result_.failed[error];
  connection.socket.Close();
  connection.phase = Phase::kIdle;
  result_.clients[connection.client].walk.Release(connection.port, false);
  Rest(slot);
}

void Clients::Rest(std::uint32_t slot) { resting_.push_back(slot); }

}  // namespace

absl::StatusOr<LoadResult> RunClients(const ClientOptions& options) {
  CatchStopSignals();
  RaiseDescriptorLimit();
  Clients clients(options);
  if (!clients.ready()) return absl::UnavailableError(std::string("cannot make an epoll set: ") + std::strerror(errno));
  return clients.Run();
}

}  // namespace tidegate::e2e
