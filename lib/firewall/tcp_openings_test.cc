// Two endpoints that open at once, and begin anew with other numbers when one refuses, on a wire that loses, doubles
// and reorders. The endpoints are RFC 9293's, as far as data of one byte each needs it; time is virtual. Whatever mix
// of old and new segments the firewall sees, what the bare wire completes has to complete through it.
#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <optional>
#include <queue>
#include <random>
#include <vector>

#include "firewall/firewall_test_util.h"

namespace tidegate::test {
namespace {

constexpr std::uint32_t kWindow = 64240;

struct Segment {
  std::uint8_t flags = 0;
  std::uint32_t seq = 0;
  std::uint32_t ack = 0;
  std::uint32_t length = 0;

  bool Has(std::uint8_t flag) const { return (flags & flag) != 0; }
  std::uint32_t End() const { return seq + length + (Has(kTcpSyn) ? 1 : 0); }
};

// One of the two, from CLOSED to a byte sent and a byte received.
class Endpoint {
 public:
  using Outbox = std::vector<Segment>;

  bool closed() const { return state_ == State::kClosed; }
  bool finished() const { return state_ == State::kEstablished && received_ && acked_; }

  void Open(std::uint32_t isn, Outbox& out) {
    *this = {};
    state_ = State::kSynSent;
    isn_ = isn;
    Repeat(out);
  }

  // The application closes the socket to begin anew: with data unread and unsent, that resets.
  void GiveUp(Outbox& out) {
    if (state_ == State::kSynReceived || state_ == State::kEstablished) out.push_back({kTcpRst, Next(), 0, 0});
    state_ = State::kClosed;
  }

  // The retransmission timer.
  void Repeat(Outbox& out) const {
    if (state_ == State::kSynSent) out.push_back({kTcpSyn, isn_, 0, 0});
    if (state_ == State::kSynReceived) out.push_back({kTcpSyn | kTcpAck, isn_, expected_, 0});
    if (state_ == State::kEstablished && !acked_) out.push_back({kTcpAck, isn_ + 1, expected_, 1});
  }

  // True: the connection was refused or reset.
  bool Receive(const Segment& in, Outbox& out) {
    if (state_ == State::kClosed) {
      if (!in.Has(kTcpRst)) Refuse(in, out);
      return false;
    }
    return state_ == State::kSynSent ? ReceiveInSynSent(in, out) : ReceiveInWindow(in, out);
  }

 private:
  enum class State : std::uint8_t { kClosed, kSynSent, kSynReceived, kEstablished };

  static void Refuse(const Segment& in, Outbox& out) {
    if (in.Has(kTcpAck)) {
      out.push_back({kTcpRst, in.ack, 0, 0});
    } else {
      out.push_back({kTcpRst | kTcpAck, 0, in.End(), 0});
    }
  }

  std::uint32_t Next() const { return isn_ + 1 + (state_ == State::kEstablished ? 1 : 0); }
  void Acknowledge(Outbox& out) const { out.push_back({kTcpAck, Next(), expected_, 0}); }

  bool Reset() {
    state_ = State::kClosed;
    return true;
  }

  // RFC 9293 section 3.10.7.3.
  bool ReceiveInSynSent(const Segment& in, Outbox& out) {
    const bool acknowledges = in.Has(kTcpAck) && in.ack == isn_ + 1;
    if (in.Has(kTcpAck) && !acknowledges) {
      if (!in.Has(kTcpRst)) out.push_back({kTcpRst, in.ack, 0, 0});
      return false;
    }
    if (in.Has(kTcpRst)) return acknowledges && Reset();
    if (!in.Has(kTcpSyn)) return false;
    expected_ = in.seq + 1;
    state_ = acknowledges ? State::kEstablished : State::kSynReceived;
    Repeat(out);
    return false;
  }

  // RFC 9293 section 3.10.7.4, with RFC 5961.
  bool ReceiveInWindow(const Segment& in, Outbox& out) {
    const bool repeats = in.Has(kTcpSyn) && in.Has(kTcpAck) && in.seq + 1 == expected_ && in.ack == isn_ + 1;
    if (!repeats && in.seq - expected_ >= kWindow) {
      if (!in.Has(kTcpRst)) Acknowledge(out);
      return false;
    }
    if (in.Has(kTcpRst)) {
      if (in.seq == expected_) return Reset();
      Acknowledge(out);
      return false;
    }
    if (!repeats && in.Has(kTcpSyn)) {
      Acknowledge(out);
      return false;
    }
    if (!in.Has(kTcpAck)) return false;
    if (state_ == State::kSynReceived) {
      if (in.ack != isn_ + 1) {
        out.push_back({kTcpRst, in.ack, 0, 0});
        return false;
      }
      state_ = State::kEstablished;
      Repeat(out);
    } else if (repeats) {
      Acknowledge(out);
    }
    if (in.ack == isn_ + 2) acked_ = true;
    if (in.length != 0 && in.seq == expected_) {
      ++expected_;
      received_ = true;
      Acknowledge(out);
    }
    return false;
  }

  State state_ = State::kClosed;
  std::uint32_t isn_ = 0;
  std::uint32_t expected_ = 0;
  bool received_ = false;
  bool acked_ = false;
};

struct Event {
  enum class Kind : std::uint8_t { kAtFirewall, kAtEndpoint, kTimer, kOpen };

  TimeNs at;
  std::uint64_t number;
  Kind kind;
  std::size_t side;         // who sent it; whose timer it is
  std::uint32_t life = 0;   // the timer is of this opening
  std::uint32_t tries = 0;  // of the timer
  Segment segment{};

