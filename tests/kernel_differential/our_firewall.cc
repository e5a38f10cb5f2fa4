#include "kernel_differential/our_firewall.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "tidegate/conn_state.h"
#include "tidegate/security_groups.h"

namespace tidegate::differential {
namespace {

constexpr TimeNs kStart = 1'000 * kSecond;
constexpr PortIndex kClientPort = 0;
constexpr PortIndex kServerPort = 1;

// Two ports without security groups: nothing is checked.
absl::StatusOr<std::unique_ptr<const SecurityPolicy>> AllowAll() {
  PortSpec client;
  client.name = "client";
  PortSpec server;
  server.name = "server";
  return SecurityPolicy::Compile({}, {client, server});
}

FirewallOptions OptionsFor(const Mode& mode) {
  FirewallOptions options;
  // Four times what a batch has, so that no entry is missed for want of room.
  options.capacity = 1u << 18;
  options.capacity_v6 = 1u << 17;
  options.eviction = "none";
  ZoneOptions& zone = options.tracking.defaults;
  for (const TimeoutRow& row : kTimeoutRows) {
    zone.timeouts.Set(row.state, std::max(row.min_s, kLifeSeconds) * kSecond);
  }
  zone.timeouts.Set(ConnState::kEstablished, kEstablishedSeconds * kSecond);
  zone.tcp = {.liberal = mode.liberal, .pickup = mode.pickup, .late_close = mode.late_close};
  return options;
}

}  // namespace

PacketClass ClassOf(const PacketResult& result) {
  const std::uint8_t bits = result.ct_bits;
  if ((bits & ct::kTrk) == 0) return result.verdict == Verdict::kPass ? PacketClass::kUntracked : PacketClass::kLost;
  if ((bits & ct::kInv) != 0) return PacketClass::kInvalid;
  if (result.verdict != Verdict::kPass) return PacketClass::kLost;
  if ((bits & ct::kRel) != 0) return PacketClass::kRelated;
  return (bits & ct::kEst) != 0 ? PacketClass::kEstablished : PacketClass::kNew;
}

std::unique_ptr<OurFirewall> OurFirewall::Create(const Mode& mode, std::string& error) {
  auto policy = AllowAll();
  if (!policy.ok()) {
    error = policy.status().ToString();
    return nullptr;
  }
  auto firewall = Firewall::Create(OptionsFor(mode), *std::move(policy));
  if (!firewall.ok()) {
    error = firewall.status().ToString();
    return nullptr;
  }
  return std::unique_ptr<OurFirewall>(new OurFirewall(*std::move(firewall)));
}

void OurFirewall::Process(std::span<const TestFrame> frames, unsigned epoch, std::span<PacketResult> results) {
  std::vector<PacketIn> packets;
  for (const TestFrame& frame : frames) {
    const auto size = static_cast<std::uint32_t>(frame.bytes.size());
    const bool up = frame.from == Side::kClient;
    packets.push_back({.data = frame.bytes.data(),
                       .captured = size,
                       .on_wire = size,
                       .from = up ? kClientPort : kServerPort,
                       .to = up ? kServerPort : kClientPort});
  }
  firewall_->Process(*worker_, packets, kStart + TimeNs{epoch} * kTickSeconds * kSecond, results);
}

}  // namespace tidegate::differential
