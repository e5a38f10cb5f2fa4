#include "overlay/underlay.h"

#include <cstring>

namespace tidegate {
namespace {

std::uint32_t WordOf(const IpAddress& address) {
  std::uint32_t word;
  std::memcpy(&word, address.bytes.data(), sizeof(word));
  return word;
}

}  // namespace

Underlay::Underlay(PortIndex port, const VtepSpec& spec, const MacAddress& mac)
    : port_(port), spec_(spec), own_(WordOf(spec.address)), own_mac_(mac.bytes), udp_port_(spec.udp_port) {}

TunnelIndex Underlay::AddTunnel(const IpAddress& other) {
  const std::uint32_t address = WordOf(other);
  if (const TunnelIndex known = TunnelFrom(address); known != kNoTunnel) return known;
  if (tunnels_.size() >= kMaxTunnel) return kNoTunnel;
  const bool on_link = spec_.subnet.Contains(other) || !spec_.gateway;
  const VxlanHeader header({.own_mac = own_mac_, .own = own_, .other = address, .udp_port = udp_port_});
  tunnels_.push_back({other, header, neighbours_.Add(on_link ? address : WordOf(*spec_.gateway))});
  const auto index = static_cast<TunnelIndex>(tunnels_.size());
  tunnels_of_.emplace(address, index);
  return index;
}

}  // namespace tidegate
