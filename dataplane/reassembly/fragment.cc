// What a fragment's headers say.
#include "reassembly/fragment.h"

#include "packet/ethernet.h"
#include "packet/frame.h"
#include "packet/ipv4.h"
#include "packet/ipv6.h"

namespace tidegate {
namespace {

using internal::Load16;
using internal::Load32;

constexpr std::size_t kIpv6FragmentBytes = 8;
constexpr std::size_t kMinTcpBytes = 20;
constexpr std::uint32_t kMaxIpBytes = 65535;

// The fragment word of IPv6: offset, two reserved bits, more fragments. IPv4: three flags, offset in units of eight.
void ReadIpv4Word(std::uint16_t word, Fragment& fragment) {
  fragment.more = (word & 0x2000) != 0;
  fragment.offset = (word & 0x1fffu) * 8;
}

void ReadIpv6Word(std::uint16_t word, Fragment& fragment) {
  fragment.more = (word & 1) != 0;
  fragment.offset = word & 0xfff8u;
}

// The parser of the firewall has checked the lengths.
bool ReadIpv4(const std::uint8_t* header, std::size_t header_bytes, Fragment& fragment) {
  ReadIpv4Word(Load16(header + 6), fragment);
  fragment.ip_version = 4;
  fragment.header_bytes = static_cast<std::uint16_t>(header_bytes);
  fragment.length = static_cast<std::uint16_t>(Load16(header + 2) - header_bytes);
  fragment.id = Load16(header + 4);
  fragment.protocol = header[9];
  fragment.ecn = header[1] & 3;
  std::memcpy(fragment.key.words.data(), header + 12, 8);
  return true;
}

bool ReadIpv6(const std::uint8_t* header, std::size_t readable, Fragment& fragment) {
  const std::size_t payload = Load16(header + 4);
  const std::size_t header_bytes = internal::kIpv6Bytes + kIpv6FragmentBytes;
  if (header[6] != kProtocolIpv6Fragment || payload < kIpv6FragmentBytes || readable < header_bytes) return false;
  const std::uint8_t* extension = header + internal::kIpv6Bytes;
  ReadIpv6Word(Load16(extension + 2), fragment);
  fragment.ip_version = 6;
  fragment.header_bytes = static_cast<std::uint16_t>(header_bytes);
  fragment.length = static_cast<std::uint16_t>(payload - kIpv6FragmentBytes);
  fragment.id = Load32(extension + 4);
  fragment.protocol = extension[0];
  fragment.ecn = static_cast<std::uint8_t>(Load16(header) >> 4 & 3);
  std::memcpy(fragment.key.words.data(), header + 8, 32);
  return true;
}

void FillKey(const PacketView& view, PortIndex port, const Route& route, Fragment& fragment) {
  // IPv6 leaves the protocol out: only the first fragment's counts (RFC 8200 section 4.5).
  const std::uint64_t protocol = fragment.ip_version == 4 ? fragment.protocol : 0;
  fragment.key.words[4] = std::uint64_t{fragment.id} << 32 | protocol << 8 | fragment.ip_version;
  fragment.key.words[5] = std::uint64_t{port} << 48 | std::uint64_t{view.vlan_count} << 32 |
                          std::uint64_t{view.outer_vlan} << 16 | view.inner_vlan;
  std::memcpy(&fragment.key.words[6], &route, sizeof(route));
}

bool TearsTcpHeader(const Fragment& fragment) {
  if (fragment.protocol != kProtocolTcp) return false;
  return fragment.offset == 0 ? fragment.length < kMinTcpBytes : fragment.offset < kMinTcpBytes;
}

}  // namespace

std::optional<Fragment> ReadFragment(const std::uint8_t* frame, std::size_t captured, std::size_t on_wire,
                                     PortIndex port, const Route& route) {
  PacketView view;
  const internal::Frame bytes{frame, captured, on_wire};
  if (internal::ReadEthernet(bytes, view) != DropReason::kNone) return std::nullopt;
  const std::uint8_t* header = frame + view.l3_offset;
  internal::IpExtent ip;
  Fragment fragment;
  fragment.l2_bytes = view.l3_offset;
  bool read = false;
  if (view.ether_type == kEtherTypeIpv4) {
    read = internal::ReadIpv4(bytes, view, ip) == DropReason::kIpFragment &&
           ReadIpv4(header, std::size_t{view.l4_offset} - view.l3_offset, fragment);
  } else if (view.ether_type == kEtherTypeIpv6) {
    read = internal::ReadIpv6(bytes, view, ip) == DropReason::kIpFragment &&
           ReadIpv6(header, ip.readable - view.l3_offset, fragment);
  }
  if (!read) return std::nullopt;
  FillKey(view, port, route, fragment);
  return fragment;
}

bool IsSane(const Fragment& fragment) {
  if (fragment.length == 0) return false;
  if (fragment.more && fragment.length % 8 != 0) return false;
  if (fragment.header_bytes + fragment.end() > kMaxIpBytes) return false;
  return !TearsTcpHeader(fragment);
}

}  // namespace tidegate
