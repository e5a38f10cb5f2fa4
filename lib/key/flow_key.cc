// Keys outside of the packet path: from and to tuples and text.
#include "tidegate/flow_key.h"

#include "key/flow_key_inl.h"
#include "packet/byte_order.h"

namespace tidegate {
namespace {

Endpoint MakeEndpoint(std::uint32_t address, std::uint64_t port) {
  Endpoint endpoint;
  internal::StoreBigEndian(endpoint.address.bytes.data(), address);
  endpoint.port = static_cast<std::uint16_t>(port);
  return endpoint;
}

Endpoint MakeEndpoint(std::uint64_t first, std::uint64_t second, std::uint64_t port) {
  Endpoint endpoint;
  endpoint.address.v6 = true;
  internal::StoreBigEndian(endpoint.address.bytes.data(), first);
  internal::StoreBigEndian(endpoint.address.bytes.data() + 8, second);
  endpoint.port = static_cast<std::uint16_t>(port);
  return endpoint;
}

Endpoint LowEnd(const FlowKey4& key) {
  return MakeEndpoint(static_cast<std::uint32_t>(key.words[0] >> 32), key.words[1] >> internal::kLowPortShift);
}
Endpoint HighEnd(const FlowKey4& key) {
  return MakeEndpoint(static_cast<std::uint32_t>(key.words[0]), key.words[1] >> internal::kHighPortShift);
}
Endpoint LowEnd(const FlowKey6& key) {
  return MakeEndpoint(key.words[0], key.words[1], key.words[4] >> internal::kLowPortShift);
}
Endpoint HighEnd(const FlowKey6& key) {
  return MakeEndpoint(key.words[2], key.words[3], key.words[4] >> internal::kHighPortShift);
}

bool HasPorts(std::uint8_t protocol) {
  return protocol == kProtocolTcp || protocol == kProtocolUdp || protocol == kProtocolSctp ||
         protocol == kProtocolIcmp || protocol == kProtocolIcmpV6;
}

void AppendEndpoint(std::string& text, const Endpoint& endpoint, bool with_port) {
  const std::string address = ToString(endpoint.address);
  if (endpoint.address.v6) {
    text.append("[").append(address).append("]");
  } else {
    text.append(address);
  }
  if (with_port) text.append(":").append(std::to_string(endpoint.port));
}

}  // namespace

template <std::size_t kAddressBytes>
FlowSide MakeFlowKey(const PacketView& view, Zone zone, BasicFlowKey<kAddressBytes>& key) {
  return internal::PacketFlowKey(view, zone, key);
}

template <std::size_t kAddressBytes>
FlowSide MakeFlowKey(const FlowTuple& tuple, BasicFlowKey<kAddressBytes>& key) {
  const internal::KeyParts parts{tuple.source.address.bytes.data(),
                                 tuple.destination.address.bytes.data(),
                                 tuple.source.port,
                                 tuple.destination.port,
                                 tuple.zone,
                                 tuple.protocol};
  return internal::FillKey(parts, key);
}

template <std::size_t kAddressBytes>
FlowTuple ToTuple(const BasicFlowKey<kAddressBytes>& key, FlowSide source) {
  const std::uint64_t last = key.words.back();
  FlowTuple tuple;
  tuple.source = source == FlowSide::kLow ? LowEnd(key) : HighEnd(key);
  tuple.destination = source == FlowSide::kLow ? HighEnd(key) : LowEnd(key);
  tuple.zone = static_cast<Zone>(last >> internal::kZoneShift) & kMaxZone;
  tuple.protocol = static_cast<std::uint8_t>(last);
  return tuple;
}

template FlowSide MakeFlowKey(const PacketView&, Zone, FlowKey4&);
template FlowSide MakeFlowKey(const PacketView&, Zone, FlowKey6&);
template FlowSide MakeFlowKey(const FlowTuple&, FlowKey4&);
template FlowSide MakeFlowKey(const FlowTuple&, FlowKey6&);
template FlowTuple ToTuple(const FlowKey4&, FlowSide);
template FlowTuple ToTuple(const FlowKey6&, FlowSide);

std::string ToString(const FlowTuple& tuple) {
  const bool with_ports = HasPorts(tuple.protocol);
  std::string text = ProtocolName(tuple.protocol);
  text.append(" ");
  AppendEndpoint(text, tuple.source, with_ports);
  text.append(" -> ");
  AppendEndpoint(text, tuple.destination, with_ports);
  if (tuple.zone != 0) text.append(" zone ").append(std::to_string(tuple.zone));
  return text;
}

std::string ProtocolName(std::uint8_t protocol) {
  switch (protocol) {
    case kProtocolIcmp:
      return "icmp";
    case kProtocolTcp:
      return "tcp";
    case kProtocolUdp:
      return "udp";
    case kProtocolIcmpV6:
      return "icmpv6";
    case kProtocolSctp:
      return "sctp";
    default:
      return std::to_string(protocol);
  }
}

std::uint64_t HashFlowKey(const FlowKey4& key, const HashSecret& secret) { return internal::FlowHash(key, secret); }
std::uint64_t HashFlowKey(const FlowKey6& key, const HashSecret& secret) { return internal::FlowHash(key, secret); }

}  // namespace tidegate
