// A packet's headers from the outside in. Each header is read in its own file; here is the order.
//
// Two limits guard every read: no byte at or past `captured` is touched, and no header reaches past the end its IP
// packet claims. Where both cut, the reason is the same: the header is truncated.
#include "tidegate/packet_view.h"

#include "packet/ethernet.h"
#include "packet/frame.h"
#include "packet/icmp.h"
#include "packet/ipv4.h"
#include "packet/ipv6.h"
#include "packet/sctp.h"
#include "packet/tcp.h"
#include "packet/udp.h"

namespace tidegate {
namespace {

using internal::Frame;
using internal::IpExtent;

// A protocol without a reader: all behind the IP headers is payload.
DropReason ReadOther(const IpExtent& ip, PacketView& view) {
  view.payload_offset = view.l4_offset;
  view.payload_length = static_cast<std::uint32_t>(ip.end - view.l4_offset);
  return DropReason::kNone;
}

DropReason ReadTransport(const Frame& frame, const IpExtent& ip, PacketView& view) {
  if (view.protocol == kProtocolTcp) [[likely]]
    return internal::ReadTcp(frame, ip, view);
  if (view.protocol == kProtocolUdp) return internal::ReadUdp(frame, ip, view);
  if (view.IsIcmp()) return internal::ReadIcmp(frame, ip, view);
  return view.IsSctp() ? internal::ReadSctp(frame, ip, view) : ReadOther(ip, view);
}

DropReason ReadIp(const Frame& frame, PacketView& view, IpExtent& ip) {
  if (view.ether_type == kEtherTypeIpv4) [[likely]]
    return internal::ReadIpv4(frame, view, ip);
  if (view.ether_type == kEtherTypeIpv6) return internal::ReadIpv6(frame, view, ip);
  return view.ether_type == kEtherTypeArp ? DropReason::kNone : DropReason::kUnsupportedEtherType;
}

}  // namespace

DropReason ParsePacket(const std::uint8_t* data, std::size_t captured, std::size_t on_wire, PacketView& view) {
  const Frame frame{data, captured, on_wire};
  view = PacketView{};
  view.data = data;
  DropReason reason = internal::ReadEthernet(frame, view);
  if (reason != DropReason::kNone) return reason;
  IpExtent ip;
  reason = ReadIp(frame, view, ip);
  if (reason != DropReason::kNone || view.ip_version == 0) return reason;
  return ReadTransport(frame, ip, view);
}

}  // namespace tidegate
