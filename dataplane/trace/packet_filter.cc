#include "trace/packet_filter.h"

#include <algorithm>
#include <cstring>

#include "tidegate/packet_view.h"

namespace tidegate {
namespace {

constexpr std::size_t kVxlanOwnBytes = 8;  // behind UDP (RFC 7348 section 5)
constexpr std::uint8_t kIpv6Fragment = 44;

IpAddress AddressAt(const std::uint8_t* bytes, bool v6) {
  IpAddress address;
  address.v6 = v6;
  std::memcpy(address.bytes.data(), bytes, v6 ? 16 : 4);
  return address;
}

bool IsAny(const IpAddress& address) {
  return std::ranges::all_of(address.bytes, [](std::uint8_t byte) { return byte == 0; });
}

bool Fits(const Endpoint& wanted, const Endpoint& seen, bool ports) {
  if (!IsAny(wanted.address) && wanted.address != seen.address) return false;
  return !ports || wanted.port == 0 || wanted.port == seen.port;
}

bool FitsEitherWay(const FlowTuple& wanted, const SeenPacket& seen) {
  // What an IPv6 fragment is of, only its first one says for certain.
  const bool protocol = wanted.protocol == seen.tuple.protocol || seen.tuple.protocol == kIpv6Fragment;
  if (!protocol || wanted.source.address.v6 != seen.tuple.source.address.v6) return false;
  const bool ports = !seen.fragment;
  return (Fits(wanted.source, seen.tuple.source, ports) && Fits(wanted.destination, seen.tuple.destination, ports)) ||
         (Fits(wanted.source, seen.tuple.destination, ports) && Fits(wanted.destination, seen.tuple.source, ports));
}

// None if it is no IP, or too short for a tuple.
std::optional<SeenPacket> See(const PacketView& view, DropReason reason) {
  const bool fragment = reason == DropReason::kIpFragment;
  if (view.ip_version == 0 || view.src_address == nullptr || (reason != DropReason::kNone && !fragment)) {
    return std::nullopt;
  }
  SeenPacket seen;
  const bool v6 = view.ip_version == 6;
  seen.tuple.protocol = view.protocol;
  // The ports of an echo are its identifier, as in keys.
  const bool ports = view.src_port != 0 || view.dst_port != 0;
  const std::uint16_t identifier = view.IsIcmp() ? view.icmp.identifier : std::uint16_t{0};
  seen.tuple.source = {AddressAt(view.src_address, v6), ports ? view.src_port : identifier};
  seen.tuple.destination = {AddressAt(view.dst_address, v6), ports ? view.dst_port : identifier};
  seen.tcp_flags = view.IsTcp() && !fragment ? view.tcp.flags : std::uint8_t{0};
  seen.fragment = fragment;
  return seen;
}

}  // namespace

std::optional<SeenPacket> PacketFilter::Match(const std::uint8_t* frame, std::size_t captured,
                                              std::size_t on_wire) const {
  PacketView view;
  const DropReason reason = ParsePacket(frame, captured, on_wire, view);
  std::optional<SeenPacket> seen = See(view, reason);
  if (!seen) return std::nullopt;
  if (FitsEitherWay(tuple_, *seen)) return seen;
  const std::size_t inner = std::size_t{view.payload_offset} + kVxlanOwnBytes;
  if (reason != DropReason::kNone || !view.IsUdp() || view.dst_port != vxlan_port_ || inner >= captured) {
    return std::nullopt;
  }
  PacketView inner_view;
  const DropReason inner_reason = ParsePacket(frame + inner, captured - inner, on_wire - inner, inner_view);
  seen = See(inner_view, inner_reason);
  if (!seen || !FitsEitherWay(tuple_, *seen)) return std::nullopt;
  seen->in_tunnel = true;
  return seen;
}

}  // namespace tidegate
