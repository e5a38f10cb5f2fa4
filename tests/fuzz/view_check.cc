// The checks read the frame anew, from the RFCs' figures and with none of the library's readers.
#include "fuzz/view_check.h"

#include <tuple>

#include "fuzz/require.h"

namespace tidegate::fuzz {
namespace {

std::uint16_t Read16(const std::uint8_t* at) { return static_cast<std::uint16_t>(at[0] << 8 | at[1]); }
std::uint32_t Read32(const std::uint8_t* at) { return std::uint32_t{Read16(at)} << 16 | Read16(at + 2); }

void CheckEthernet(const std::uint8_t* data, std::size_t captured, const PacketView& view) {
  Require(view.data == data, "the view is of the frame it was made from");
  Require(view.vlan_count <= 2, "at most two VLAN tags are read");
  Require(view.l3_offset == 14 + 4 * view.vlan_count, "layer 3 begins behind the tags");
  Require(view.l3_offset <= captured, "layer 3 begins within the captured bytes");
  Require(view.ether_type == Read16(data + view.l3_offset - 2), "the Ethernet type stands before layer 3");
  Require(view.outer_vlan == (view.vlan_count > 0 ? Read16(data + 14) & 0xfff : 0),
          "the outer VLAN is the first tag's");
  Require(view.inner_vlan == (view.vlan_count > 1 ? Read16(data + 18) & 0xfff : 0), "the inner VLAN is the second's");
}

void CheckIpv4(const std::uint8_t* header, const PacketView& view) {
  Require(view.ether_type == kEtherTypeIpv4 && header[0] >> 4 == 4, "an IPv4 view is of an IPv4 packet");
  Require(view.l4_offset - view.l3_offset == (header[0] & 15) * 4, "layer 4 begins behind the IPv4 options");
  Require(view.IpLength() == Read16(header + 2), "the lengths sum up to the IPv4 total length");
  Require(view.src_address == header + 12 && view.dst_address == header + 16, "the IPv4 addresses are the header's");
  Require(view.protocol == header[9], "the protocol is the IPv4 header's");
  Require((Read16(header + 6) & 0x3fff) == 0, "no fragment is accepted");
}

// Walks the extension headers of RFC 8200; returns the last one's next-header field, and where what it names begins.
std::uint8_t WalkExtensions(const std::uint8_t* header, const PacketView& view, std::size_t& offset) {
  std::uint8_t next = header[6];
  offset = 40;
  while (view.l3_offset + offset < view.l4_offset) {
    const std::uint8_t* extension = header + offset;
    if (next == 44) Require((Read16(extension + 2) & 0xfff9) == 0, "no fragment is accepted but an atomic one");
    const std::size_t units = next == 44 ? 0 : extension[1];
    offset += next == 51 ? (units + 2) * 4 : (units + 1) * 8;
    next = extension[0];
  }
  return next;
}

void CheckIpv6(const std::uint8_t* header, const PacketView& view) {
  Require(view.ether_type == kEtherTypeIpv6 && header[0] >> 4 == 6, "an IPv6 view is of an IPv6 packet");
  Require(view.IpLength() == 40u + Read16(header + 4), "the lengths sum up to the IPv6 payload length");
  Require(view.src_address == header + 8 && view.dst_address == header + 24, "the IPv6 addresses are the header's");
  std::size_t offset = 0;
  Require(view.protocol == WalkExtensions(header, view, offset), "the protocol is the last extension header's");
  Require(view.l3_offset + offset == view.l4_offset, "layer 4 begins behind the IPv6 extension headers");
}

void CheckTcp(const std::uint8_t* header, const PacketView& view) {
  Require(view.src_port == Read16(header) && view.dst_port == Read16(header + 2), "the TCP ports are the header's");
  Require(view.tcp.seq == Read32(header + 4) && view.tcp.ack == Read32(header + 8), "the TCP numbers are the header's");
  Require(view.tcp.flags == header[13] && view.tcp.window == Read16(header + 14), "flags and window are the header's");
  Require(view.payload_offset - view.l4_offset == (header[12] >> 4) * 4, "the payload begins behind the TCP options");
  Require(view.tcp.window_scale <= 14, "a window scale is at most 14");
  Require(view.tcp.has_window_scale || view.tcp.window_scale == 0, "a window scale was in the header");
  Require(view.tcp.has_timestamps || (view.tcp.ts_value | view.tcp.ts_echo) == 0, "timestamps were in the header");
}

void CheckUdp(const std::uint8_t* header, const PacketView& view) {
  Require(view.src_port == Read16(header) && view.dst_port == Read16(header + 2), "the UDP ports are the header's");
  Require(view.payload_offset - view.l4_offset == 8, "a UDP header is of 8 bytes");
  Require(Read16(header + 4) >= 8 && Read16(header + 4) <= 8 + view.payload_length, "the datagram ends in its packet");
}

void CheckIcmp(const std::uint8_t* header, const PacketView& view) {
  const bool echo = view.ip_version == 4 ? header[0] == 0 || header[0] == 8 : header[0] == 128 || header[0] == 129;
  Require(view.icmp.type == header[0] && view.icmp.code == header[1], "type and code are the ICMP header's");
  Require(view.icmp.identifier == (echo ? Read16(header + 4) : 0), "echoes and only they have an identifier");
  Require(view.payload_offset - view.l4_offset == 8, "an ICMP header is of 8 bytes");
}

void CheckSctp(const std::uint8_t* header, const PacketView& view) {
  Require(view.src_port == Read16(header) && view.dst_port == Read16(header + 2), "the SCTP ports are the header's");
  Require(view.sctp.verification_tag == Read32(header + 4), "the verification tag is the SCTP header's");
  Require(view.payload_offset - view.l4_offset >= 12, "an SCTP header is of 12 bytes");
}

void CheckTransport(const PacketView& view) {
  const std::uint8_t* header = view.data + view.l4_offset;
  if (view.protocol == kProtocolTcp) return CheckTcp(header, view);
  if (view.protocol == kProtocolUdp) return CheckUdp(header, view);
  if (view.protocol == (view.ip_version == 4 ? 1 : 58)) return CheckIcmp(header, view);
  if (view.protocol == kProtocolSctp) return CheckSctp(header, view);
  Require(view.src_port == 0 && view.dst_port == 0, "other protocols have no ports");
  Require(view.payload_offset == view.l4_offset, "an unknown protocol's packet is all payload");
}

}  // namespace

bool IsParserReason(DropReason reason) {
  return reason <= DropReason::kBadSctpChunk;  // the first of the list, up to the checksums
}

bool SaysCutShort(DropReason reason) {
  using enum DropReason;
  switch (reason) {
    case kTruncatedEthernet:
    case kTruncatedVlan:
    case kTruncatedIpv4:
    case kTruncatedIpv6:
    case kBadIpv6Extension:
    case kTruncatedTcp:
    case kTruncatedUdp:
    case kTruncatedIcmp:
    case kTruncatedSctp:
      return true;
    default:
      return false;
  }
}

bool SameView(const PacketView& a, const PacketView& b) {
  const auto outer = [](const PacketView& view) {
    return std::tie(view.data, view.src_address, view.dst_address, view.payload_length, view.ether_type,
                    view.outer_vlan, view.inner_vlan, view.l3_offset, view.l4_offset, view.payload_offset,
                    view.src_port, view.dst_port, view.vlan_count, view.ip_version, view.protocol);
  };
  if (outer(a) != outer(b) || a.icmp != b.icmp) return false;
  // A packet refused before its SCTP header was read has a protocol, and not yet the fields.
  if (!a.IsSctp()) return a.tcp == b.tcp;
  return a.payload_offset == 0 || a.sctp == b.sctp;
}

void CheckView(const std::uint8_t* data, std::size_t captured, std::size_t on_wire, const PacketView& view) {
  CheckEthernet(data, captured, view);
  if (view.ip_version == 0) {
    Require(view.ether_type == kEtherTypeArp, "without IP only ARP is accepted");
    return;
  }
  Require(view.l4_offset <= view.payload_offset && view.payload_offset <= captured, "all headers were captured");
  Require(std::size_t{view.payload_offset} + view.payload_length <= on_wire, "the packet ends within its frame");
  const std::uint8_t* header = data + view.l3_offset;
  if (view.ip_version == 4) CheckIpv4(header, view);
  if (view.ip_version == 6) CheckIpv6(header, view);
  CheckTransport(view);
}

}  // namespace tidegate::fuzz