  bool operator>(const Event& other) const { return at != other.at ? at > other.at : number > other.number; }
};

// Both endpoints, the wire, and the firewall if there is one. Side 0 is outside.
class World {
 public:
  World(std::uint32_t seed, bool firewalled) : random_(seed) {
    if (firewalled) firewall_.emplace();
    badness_ = Real(0, 0.15);
    both_begin_anew_ = Chance(0.5);
    for (std::size_t side : {0, 1}) Push({kStart + Delay(), 0, Event::Kind::kOpen, side});
  }

  // The virtual time it took, none if it was not done within `limit`.
  std::optional<TimeNs> Run(TimeNs limit) {
    while (!events_.empty() && events_.top().at < kStart + limit) {
      const Event event = events_.top();
      events_.pop();
      now_ = event.at;
      Take(event);
      if (ends_[0].finished() && ends_[1].finished()) return now_ - kStart;
    }
    return std::nullopt;
  }

 private:
  bool Chance(double p) { return std::bernoulli_distribution(p)(random_); }
  double Real(double low, double high) { return std::uniform_real_distribution<>(low, high)(random_); }
  // Mostly in order; some are passed by many.
  TimeNs Delay() { return static_cast<TimeNs>(Real(0.1, Chance(badness_) ? 20 : 0.3) * 1e6); }

  void Push(Event event) {
    event.number = ++number_;
    events_.push(event);
  }

  void Carry(const Event& from, Event::Kind to) {
    if (Chance(badness_)) return;
    for (int copies = Chance(badness_) ? 2 : 1; copies > 0; --copies) {
      Push({from.at + Delay(), 0, to, from.side, 0, 0, from.segment});
    }
  }

  void Send(std::size_t side, const std::vector<Segment>& segments) {
    for (const Segment& segment : segments) {
      Carry({now_, 0, Event::Kind::kAtFirewall, side, 0, 0, segment}, Event::Kind::kAtFirewall);
    }
  }

  void Take(const Event& event) {
    std::vector<Segment> out;
    const std::size_t side = event.side;
    switch (event.kind) {
      case Event::Kind::kAtFirewall:
        if (Passes(event)) Carry(event, Event::Kind::kAtEndpoint);
        return;
      case Event::Kind::kAtEndpoint:
        if (ends_[1 - side].Receive(event.segment, out)) Refused(1 - side);
        Send(1 - side, out);
        return;
      case Event::Kind::kTimer:
        if (event.life != lives_[side] || ends_[side].closed()) return;
        ends_[side].Repeat(out);
        Send(side, out);
        Push({now_ + (200 * kMillisecond << std::min(event.tries, 5u)), 0, event.kind, side, event.life,
              event.tries + 1});
        return;
      case Event::Kind::kOpen:
        if (!ends_[side].closed()) return;
        isn_[side] += static_cast<std::uint32_t>(Real(1, 200'000));
        ends_[side].Open(isn_[side], out);
        Send(side, out);
        Push({now_ + 200 * kMillisecond, 0, Event::Kind::kTimer, side, ++lives_[side], 1});
        return;
    }
  }

  // As programs do that open a way through firewalls: begin anew, some together with the other side.
  void Refused(std::size_t side) {
    Push({now_ + 2 * kMillisecond + Delay(), 0, Event::Kind::kOpen, side});
    if (!both_begin_anew_) return;
    std::vector<Segment> out;
    ends_[1 - side].GiveUp(out);
    Send(1 - side, out);
    Push({now_ + 2 * kMillisecond + Delay(), 0, Event::Kind::kOpen, 1 - side});
  }

  bool Passes(const Event& event) {
    if (!firewall_) return true;
    const Segment& segment = event.segment;
    const TcpRow row{.at = 0,
                     .from = event.side == 0 ? 'C' : 'S',
                     .flags = segment.flags,
                     .seq = segment.seq,
                     .ack = segment.ack,
                     .length = segment.length,
                     .ts = 0,
                     .state = ConnState::kNone,
                     .ct = 0};
    return firewall_->Send(FrameOf(row, false), event.side == 0, now_).verdict == Verdict::kPass;
  }

  std::mt19937 random_;
  std::optional<FirewallHarness> firewall_;
  double badness_ = 0;
  bool both_begin_anew_ = false;
  TimeNs now_ = kStart;
  std::uint64_t number_ = 0;
  std::priority_queue<Event, std::vector<Event>, std::greater<>> events_;
  std::array<Endpoint, 2> ends_;
  std::array<std::uint32_t, 2> isn_ = {1000, 3'000'000'000};
  std::array<std::uint32_t, 2> lives_ = {};
};

constexpr TimeNs kLimit = 200 * kSecond;

TEST(TcpOpenings, WhatABareWireCompletesGoesThroughTheFirewall) {
  constexpr std::uint32_t kSeeds = 20'000;
  std::vector<std::uint32_t> failed;
  std::uint32_t completed = 0;
  for (std::uint32_t seed = 0; seed < kSeeds; ++seed) {
    if (!World(seed, false).Run(kLimit)) continue;
    ++completed;
    if (!World(seed, true).Run(kLimit)) failed.push_back(seed);
  }
  EXPECT_GT(completed, kSeeds * 99 / 100);
  EXPECT_TRUE(failed.empty()) << failed.size() << " of " << completed << " failed, the first with seed "
                              << (failed.empty() ? 0 : failed[0]);
}

}  // namespace
}  // namespace tidegate::test
