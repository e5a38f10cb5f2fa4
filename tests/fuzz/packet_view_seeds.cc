// A frame of each kind that the parser knows, whole.
#include "fuzz/seeds.h"
#include "support/icmp_builder.h"
#include "support/sctp_builder.h"

namespace tidegate::fuzz {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace): the builder is the language of this file

// Behind the control bytes of packet_view_fuzz.cc: nothing is missing, and it is cut from the first byte on.
Seed Of(std::string name, const Bytes& frame) {
  Bytes bytes = {0, 0};
  bytes.insert(bytes.end(), frame.begin(), frame.end());
  return {std::move(name), std::move(bytes)};
}

std::vector<ExtensionHeader> Chain() {
  return {{0, {0, 1, 4, 0, 0, 0, 0}},
          {60, {1, 1, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}},
          {43, {2, 0, 1, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}},
          {44, {0, 0, 0, 0, 0, 0, 7}},
          {51, {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}}};
}

}  // namespace

std::vector<Seed> PacketViewSeeds() {
  const IpAddress a6 = Ip("2001:db8::1");
  const IpAddress b6 = Ip("2001:db8::2");
  const TcpOptions syn = {.mss = 1460, .sack_permitted = true, .timestamps = Timestamps{1, 2}, .window_scale = 7};
  const TcpOptions sack = {.timestamps = Timestamps{1, 2}, .raw = {1, 1, 5, 10, 0, 0, 0, 1, 0, 0, 0, 9}};
  const Bytes source_route = {131, 7, 4, 10, 0, 0, 9, 1};
  const SctpSpec data = {.tag = 9, .chunks = {PlainChunk(kSctpCookieAck), DataChunk(5), DataChunk(3)}};
  const Bytes segment4 = IpPacketOf(BuildTcp({.payload = 20}));
  const Bytes segment6 =
      IpPacketOf(BuildUdp({.src = a6, .dst = b6, .payload = 9, .frame = {.ipv6_extensions = Chain()}}));
  return {
      Of("arp", BuildArpRequest({.frame = {.vlans = {{5}}}})),
      Of("tcp_syn", BuildTcp({.options = syn})),
      Of("tcp_sack", BuildTcp({.flags = kTcpAck, .payload = 5, .options = sack})),
      Of("tcp_qinq", BuildTcp({.flags = kTcpAck, .frame = {.vlans = {{200, 0x88a8}, {100}}, .min_frame_bytes = 90}})),
      Of("tcp_source_route", BuildTcp({.options = syn, .frame = {.ipv4_options = source_route}})),
      Of("tcp6_extensions", BuildTcp({.src = a6, .dst = b6, .options = syn, .frame = {.ipv6_extensions = Chain()}})),
      Of("udp", BuildUdp({.payload = 7})),
      Of("udp6", BuildUdp({.src = a6, .dst = b6})),
      Of("echo", BuildEcho({.payload = 3})),
      Of("echo6", BuildEcho({.src = a6, .dst = b6})),
      Of("sctp_init", BuildSctp({.chunks = {InitChunk(kSctpInit, 77)}})),
      Of("sctp_data", BuildSctp(data)),
      Of("icmp_error", BuildIcmpError({.quoted = segment4, .quote_bytes = 28})),
      Of("icmp6_error", BuildIcmpError({.src = a6, .dst = b6, .type = 1, .quoted = segment6})),
      Of("fragment", BuildUdp({.frame = {.ipv4_fragment = 0x2000}})),
      Of("gre", BuildIp({.payload = Bytes(8)})),
  };
}

}  // namespace tidegate::fuzz
