#include "switching/port_security.h"

#include <algorithm>
#include <cstring>

#include "packet/byte_order.h"
#include "tidegate/packet_view.h"

namespace tidegate {
namespace {

using internal::Load16;

constexpr std::size_t kEthernetBytes = 14;
constexpr std::size_t kArpBytes = 28;
constexpr std::size_t kIpv4Bytes = 20;
constexpr std::size_t kIpv6Bytes = 40;

constexpr std::uint16_t kDhcpServer = 67;  // RFC 2131 section 4.1
constexpr std::uint16_t kDhcpClient = 68;
constexpr std::uint16_t kDhcpV6Client = 546;  // RFC 8415 section 7.2
constexpr std::uint16_t kDhcpV6Server = 547;

constexpr std::uint8_t kMldReport = 131;
constexpr std::uint8_t kMldDone = 132;
constexpr std::uint8_t kRouterSolicitation = 133;
constexpr std::uint8_t kRouterAdvertisement = 134;
constexpr std::uint8_t kNeighbourSolicitation = 135;
constexpr std::uint8_t kNeighbourAdvertisement = 136;
constexpr std::uint8_t kRedirect = 137;
constexpr std::uint8_t kMld2Report = 143;

constexpr std::uint8_t kSourceLinkAddress = 1;
constexpr std::uint8_t kTargetLinkAddress = 2;

bool IsZero(const std::uint8_t* bytes, std::size_t count) {
  return std::all_of(bytes, bytes + count, [](std::uint8_t byte) { return byte == 0; });
}

// fe80::/64 and the modified EUI-64.
std::array<std::uint8_t, 16> LinkLocal(const MacAddress& mac) {
  const auto& m = mac.bytes;
  return {0xfe, 0x80, 0, 0, 0, 0, 0, 0, static_cast<std::uint8_t>(m[0] ^ 2), m[1], m[2], 0xff, 0xfe, m[3], m[4], m[5]};
}

bool IsDiscovery(std::uint8_t type) { return type >= kRouterSolicitation && type <= kRedirect; }

// A machine without an address may look for a router, ask whether an address is taken, and join groups (RFC 4862
// section 5.4, RFC 3590).
bool MaySpeakUnnamed(std::uint8_t type) {
  return type == kRouterSolicitation || type == kNeighbourSolicitation || type == kMldReport || type == kMldDone ||
         type == kMld2Report;
}

// The upper layer behind the extension headers that stand in front of one (RFC 8200 section 4.1).
struct Upper {
  std::uint8_t protocol = 0;
  std::size_t offset = 0;  // from the IPv6 header on
  bool fragment = false;
  bool first = true;     // the fragment's data begins here
  bool complete = true;  // what was captured holds all of these headers
};

Upper FindUpper(const std::uint8_t* header, std::size_t captured) {
  Upper upper{.protocol = header[6], .offset = kIpv6Bytes};
  for (int i = 0; i < 8; ++i) {
    const bool options = upper.protocol == 0 || upper.protocol == 43 || upper.protocol == 60 || upper.protocol == 135;
    const bool fragment = upper.protocol == 44;
    if ((!options && !fragment) || (upper.fragment && !upper.first)) return upper;
    if (captured < upper.offset + 8) {
      upper.complete = false;
      return upper;
    }
    const std::uint8_t* extension = header + upper.offset;
    if (fragment) {
      upper.fragment = true;
      upper.first = (Load16(extension + 2) & 0xfff8) == 0;
    }
    upper.protocol = extension[0];
    upper.offset += fragment ? 8 : 8 * (std::size_t{extension[1]} + 1);
  }
  upper.complete = false;
  return upper;
}

}  // namespace

PortSecurity::PortSecurity(const std::vector<MacAddress>& macs, const std::vector<IpAddress>& addresses) : macs_(macs) {
  for (const IpAddress& address : addresses) {
    if (address.v6) {
      v6_.push_back(address.bytes);
    } else {
      V4 v4;
      std::copy_n(address.bytes.begin(), v4.size(), v4.begin());
      v4_.push_back(v4);
    }
  }
  for (const MacAddress& mac : macs) v6_.push_back(LinkLocal(mac));
}

DropReason PortSecurity::Check(const std::uint8_t* frame, std::size_t captured) const {
  if (captured < kEthernetBytes) return DropReason::kTruncatedEthernet;
  if (!Owns(frame + 6)) return DropReason::kSpoofedMac;
  const std::uint8_t* payload = frame + kEthernetBytes;
  const std::size_t rest = captured - kEthernetBytes;
  switch (Load16(frame + 12)) {
    case kEtherTypeIpv4:
      return rest < kIpv4Bytes ? DropReason::kTruncatedIpv4 : CheckIpv4(payload, rest);
    case kEtherTypeIpv6:
      return rest < kIpv6Bytes ? DropReason::kTruncatedIpv6 : CheckIpv6(payload, rest);
    case kEtherTypeArp:
      return rest < kArpBytes ? DropReason::kSpoofedArp : CheckArp(frame, captured);
    default:
      return DropReason::kEtherTypeDenied;
  }
}

// Of Ethernet and IPv4, from the sender that the frame names, about its own address or, for a probe, none (RFC 5227).
DropReason PortSecurity::CheckArp(const std::uint8_t* frame, std::size_t) const {
  constexpr std::uint8_t kEthernetIpv4[] = {0, 1, 8, 0, 6, 4};
  const std::uint8_t* arp = frame + kEthernetBytes;
  if (std::memcmp(arp, kEthernetIpv4, sizeof(kEthernetIpv4)) != 0) return DropReason::kSpoofedArp;
  const bool own = std::memcmp(arp + 8, frame + 6, 6) == 0 && (OwnsV4(arp + 14) || IsZero(arp + 14, 4));
  return own ? DropReason::kNone : DropReason::kSpoofedArp;
}

DropReason PortSecurity::CheckIpv4(const std::uint8_t* header, std::size_t captured) const {
  const std::size_t length = 4 * std::size_t{static_cast<std::uint8_t>(header[0] & 15)};
  const bool first = (Load16(header + 6) & 0x1fff) == 0;
  std::uint16_t from = 0;
  std::uint16_t to = 0;
  if (header[9] == kProtocolUdp && first && captured >= length + 4) {
    from = Load16(header + length);
    to = Load16(header + length + 2);
  }
  if (from == kDhcpServer && to == kDhcpClient) return DropReason::kRogueDhcp;
  if (OwnsV4(header + 12)) return DropReason::kNone;
  const bool asks_for_address = IsZero(header + 12, 4) && from == kDhcpClient && to == kDhcpServer;
  return asks_for_address ? DropReason::kNone : DropReason::kSpoofedIp;
}

DropReason PortSecurity::CheckIpv6(const std::uint8_t* header, std::size_t captured) const {
  const std::uint8_t* source = header + 8;
  captured = std::min<std::size_t>(captured, kIpv6Bytes + Load16(header + 4));  // what follows is padding
  const Upper upper = FindUpper(header, captured);
  const bool readable = upper.complete && upper.first && captured >= upper.offset + 4;
  if (upper.protocol == kProtocolIcmpV6 && upper.first) {
    // A first fragment without its headers hides what it is (RFC 7112).
    if (!readable) return DropReason::kSpoofedNd;
    const std::uint8_t type = header[upper.offset];
    if (upper.fragment && IsDiscovery(type)) return DropReason::kSpoofedNd;
    if (const DropReason reason = CheckIcmpV6(header, header + upper.offset, captured - upper.offset);
        reason != DropReason::kNone) {
      return reason;
    }
    if (IsZero(source, 16)) return MaySpeakUnnamed(type) ? DropReason::kNone : DropReason::kSpoofedIp;
  }
  if (upper.protocol == kProtocolUdp && readable && Load16(header + upper.offset) == kDhcpV6Server &&
      Load16(header + upper.offset + 2) == kDhcpV6Client) {
    return DropReason::kRogueDhcp;
  }
  return OwnsV6(source) ? DropReason::kNone : DropReason::kSpoofedIp;
}

// `captured` bytes from the message on.
DropReason PortSecurity::CheckIcmpV6(const std::uint8_t* header, const std::uint8_t* message,
                                     std::size_t captured) const {
  constexpr std::size_t kToOptions = 24;  // of solicitations and advertisements of neighbours: header, target
  const std::uint8_t type = message[0];
  if (type == kRouterAdvertisement || type == kRedirect) return DropReason::kRogueRouter;
  if (!IsDiscovery(type)) return DropReason::kNone;
  // RFC 4861 section 7.1: nobody accepts what came through a router.
  if (header[7] != 255) return DropReason::kSpoofedNd;
  if (type == kRouterSolicitation) {
    const bool own = captured >= 8 && OwnsLinkAddressOption(message + 8, captured - 8, kSourceLinkAddress);
    return own ? DropReason::kNone : DropReason::kSpoofedNd;
  }
  if (captured < kToOptions) return DropReason::kSpoofedNd;
  if (type == kNeighbourAdvertisement && !OwnsV6(message + 8)) return DropReason::kSpoofedNd;
  const std::uint8_t option = type == kNeighbourAdvertisement ? kTargetLinkAddress : kSourceLinkAddress;
  const bool own = OwnsLinkAddressOption(message + kToOptions, captured - kToOptions, option);
  return own ? DropReason::kNone : DropReason::kSpoofedNd;
}

// Whether the options, if they hold an Ethernet address of this type, hold one of the port's. Options that contradict
// themselves hold nobody's.
bool PortSecurity::OwnsLinkAddressOption(const std::uint8_t* options, std::size_t captured, std::uint8_t type) const {
  while (captured >= 8) {
    const std::size_t length = 8 * std::size_t{options[1]};
    if (length == 0 || length > captured) return false;
    if (options[0] == type && !Owns(options + 2)) return false;
    options += length;
    captured -= length;
  }
  return true;
}

bool PortSecurity::Owns(const std::uint8_t* mac) const {
  return std::ranges::any_of(macs_,
                             [mac](const MacAddress& own) { return std::memcmp(own.bytes.data(), mac, 6) == 0; });
}

bool PortSecurity::OwnsV4(const std::uint8_t* address) const {
  return std::ranges::any_of(v4_, [address](const V4& own) { return std::memcmp(own.data(), address, 4) == 0; });
}

bool PortSecurity::OwnsV6(const std::uint8_t* address) const {
  return std::ranges::any_of(v6_, [address](const V6& own) { return std::memcmp(own.data(), address, 16) == 0; });
}

}  // namespace tidegate
