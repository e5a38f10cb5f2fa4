// Which ports a captured packet comes from and goes to.
#include "ends.h"

#include <algorithm>
#include <cstring>
#include <iterator>
#include <optional>
#include <set>

namespace tidegate::replay {
namespace {

// The beginning of an ARP packet between Ethernet and IPv4 (RFC 826): hardware type 1, protocol 0x0800, lengths 6
// and 4.
constexpr std::uint8_t kArpOfIpv4[] = {0, 1, 8, 0, 6, 4};
constexpr std::size_t kArpSender = 14;
constexpr std::size_t kArpTarget = 24;
constexpr std::size_t kArpBytes = 28;

struct Addresses {
  IpAddress source;
  IpAddress destination;
};

std::optional<Addresses> ArpAddresses(const PacketView& view, std::size_t captured) {
  if (captured < view.l3_offset + kArpBytes) return std::nullopt;
  const std::uint8_t* arp = view.data + view.l3_offset;
  if (std::memcmp(arp, kArpOfIpv4, sizeof kArpOfIpv4) != 0) return std::nullopt;
  return Addresses{IpAddress::V4(arp + kArpSender), IpAddress::V4(arp + kArpTarget)};
}

std::optional<Addresses> AddressesOf(const PacketView& view, std::size_t captured) {
  if (view.ip_version == 4) return Addresses{IpAddress::V4(view.src_address), IpAddress::V4(view.dst_address)};
  if (view.ip_version == 6) return Addresses{IpAddress::V6(view.src_address), IpAddress::V6(view.dst_address)};
  return view.ether_type == kEtherTypeArp ? ArpAddresses(view, captured) : std::nullopt;
}

int KnownEnds(const Ends& ends) { return (ends.from != kNoPort) + (ends.to != kNoPort); }

}  // namespace

EndFinder::EndFinder(const SecurityPolicy& policy, const std::vector<PortSpec>& ports) : policy_(policy) {
  std::set<Zone> zones;
  for (const PortSpec& port : ports) zones.insert(port.zone);
  zones_.assign(zones.begin(), zones.end());
}

Ends EndFinder::Find(const PacketView& view, std::size_t captured) const {
  const std::optional<Addresses> addresses = AddressesOf(view, captured);
  Ends best;
  if (!addresses) return best;
  for (const Zone zone : zones_) {
    const Ends ends{policy_.PortOf(addresses->source, zone), policy_.PortOf(addresses->destination, zone), zone};
    if (KnownEnds(ends) > KnownEnds(best)) best = ends;
  }
  return best;
}

}  // namespace tidegate::replay
