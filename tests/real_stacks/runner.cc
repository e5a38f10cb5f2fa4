#include "real_stacks/runner.h"

#include <sys/epoll.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <thread>

namespace tidegate::real_stacks {
namespace {

// What an event belongs to: a conversation's number, or a listener's with this bit.
constexpr std::uint64_t kListenerMark = std::uint64_t{1} << 32;

Clock::duration Seconds(unsigned seconds) { return std::chrono::seconds(seconds); }

}  // namespace

Runner::Runner(const RunOptions& options, Network& network)
    : options_(options), network_(network), epoll_(epoll_create1(EPOLL_CLOEXEC)) {
  if (!epoll_.valid()) throw NetworkError("epoll: " + std::string(strerror(errno)));
  result_.seed = options.plan.seed;
  result_.connections = options.plan.connections;
}

RunResult Runner::Run() {
  const auto begin = Clock::now();
  Listen();
  std::array<std::vector<PlannedConnection>, kProfiles.size()> parts;
  for (std::uint32_t i = 0; i < options_.plan.connections; ++i) {
    const PlannedConnection plan = options_.plan.At(i);
    if (!Plays(plan)) continue;
    ++result_.kinds[static_cast<std::size_t>(plan.kind)].planned;
    parts[plan.profile].push_back(plan);
  }
  for (std::size_t i = 0; i < parts.size(); ++i) RunPart(i, parts[i]);
  Settle();
  for (KindCount& count : result_.kinds) count.completed = count.planned;
  for (const FailedConnection& failed : result_.failed) {
    --result_.kinds[static_cast<std::size_t>(options_.plan.At(failed.index).kind)].completed;
  }
  result_.seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  return std::move(result_);
}

bool Runner::Plays(const PlannedConnection& plan) const {
  const auto among = [](const auto& chosen, auto value) {
    return chosen.empty() || std::find(chosen.begin(), chosen.end(), value) != chosen.end();
  };
  return among(options_.only, plan.index) && among(options_.kinds, plan.kind);
}

void Runner::Listen() {
  for (const bool ipv6 : {false, true}) {
    for (const std::uint16_t port : kServerPorts) {
      listeners_.push_back(network_.Listen(ipv6, port));
      Watch(listeners_.back(), kListenerMark | (listeners_.size() - 1));
    }
  }
}

// One part ends before the next begins: a SYN that is sent again after the settings changed would offer other options
// than the first.
void Runner::RunPart(std::size_t profile, const std::vector<PlannedConnection>& part) {
  if (part.empty()) return;
  network_.Set(Side::kServer, kProfiles[profile].server);
  network_.Set(Side::kClient, kProfiles[profile].client);
  for (std::size_t next = 0; next < part.size() || !active_.empty();) {
    while (next < part.size() && active_.size() < options_.concurrency) Start(part[next++]);
    if (!active_.empty()) WaitOnce();
  }
}

void Runner::Start(const PlannedConnection& plan) {
  const auto now = Clock::now();
  auto watch = [this, index = plan.index](const Descriptor& socket) { Watch(socket, index); };
  active_.emplace(plan.index,
                  Active{std::make_unique<Conversation>(plan, network_, watch), now + Seconds(options_.deadline_s)});
  wakes_.emplace(now + Seconds(options_.deadline_s), plan.index);
  PollOne(plan.index, now);
}

void Runner::WaitOnce() {
  std::array<epoll_event, 256> events;
  const auto until = wakes_.top().first - Clock::now();  // every active one has its deadline there
  const auto wait = std::chrono::ceil<std::chrono::milliseconds>(std::max(until, Clock::duration::zero()));
  const int count =
      epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()), static_cast<int>(wait.count()));
  const auto now = Clock::now();
  for (int i = 0; i < count; ++i) {
    const std::uint64_t mark = events[static_cast<std::size_t>(i)].data.u64;
    if ((mark & kListenerMark) != 0) {
      AcceptAll(listeners_[mark & ~kListenerMark]);
    } else {
      PollOne(static_cast<std::uint32_t>(mark), now);
    }
  }
  while (!wakes_.empty() && wakes_.top().first <= now) {
    const std::uint32_t index = wakes_.top().second;
    wakes_.pop();
    PollOne(index, now);
  }
}

void Runner::AcceptAll(const Descriptor& listener) {
  for (;;) {
    std::uint16_t port = 0;
    Descriptor socket = Network::Accept(listener, port);
    if (!socket.valid()) return;
    const std::uint32_t index = static_cast<std::uint32_t>(port) - kFirstClientPort;
    const auto found = active_.find(index);
    if (found == active_.end()) {
      ++result_.strays;
      continue;
    }
    found->second.conversation->Accepted(std::move(socket));
    PollOne(index, Clock::now());
  }
}

void Runner::PollOne(std::uint32_t index, Clock::time_point now) {
  const auto found = active_.find(index);
  if (found == active_.end()) return;
  auto& [conversation, deadline] = found->second;
  conversation->Poll(now);
  if (!conversation->finished() && now >= deadline) conversation->Fail("time is over");
  if (conversation->finished()) return Finish(index);
  const Clock::time_point wake = conversation->WakesAt(deadline);
  if (wake < deadline) wakes_.emplace(wake, index);
}

void Runner::Finish(std::uint32_t index) {
  const auto found = active_.find(index);
  const Conversation& conversation = *found->second.conversation;
  result_.restarts += conversation.restarts();
  if (conversation.failed()) result_.failed.push_back(MakeFailure(conversation.plan(), conversation.error()));
  active_.erase(found);
}

void Runner::Watch(const Descriptor& socket, std::uint64_t mark) const {
  epoll_event event{};
  event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
  event.data.u64 = mark;
  if (epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, socket.get(), &event) != 0) {
    throw NetworkError("epoll: " + std::string(strerror(errno)));
  }
}

// What close() left to the kernel has to come to its end too: a socket that goes on sending its FIN is a connection
// that did not close.
void Runner::Settle() {
  const auto end = Clock::now() + Seconds(options_.settle_s);
  std::vector<LeftOver> left = network_.LeftOvers();
  while (!left.empty() && Clock::now() < end) {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    left = network_.LeftOvers();
  }
  for (const LeftOver& one : left) {
    const bool at_client = one.side == Side::kClient;
    const std::uint32_t index =
        static_cast<std::uint32_t>(at_client ? one.local_port : one.remote_port) - kFirstClientPort;
    const bool known = std::any_of(result_.failed.begin(), result_.failed.end(),
                                   [index](const FailedConnection& failed) { return failed.index == index; });
    if (known || index >= options_.plan.connections) continue;
    const std::string side = at_client ? "client" : "server";
    result_.failed.push_back(MakeFailure(options_.plan.At(index), side + " left in " + one.state));
  }
}

}  // namespace tidegate::real_stacks
