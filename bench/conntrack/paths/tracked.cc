// Feeds a firewall and reads the clock around it.
#include "conntrack/paths/tracked.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "conntrack/bench_table.h"

namespace tidegate::bench {
namespace {

constexpr TimeNs kBurstTime = 3000;  // of 32 packets at ten million a second

// Rules that are near misses: the right protocol, other ports and networks.
SecurityGroup ServerGroup(std::size_t rules) {
  SecurityGroup group{"servers", {}};
  for (std::size_t i = 0; i < rules; ++i) {
    SecurityRule rule;
    rule.direction = Direction::kInbound;
    rule.match = ProtocolMatch::kOne;
    rule.protocol = kProtocolTcp;
    rule.port_min = rule.port_max = static_cast<std::uint16_t>(20000 + i);
    rule.remote = AnyRemote{};
    group.rules.push_back(rule);
  }
  group.rules.back().port_min = 0;
  group.rules.back().port_max = 0xffff;
  return group;
}

}  // namespace

absl::StatusOr<std::unique_ptr<TrackedFirewall>> TrackedFirewall::Create(std::uint64_t capacity, std::size_t rules,
                                                                         std::size_t workers) {
  PortSpec port;
  port.name = "servers";
  port.security_groups = {"servers"};
  port.firewalled = true;
  auto policy = SecurityPolicy::Compile({ServerGroup(rules)}, {port});
  if (!policy.ok()) return policy.status();
  FirewallOptions options;
  options.capacity = std::max(capacity, kMinCapacity);
  options.capacity_v6 = kMinCapacity;
  auto firewall = Firewall::Create(options, *std::move(policy));
  if (!firewall.ok()) return firewall.status();
  auto tracked = std::unique_ptr<TrackedFirewall>(new TrackedFirewall(*std::move(firewall)));
  for (std::size_t others = 1; others < workers; ++others) tracked->firewall_->AddWorker();
  return tracked;
}

double TrackedFirewall::Send(std::span<const FlowKey4> keys, Segment segment, std::uint32_t turn) {
  double nanoseconds = 0;
  for (std::size_t at = 0; at < keys.size(); at += FrameRing::kFrames) {
    const std::size_t count = std::min(FrameRing::kFrames, keys.size() - at);
    nanoseconds += Process(ring_.Write(keys.subspan(at, count), segment, turn));
  }
  return nanoseconds;
}

double TrackedFirewall::Process(std::span<const PacketIn> packets) {
  using Clock = std::chrono::steady_clock;
  std::array<PacketResult, FrameRing::kFrames> results;
  const auto begin = Clock::now();
  for (std::size_t at = 0; at < packets.size(); at += kBurst) {
    const std::size_t count = std::min(kBurst, packets.size() - at);
    now_ += kBurstTime;
    firewall_->Process(worker_, packets.subspan(at, count), now_, std::span(results).subspan(at, count));
  }
  const auto end = Clock::now();
  for (std::size_t i = 0; i < packets.size(); ++i) dropped_ += results[i].verdict != Verdict::kPass;
  return std::chrono::duration<double, std::nano>(end - begin).count();
}

}  // namespace tidegate::bench
