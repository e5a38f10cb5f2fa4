#include "kernel_differential/frames.h"

#include <algorithm>
#include <span>

#include "support/icmp_builder.h"

namespace tidegate::differential {
namespace {

using test::Bytes;

constexpr std::size_t kEthernetBytes = 14;
constexpr std::size_t kIpv4Bytes = 20;
constexpr std::uint32_t kFirstClient4 = 0x0a010000;  // 10.1.0.0
constexpr std::uint8_t kClientSubnet6 = 0x0a;        // 2001:db8:a::/48
constexpr std::uint8_t kServerSubnet6 = 0x0b;
constexpr std::uint32_t kMostConnections = 1u << 22;

IpAddress Ip6(std::uint8_t subnet, std::uint32_t host) {
  IpAddress out = test::Ip("2001:db8::");
  out.bytes[5] = subnet;
  for (int i = 0; i < 4; ++i) out.bytes[12 + i] = static_cast<std::uint8_t>(host >> (24 - 8 * i));
  return out;
}

// A router on the way, on the given side.
IpAddress Router(Side side, bool v6) {
  if (v6) return Ip6(side == Side::kClient ? kClientSubnet6 : kServerSubnet6, 0xffff0001);
  return test::Ip(side == Side::kClient ? "10.255.0.1" : "192.168.255.1");
}

// Somebody on the given side who is in no conversation.
IpAddress Stranger(Side side, bool v6) {
  if (v6) return Ip6(side == Side::kClient ? kClientSubnet6 : kServerSubnet6, 0xffff0002);
  return test::Ip(side == Side::kClient ? "10.255.0.2" : "192.168.255.2");
}

void Put32(Bytes& to, std::uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8) to.push_back(static_cast<std::uint8_t>(value >> shift));
}

test::TcpOptions OptionsOf(const TcpPart& tcp) {
  test::TcpOptions options;
  options.sack_permitted = tcp.sack_permitted;
  options.window_scale = tcp.window_scale;
  options.timestamps = tcp.timestamps;
  if (tcp.sacks.empty()) return options;
  options.raw = {1, 1, 5, static_cast<std::uint8_t>(2 + 8 * tcp.sacks.size())};  // two NOPs, SACK (RFC 2018)
  for (const SackBlock& block : tcp.sacks) {
    Put32(options.raw, block.left);
    Put32(options.raw, block.right);
  }
  return options;
}

template <class Spec>
Spec Addressed(Spec spec, const Ends& ends, Side from) {
  const std::size_t src = Index(from);
  spec.src = ends.address[src];
  spec.dst = ends.address[1 - src];
  if constexpr (requires { spec.src_port; }) {
    spec.src_port = ends.port[src];
    spec.dst_port = ends.port[1 - src];
  }
  return spec;
}

void Set16(Bytes& at, std::size_t offset, std::uint16_t value) {
  at[offset] = static_cast<std::uint8_t>(value >> 8);
  at[offset + 1] = static_cast<std::uint8_t>(value);
}

// What the error quotes, spoiled as asked.
Bytes QuoteOf(const Conversation& conversation, const ErrorPart& error, const Ends& ends) {
  const bool echo = conversation.steps[error.quoted].packet.kind == PacketKind::kEcho;
  Bytes packet = test::IpPacketOf(FrameOf(conversation, error.quoted, ends));
  const std::size_t l4 = conversation.v6 ? 40 : kIpv4Bytes;
  if (error.quote == Quote::kOtherPort) packet[l4 + (echo ? 4 : 1)] ^= 0x55;
  if (error.quote == Quote::kOtherSequence) packet[l4 + 4] ^= 0x80;
  return packet;
}

Bytes ErrorFrame(const Conversation& conversation, const Packet& packet, const Ends& ends) {
  const ErrorPart& error = packet.error;
  const std::size_t to = Index(Opposite(packet.from));
  const bool stranger = error.quote == Quote::kOtherReceiver;
  return test::BuildIcmpError({.src = error.from_router ? Router(packet.from, conversation.v6) : ends.address[1 - to],
                               .dst = stranger ? Stranger(Opposite(packet.from), conversation.v6) : ends.address[to],
                               .type = error.type,
                               .code = error.code,
                               .quoted = QuoteOf(conversation, error, ends)});
}

}  // namespace

Ends EndsOf(std::uint32_t number, bool v6) {
  Ends ends;
  const std::uint32_t server = number % 200;
  ends.address = v6 ? std::array{Ip6(kClientSubnet6, number + 1), Ip6(kServerSubnet6, server + 1)}
                    : std::array{test::Ip4(kFirstClient4 + number), test::Ip4(0xc0a80001 + server)};
  ends.port = {static_cast<std::uint16_t>(1024 + number * 7919ull % 60000),
               static_cast<std::uint16_t>(1000 + number % 977)};
  return ends;
}

std::optional<std::uint32_t> NumberOfClient(const IpAddress& address) {
  const std::size_t at = address.v6 ? 12 : 0;
  std::uint32_t host = 0;
  for (std::size_t i = 0; i < 4; ++i) host = host << 8 | address.bytes[at + i];
  const std::uint32_t first = address.v6 ? 1 : kFirstClient4;
  const bool client = address.v6 ? address.bytes[5] == kClientSubnet6 : address.bytes[0] == 10;
  if (!client || host < first || host - first >= kMostConnections) return std::nullopt;
  return host - first;
}

Bytes FrameOf(const Conversation& conversation, std::size_t step, const Ends& ends) {
  const Packet& packet = conversation.steps[step].packet;
  switch (packet.kind) {
    case PacketKind::kTcp:
      return test::BuildTcp(Addressed(test::TcpSpec{.flags = packet.tcp.flags,
                                                    .seq = packet.tcp.seq,
                                                    .ack = packet.tcp.ack,
                                                    .window = packet.tcp.window,
                                                    .payload = packet.tcp.length,
                                                    .options = OptionsOf(packet.tcp)},
                                      ends, packet.from));
    case PacketKind::kUdp:
      return test::BuildUdp(Addressed(test::UdpSpec{.payload = packet.payload}, ends, packet.from));
    case PacketKind::kEcho:
      return test::BuildEcho(Addressed(
          test::EchoSpec{
              .reply = packet.echo.reply, .identifier = packet.echo.identifier, .sequence = packet.echo.sequence},
          ends, packet.from));
    case PacketKind::kError:
      return ErrorFrame(conversation, packet, ends);
    case PacketKind::kOther:
      return test::BuildIp(Addressed(test::IpSpec{.protocol = packet.protocol, .payload = Bytes(packet.payload, 0x5a)},
                                     ends, packet.from));
  }
  return {};
}

void SetFrameTag(Bytes& frame, std::uint16_t tag) {
  if (frame[12] == 0x86) {  // IPv6
    Set16(frame, kEthernetBytes + 2, tag);
    return;
  }
  Set16(frame, kEthernetBytes + 4, tag);
  Set16(frame, kEthernetBytes + 10, 0);
  const std::span header(frame.data() + kEthernetBytes, kIpv4Bytes);
  Set16(frame, kEthernetBytes + 10, test::InternetChecksum(Bytes(header.begin(), header.end())));
}

}  // namespace tidegate::differential
