// TrackKnown and TrackNew: the whole way of a packet through the firewall, from its bytes to its verdict. An operation
// is a packet.
//
// TrackKnown: a TCP packet of an established connection, chosen at random among all; every one moves the window of its
// connection. One worker has the firewall for itself, and so locks nothing. TrackShared: the same with a second
// worker beside it, idle, so that what is changed has to be locked. TrackNew: a SYN that opens a connection, allowed by
// the last of 100 rules, into a table that fills from empty to the resident number.
#include <algorithm>
#include <memory>
#include <string>

#include "conntrack/paths/tracked.h"
#include "conntrack/registry.h"

namespace tidegate::bench {
namespace {

constexpr std::size_t kRules = 100;

std::unique_ptr<TrackedFirewall> MakeFirewall(benchmark::State& state, const Scenario& scenario, std::size_t workers) {
  auto made = TrackedFirewall::Create(scenario.size.capacity, kRules, workers);
  if (!made.ok()) state.SkipWithError(std::string(made.status().message()).c_str());
  return made.ok() ? *std::move(made) : nullptr;
}

// A firewall with all connections established and where their conversation stands, kept for the next repetition.
struct Established {
  Scenario scenario;
  std::unique_ptr<TrackedFirewall> firewall;
  std::uint32_t turn = 0;
  bool answer = false;
  std::size_t at = 0;
};

template <std::size_t kWorkers>
Established& Keep(benchmark::State& state, const Scenario& scenario, std::span<const FlowKey4> keys) {
  static Established kept;
  if (kept.firewall && kept.scenario.size == scenario.size && kept.scenario.store == scenario.store) return kept;
  kept = {scenario, MakeFirewall(state, scenario, kWorkers)};
  if (!kept.firewall) return kept;
  for (const Segment segment : {Segment::kSyn, Segment::kSynAck, Segment::kAck}) kept.firewall->Send(keys, segment, 0);
  if (kept.firewall->established() != keys.size()) {
    state.SkipWithError("not all connections were established");
    kept.firewall.reset();
  }
  return kept;
}

void Finish(benchmark::State& state, const Scenario& scenario, const TrackedFirewall& firewall, std::size_t packets) {
  if (firewall.dropped() != 0) state.SkipWithError((std::to_string(firewall.dropped()) + " packets dropped").c_str());
  state.SetItemsProcessed(static_cast<std::int64_t>(packets));
  state.counters["bytes_per_entry"] =
      static_cast<double>(firewall.MemoryBytes()) / static_cast<double>(scenario.size.resident);
}

template <std::size_t kWorkers>
void TrackKnown(benchmark::State& state, const Scenario& scenario) {
  const auto key_set = scenario.keys();
  const std::span<const FlowKey4> keys = key_set->resident();
  Established& kept = Keep<kWorkers>(state, scenario, keys);
  if (!kept.firewall) return;
  std::size_t packets = 0;
  while (state.KeepRunning()) {
    const auto burst = keys.subspan(kept.at, std::min(FrameRing::kFrames, keys.size() - kept.at));
    const double ns = kept.firewall->Send(burst, kept.answer ? Segment::kResponse : Segment::kRequest, kept.turn);
    state.SetIterationTime(ns * 1e-9);
    packets += burst.size();
    kept.at += burst.size();
    if (kept.at < keys.size()) continue;
    kept.at = 0;
    if (kept.answer) ++kept.turn;
    kept.answer = !kept.answer;
  }
  Finish(state, scenario, *kept.firewall, packets);
}

void TrackNew(benchmark::State& state, const Scenario& scenario) {
  const auto key_set = scenario.keys();
  const std::unique_ptr<TrackedFirewall> firewall = MakeFirewall(state, scenario, 1);
  if (!firewall) return;
  std::size_t packets = 0;
  while (state.KeepRunning()) {
    state.SetIterationTime(firewall->Send(key_set->resident(), Segment::kSyn, 0) * 1e-9);
    packets += key_set->resident().size();
    firewall->Clear();
  }
  Finish(state, scenario, *firewall, packets);
}

[[maybe_unused]] const bool kRegistered = [] {
  AddPath({"TrackKnown", TrackKnown<1>, {}, true});
  AddPath({"TrackShared", TrackKnown<2>, {}, true});
  AddPath({"TrackNew", TrackNew, {}, true});
  return true;
}();

}  // namespace
}  // namespace tidegate::bench
