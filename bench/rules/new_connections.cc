// The frames, and the time that passes between two of the same connection.
#include "rules/new_connections.h"

#include <array>
#include <span>

namespace tidegate::bench {
namespace {

test::Bytes FrameOf(const Question& question, std::uint16_t source_port) {
  const IpAddress remote = IpAddress::V4(question.remote.data());
  const IpAddress local = IpAddress::V4(question.local.data());
  if (question.protocol == kProtocolUdp) {
    return test::BuildUdp({.src = remote, .dst = local, .src_port = source_port, .dst_port = question.service});
  }
  return test::BuildTcp({.src = remote, .dst = local, .src_port = source_port, .dst_port = question.service});
}

}  // namespace

NewConnections::NewConnections(const RuleWorld& world) {
  firewall_ = *Firewall::Create(FirewallOptions{}, *SecurityPolicy::Compile(world.groups, world.ports));
  worker_ = &firewall_->AddWorker();
  std::uint16_t source_port = 1024;
  for (const Question& question : world.allowed) frames_.push_back(FrameOf(question, ++source_port));
  for (std::size_t i = 0; i < frames_.size(); ++i) {
    const auto length = static_cast<std::uint32_t>(frames_[i].size());
    packets_.push_back({.data = frames_[i].data(), .captured = length, .on_wire = length, .to = world.allowed[i].port});
  }
}

bool NewConnections::OpenBurst() {
  if (next_ == packets_.size()) {
    next_ = 0;
    now_ += 3600 * kSecond;  // none of the last round is left
  }
  std::array<PacketResult, kBurst> results;
  firewall_->Process(*worker_, std::span(packets_).subspan(next_, kBurst), now_, results);
  next_ += kBurst;
  for (const PacketResult& result : results) {
    if ((result.ct_bits & ct::kNew) == 0 || result.verdict != Verdict::kPass) return false;
  }
  return true;
}

}  // namespace tidegate::bench
