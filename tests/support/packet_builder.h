// Builds Ethernet frames with right lengths and checksums, for tests and benchmarks.
//
//   std::vector<std::uint8_t> syn = BuildTcp({.src = Ip("10.0.0.1"), .dst = Ip("10.0.0.2"), .src_port = 40000,
//                                             .dst_port = 22, .flags = kTcpSyn, .options = {.mss = 1460}});
//
// Every field has a usable default. The family of `src` decides between IPv4 and IPv6; `dst` must be of the same one.
#ifndef TIDEGATE_TESTS_SUPPORT_PACKET_BUILDER_H_
#define TIDEGATE_TESTS_SUPPORT_PACKET_BUILDER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "tidegate/ip_address.h"
#include "tidegate/packet_view.h"

namespace tidegate::test {

using Bytes = std::vector<std::uint8_t>;

// An address from its text. Ends the program with a message if it is none.
IpAddress Ip(const char* text);

// An IPv4 address from a number in host byte order: 0x0a000001 is 10.0.0.1.
IpAddress Ip4(std::uint32_t address);

struct VlanTag {
  std::uint16_t id = 1;
  std::uint16_t tpid = 0x8100;  // 802.1Q; 0x88a8 is 802.1ad, 0x9100 what came before it
};

// One IPv6 extension header: its number and its bytes behind the next-header field, the length field first. The builder
// fills in only the next-header field, so that a test may lie about the length.
struct ExtensionHeader {
  std::uint8_t type = 0;
  Bytes body = Bytes(7, 0);
};

// What surrounds the transport header.
struct FrameSpec {
  std::vector<VlanTag> vlans{};     // outermost first
  std::size_t min_frame_bytes = 0;  // zero bytes behind the packet up to this size: 60 as Ethernet sends it
  std::uint8_t ttl = 64;            // IPv6: hop limit
  std::uint16_t ipv4_fragment = 0;  // flags and offset as in the header: 0x2000 is "more fragments"
  Bytes ipv4_options{};             // padded to a multiple of four
  std::vector<ExtensionHeader> ipv6_extensions{};
};

struct Timestamps {
  std::uint32_t value = 0;
  std::uint32_t echo = 0;
};

// Encoded in this order, and with the padding that Linux uses: "NOP NOP timestamps" if they stand alone.
struct TcpOptions {
  std::optional<std::uint16_t> mss{};
  bool sack_permitted = false;
  std::optional<Timestamps> timestamps{};
  std::optional<std::uint8_t> window_scale{};
  Bytes raw{};  // behind the others, as they are
};

struct TcpSpec {
  IpAddress src = Ip4(0x0a000001);  // 10.0.0.1
  IpAddress dst = Ip4(0xc0a80004);  // 192.168.0.4
  std::uint16_t src_port = 40000;
  std::uint16_t dst_port = 22;
  std::uint8_t flags = kTcpSyn;
  std::uint32_t seq = 1000;
  std::uint32_t ack = 0;
  std::uint16_t window = 64240;
  std::size_t payload = 0;  // bytes
  TcpOptions options{};
  FrameSpec frame{};
};

struct UdpSpec {
  IpAddress src = Ip4(0x0a000001);
  IpAddress dst = Ip4(0xc0a80004);
  std::uint16_t src_port = 40000;
  std::uint16_t dst_port = 53;
  std::size_t payload = 0;
  FrameSpec frame{};
};

// ICMP or ICMPv6 echo, by the family of `src`.
struct EchoSpec {
  IpAddress src = Ip4(0x0a000001);
  IpAddress dst = Ip4(0xc0a80004);
  bool reply = false;
  std::uint16_t identifier = 7;
  std::uint16_t sequence = 1;
  std::size_t payload = 0;
  FrameSpec frame{};
};

// Any IP protocol. The payload is taken as it is: checksums in it are the caller's.
struct IpSpec {
  IpAddress src = Ip4(0x0a000001);
  IpAddress dst = Ip4(0xc0a80004);
  std::uint8_t protocol = 47;
  Bytes payload{};
  FrameSpec frame{};
};

struct ArpSpec {
  IpAddress sender = Ip4(0x0a000001);
  IpAddress target = Ip4(0xc0a80004);
  FrameSpec frame{};  // its IP parts do not matter
};

Bytes BuildTcp(const TcpSpec& spec);
Bytes BuildUdp(const UdpSpec& spec);
Bytes BuildEcho(const EchoSpec& spec);
Bytes BuildIp(const IpSpec& spec);
Bytes BuildArpRequest(const ArpSpec& spec);

// The answering direction: addresses and ports exchanged, the rest as it is.
template <typename Spec>
Spec Reversed(Spec spec) {
  const Spec was = spec;
  spec.src = was.dst;
  spec.dst = was.src;
  if constexpr (requires { spec.src_port; }) {
    spec.src_port = was.dst_port;
    spec.dst_port = was.src_port;
  }
  return spec;
}

// RFC 1071 over a whole header or pseudo-header with segment: 0 if the checksum in it is right.
std::uint16_t InternetChecksum(const Bytes& bytes);

}  // namespace tidegate::test

#endif  // TIDEGATE_TESTS_SUPPORT_PACKET_BUILDER_H_
