// Any sequence of packets through a firewall: the invariants of model.h hold behind every packet, and the verdicts do
// not depend on how the packets are grouped into bursts.
//
// Input: policies | sizes | tracking | rules, then steps. A step is a byte for what to do, and what that reads:
//   0-5 TCP, 6 UDP, 7 echo, 8 ICMP error, 9-10 SCTP, 11 repeat, 12 other     one packet (traffic.h)
//   13 time passes    14 a flood of connections    15 control: burst ends, new rules, other tracking, flush
//
// Two firewalls see the same: one packet by packet, with the model beside it, the other in bursts. Where a table is
// full they may choose different entries to evict, as their hash secrets differ; then only the first one counts.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <numeric>
#include <utility>
#include <vector>

#include "fuzz/fixed_entropy.h"
#include "fuzz/input.h"
#include "fuzz/model.h"
#include "fuzz/require.h"
#include "fuzz/snapshot.h"
#include "fuzz/trace.h"
#include "fuzz/traffic.h"
#include "fuzz/world.h"

namespace tidegate::fuzz {
namespace {

constexpr std::size_t kMostPackets = 200;
constexpr std::size_t kLongestBurst = 100;  // longer than what the firewall handles in one go

class Subject {
 public:
  Subject(const FirewallOptions& options, unsigned rules) {
    auto made = Firewall::Create(options, MakePolicy(rules));
    Require(made.ok(), "a firewall can be made");
    firewall_ = *std::move(made);
    worker_ = &firewall_->AddWorker();
  }

  std::vector<PacketResult> Process(const std::vector<PacketIn>& packets, TimeNs now) {
    std::vector<PacketResult> results(packets.size());
    firewall_->Process(*worker_, packets, now, results);
    return results;
  }

  Firewall* operator->() { return firewall_.get(); }
  const Firewall& operator*() const { return *firewall_; }

 private:
  std::unique_ptr<Firewall> firewall_;
  Firewall::Worker* worker_ = nullptr;
};

template <class Counters>
std::uint64_t Sum(const Counters& counters) {
  return std::accumulate(counters.begin(), counters.end(), std::uint64_t{0});
}

// What began is there, or was evicted, reclaimed (where it was reopened, too) or flushed, or has ended and still lies
// in its slot.
void CheckConservation(const FirewallCounters& counters, std::size_t live, std::uint64_t flushed) {
  const std::uint64_t known = live + Sum(counters.evicted) + Sum(counters.reclaimed) + flushed;
  Require(known <= counters.created, "no more connections are there or gone than have begun");
  Require(counters.packets == counters.passed + counters.dropped(), "every packet passes or is dropped");
}

// Whether a new connection has met a full table: from then on chance takes part.
bool HasBeenFull(const FirewallCounters& counters) {
  return Sum(counters.evicted) != 0 || counters.drops[static_cast<std::size_t>(DropReason::kTableFull)] != 0;
}

void CheckSame(const PacketResult& one, const PacketResult& other) {
  Require(one.verdict == other.verdict && one.reason == other.reason, "bursts change no verdict");
  Require(one.ct_bits == other.ct_bits && one.state == other.state, "bursts change no state");
}

void CheckSame(const Snapshot& one, const Snapshot& other) {
  const auto same = [](const ConnInfo& a, const ConnInfo& b) {
    return a.tuple == b.tuple && a.state == b.state && a.expires_in == b.expires_in && a.account == b.account;
  };
  Require(std::equal(one.conns().begin(), one.conns().end(), other.conns().begin(), other.conns().end(), same),
          "bursts change no connection");
}

class Run {
 public:
  Run(const FirewallOptions& options, unsigned rules)
      : single_(options, rules),
        bursts_(options, rules),
        model_(options, MakePolicy(rules)),
        has_room_(HasRoomForAll(options)) {}

  void Play(Input& input) {
    while (!input.AtEnd() && packets_ < kMostPackets) Step(input);
    EndBurst();
  }

 private:
  void Step(Input& input) {
    using enum Traffic::Kind;
    static constexpr Traffic::Kind kKinds[] = {kTcp,  kTcp,       kTcp,  kTcp,  kTcp,    kTcp,  kUdp,
                                               kEcho, kIcmpError, kSctp, kSctp, kRepeat, kOther};
    const std::uint8_t what = input.Byte() & 15;
    if (what < std::size(kKinds)) {
      Add(traffic_.Next(kKinds[what], input));
    } else if (what == 13) {
      AdvanceTime(input.Byte());
    } else if (what == 14) {
      Flood(input);
    } else {
      Control(input.Byte());
    }
  }

  void Add(Packet packet) {
    burst_.push_back(std::move(packet));
    ++packets_;
    if (burst_.size() == kLongestBurst) EndBurst();
  }

  void AdvanceTime(std::uint8_t bits) {
    static constexpr TimeNs kSteps[] = {1,
                                        kMillisecond,
                                        300 * kMillisecond,
                                        kSecond,
                                        3 * kSecond,
                                        11 * kSecond,
                                        31 * kSecond,
                                        61 * kSecond,
                                        121 * kSecond,
                                        200 * kSecond,
                                        601 * kSecond,
                                        3601 * kSecond,
                                        7200 * kSecond,
                                        86401 * kSecond,
                                        200'000 * kSecond,
                                        900'000 * kSecond};
    EndBurst();
    now_ += Input::Choose(kSteps, bits);
  }

  void Flood(Input& input) {
    const Flow flow(input.Byte());
    const std::uint8_t count = input.Byte();
    for (unsigned i = 0; i <= (count & 31u); ++i) {
      Add(Traffic::Opener(flow, static_cast<std::uint16_t>(50000 + 32 * (count >> 5) + i)));
    }
  }

  void Control(std::uint8_t bits) {
    EndBurst();
    switch (bits & 3) {
      case 0:
        return;
      case 1:
        return SetRules(bits >> 2);
      case 2:
        return SetTracking(bits >> 2);
      default:
        return Flush();
    }
  }

  void SetRules(unsigned rules) {
    single_->SetPolicy(MakePolicy(rules));
    bursts_->SetPolicy(MakePolicy(rules));
    model_.SetPolicy(MakePolicy(rules));
  }

  void SetTracking(std::uint8_t bits) {
    const TrackingOptions tracking = MakeTracking(bits);
    Require(single_->SetTracking(tracking, now_).ok(), "tracking can be set");
    Require(bursts_->SetTracking(tracking, now_).ok(), "tracking can be set");
    model_.SetTracking(tracking);
  }

  void Flush() {
    const std::size_t live = Snapshot(*single_, now_).conns().size();
    Require(single_->Flush(now_) == live, "a flush removes every connection");
    Require(Snapshot(*single_, now_).conns().empty(), "a flush leaves no connection");
    flushed_ += live;
    flushed_from_bursts_ += bursts_->Flush(now_);
  }

  void EndBurst() {
    if (burst_.empty()) return;
    std::vector<PacketIn> packets;
    for (const Packet& packet : burst_) packets.push_back(packet.In());
    const std::vector<PacketResult> expected = ProcessSingly(packets);
    const std::vector<PacketResult> results = bursts_.Process(packets, now_);
    const Snapshot snapshot(*bursts_, now_);
    snapshot.CheckCounts(*bursts_, now_);
    CheckConservation(bursts_->Counters(), snapshot.conns().size(), flushed_from_bursts_);
    if (IsComparable()) {
      for (std::size_t i = 0; i < packets.size(); ++i) CheckSame(expected[i], results[i]);
      CheckSame(Snapshot(*single_, now_), snapshot);
    }
    burst_.clear();
  }

  std::vector<PacketResult> ProcessSingly(const std::vector<PacketIn>& packets) {
    std::vector<PacketResult> results;
    Snapshot before(*single_, now_);
    FirewallCounters counters_before = single_->Counters();
    for (const PacketIn& packet : packets) {
      results.push_back(single_.Process({packet}, now_).front());
      Trace(packet, results.back(), now_);
      Snapshot after(*single_, now_);
      const FirewallCounters counters_after = single_->Counters();
      model_.Check(packet, results.back(), before, after, counters_before, counters_after);
      before = std::move(after);
      counters_before = counters_after;
    }
    before.CheckCounts(*single_, now_);
    CheckConservation(counters_before, before.conns().size(), flushed_);
    return results;
  }

  bool IsComparable() {
    const bool full = HasBeenFull(single_->Counters()) || HasBeenFull(bursts_->Counters());
    Require(!full || !has_room_, "a table with room for all evicts nobody");
    return !full;
  }

  Subject single_;
  Subject bursts_;
  Model model_;
  Traffic traffic_;
  const bool has_room_;
  TimeNs now_ = 1000 * kSecond;
  std::vector<Packet> burst_;
  std::size_t packets_ = 0;
  std::uint64_t flushed_ = 0;
  std::uint64_t flushed_from_bursts_ = 0;
};

}  // namespace
}  // namespace tidegate::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace tidegate::fuzz;  // NOLINT(google-build-using-namespace)
  RestartEntropy();
  Input input(data, size);
  const std::uint8_t policies = input.Byte();
  const std::uint8_t sizes = input.Byte();
  const std::uint8_t tracking = input.Byte();
  const std::uint8_t rules = input.Byte();
  Run(MakeOptions(policies, sizes, tracking), rules).Play(input);
  return 0;
}
