// The templates of traffic.h.
#include "fuzz/traffic.h"

#include <algorithm>
#include <utility>

#include "support/icmp_builder.h"
#include "support/sctp_builder.h"

namespace tidegate::fuzz {
namespace {

using test::Bytes;

// The ends of a flow.
constexpr std::size_t kPeerSide = 0;
constexpr std::size_t kOwnSide = 1;

constexpr std::uint8_t kSynAck = kTcpSyn | kTcpAck;
constexpr std::uint8_t kFinAck = kTcpFin | kTcpAck;
constexpr std::uint8_t kUsualFlags[] = {kTcpSyn, kSynAck, kTcpAck,           kTcpAck | kTcpPsh,
                                        kFinAck, kTcpRst, kTcpRst | kTcpAck, kFinAck | kTcpPsh};

// How far a number is off what comes next: mostly not at all.
constexpr std::uint32_t kDeviations[] = {
    0, 0, 0, 0, 0, 0, 1, 0xffffffff, 100, 0xffffff9c, 65535, 0xffff0001, 1 << 20, 0xfff00000, 1u << 31, 4'000'000'000};

constexpr std::size_t kPayloads[] = {0, 1, 100, 600};

IpAddress SourceOf(Flow flow, bool inbound) { return inbound ? flow.peer_address() : flow.own_address(); }
IpAddress DestinationOf(Flow flow, bool inbound) { return SourceOf(flow, !inbound); }
std::uint16_t SourcePortOf(Flow flow, bool inbound) { return inbound ? flow.peer_port() : flow.own_port(); }

Packet OnItsWay(Flow flow, bool inbound, Bytes frame) {
  Packet packet;
  packet.captured = frame.size();
  packet.frame = std::move(frame);
  packet.from = inbound ? flow.peer_switch_port() : flow.own_switch_port();
  packet.to = inbound ? flow.own_switch_port() : flow.peer_switch_port();
  packet.zone = flow.zone();
  return packet;
}

test::TcpOptions OptionsOf(std::uint8_t bits, bool syn, std::uint32_t clock, std::uint32_t sack_end) {
  test::TcpOptions options;
  if ((bits & 0x04) != 0) options.timestamps = test::Timestamps{clock, 1};
  if ((bits & 0x08) == 0) return options;
  if (syn) {
    options.window_scale = static_cast<std::uint8_t>(clock % 16);
    options.sack_permitted = true;
  } else {
    options.raw = {1, 1, 5, 10};
    for (const std::uint32_t edge : {sack_end - 100, sack_end}) {
      for (int shift = 24; shift >= 0; shift -= 8) options.raw.push_back(static_cast<std::uint8_t>(edge >> shift));
    }
  }
  return options;
}

Bytes Udp(Flow flow, bool inbound, std::uint8_t bits) {
  return test::BuildUdp({.src = SourceOf(flow, inbound),
                         .dst = DestinationOf(flow, inbound),
                         .src_port = SourcePortOf(flow, inbound),
                         .dst_port = SourcePortOf(flow, !inbound),
                         .payload = Input::Choose(kPayloads, bits)});
}

Bytes Echo(Flow flow, bool inbound, std::uint8_t bits) {
  return test::BuildEcho({.src = SourceOf(flow, inbound),
                          .dst = DestinationOf(flow, inbound),
                          .reply = (bits & 4) != 0,
                          .identifier = flow.peer_port(),
                          .payload = Input::Choose(kPayloads, bits)});
}

// Of one family whatever the type: a message that the other family has there is one more to try.
Bytes IcmpMessage(Flow flow, bool inbound, std::uint8_t type) {
  return test::BuildIcmpError(
      {.src = SourceOf(flow, inbound), .dst = DestinationOf(flow, inbound), .type = type, .code = 0});
}

Bytes OtherIp(Flow flow, bool inbound, std::uint8_t protocol, test::FrameSpec frame = {}) {
  return test::BuildIp({.src = SourceOf(flow, inbound),
                        .dst = DestinationOf(flow, inbound),
                        .protocol = protocol,
                        .payload = Bytes(24, 0),
                        .frame = std::move(frame)});
}

Bytes SynBehind(Flow flow, bool inbound, test::FrameSpec frame) {
  return test::BuildTcp({.src = SourceOf(flow, inbound),
                         .dst = DestinationOf(flow, inbound),
                         .src_port = SourcePortOf(flow, inbound),
                         .dst_port = SourcePortOf(flow, !inbound),
                         .frame = std::move(frame)});
}

Bytes FreeBytes(Input& input) {
  Bytes frame(input.Byte() % 80);
  for (std::uint8_t& byte : frame) byte = input.Byte();
  return frame;
}

Bytes Other(Flow flow, bool inbound, Input& input) {
  const std::uint8_t which = input.Byte();
  switch (which % 10) {
    case 0:
      return OtherIp(flow, inbound, 47);  // GRE
    case 1:
      return OtherIp(flow, inbound, 50);  // ESP
    case 2:
      return test::BuildArpRequest({});
    case 3:
      return IcmpMessage(flow, inbound, 135);  // neighbour solicitation
    case 4:
      return IcmpMessage(flow, inbound, which);
    case 5:
      return OtherIp(flow, inbound, kProtocolUdp,
                     {.ipv4_fragment = 0x2000, .ipv6_extensions = {{44, {0, 0, 1, 0, 0, 0, 7}}}});
    case 6:
      return SynBehind(flow, inbound, {.ipv4_options = Bytes(8, 1), .ipv6_extensions = {{0, {0, 1, 4, 0, 0, 0, 0}}}});
    case 7:
      return SynBehind(flow, inbound, {.vlans = {{7}}, .min_frame_bytes = 100});
    case 8:
      return OtherIp(flow, inbound, which);
    default:
      return FreeBytes(input);
  }
}

// What two bits of the template ask for.
void Tamper(Packet& packet, std::uint8_t how, Input& input) {
  switch (how) {
    case 1: {
      const std::size_t at = input.Byte();
      const std::uint8_t change = input.Byte();
      if (!packet.frame.empty()) packet.frame[at % packet.frame.size()] ^= change;
      break;
    }
    case 2:
      packet.captured = std::min<std::size_t>(packet.captured, input.Byte());
      break;
    case 3: {
      const std::uint8_t other_way = input.Byte();
      if ((other_way & 1) != 0) std::swap(packet.from, packet.to);
      if ((other_way & 2) != 0) packet.from = kNoPort;
      if ((other_way & 4) != 0) packet.to = kNoPort;
      if ((other_way & 8) != 0) packet.zone ^= 1;
      break;
    }
    default:
      break;
  }
}

}  // namespace

Packet Traffic::Next(Kind kind, Input& input) {
  const std::uint8_t bits = input.Byte();
  const Flow flow(bits);
  const bool inbound = (bits & 0x80) == 0;
  std::uint8_t tampering = 0;
  Bytes frame;
  switch (kind) {
    case Kind::kTcp:
      frame = Tcp(flow, inbound, input, tampering);
      break;
    case Kind::kUdp:
      tampering = input.Byte();
      frame = Udp(flow, inbound, tampering);
      break;
    case Kind::kEcho:
      tampering = input.Byte();
      frame = Echo(flow, inbound, tampering);
      break;
    case Kind::kIcmpError:
      frame = IcmpError(flow, inbound, input, tampering);
      break;
    case Kind::kSctp:
      frame = Sctp(flow, inbound, input, tampering);
      break;
    case Kind::kRepeat:
      tampering = input.Byte();
      frame = flows_[flow.number][inbound ? kPeerSide : kOwnSide].last;
      break;
    case Kind::kOther:
      frame = Other(flow, inbound, input);
      tampering = input.Byte();
      break;
  }
  if (kind != Kind::kIcmpError) flows_[flow.number][inbound ? kPeerSide : kOwnSide].last = frame;
  Packet packet = OnItsWay(flow, inbound, std::move(frame));
  Tamper(packet, tampering >> 6, input);
  return packet;
}

Packet Traffic::Opener(Flow flow, std::uint16_t port) {
  return OnItsWay(
      flow, true,
      test::BuildTcp(
          {.src = flow.peer_address(), .dst = flow.own_address(), .src_port = port, .dst_port = flow.own_port()}));
}

Bytes Traffic::Tcp(Flow flow, bool inbound, Input& input, std::uint8_t& tampering) {
  End& own = flows_[flow.number][inbound ? kPeerSide : kOwnSide];
  const End& other = flows_[flow.number][inbound ? kOwnSide : kPeerSide];
  const std::uint8_t flag_bits = input.Byte();
  const std::uint8_t numbers = input.Byte();
  tampering = input.Byte();
  const std::uint32_t deviation = Input::Choose(kDeviations, numbers & 15);
  // Of the upper half each bit stands for itself, so that every combination of flags can be had.
  const std::uint8_t flags = (flag_bits & 0x80) != 0 ? flag_bits & 0x3f : Input::Choose(kUsualFlags, flag_bits);
  const bool syn = (flags & kTcpSyn) != 0;
  test::TcpSpec spec{.src = SourceOf(flow, inbound),
                     .dst = DestinationOf(flow, inbound),
                     .src_port = SourcePortOf(flow, inbound),
                     .dst_port = SourcePortOf(flow, !inbound),
                     .flags = flags,
                     .seq = own.next + deviation,
                     .window = static_cast<std::uint16_t>((tampering & 0x10) != 0 ? 0 : 64240),
                     .payload = Input::Choose(kPayloads, tampering & 3),
                     .options = OptionsOf(tampering, syn, own.clock++, other.next)};
  if ((flags & kTcpAck) != 0) spec.ack = other.next + Input::Choose(kDeviations, numbers >> 4);
  if (deviation == 0) {
    own.next += static_cast<std::uint32_t>(spec.payload) + (syn ? 1 : 0) + ((flags & kTcpFin) != 0 ? 1 : 0);
  }
  return test::BuildTcp(spec);
}

Bytes Traffic::IcmpError(Flow flow, bool inbound, Input& input, std::uint8_t& tampering) {
  constexpr std::uint8_t kTypes4[] = {3, 11, 12, 4, 5, 3};
  constexpr std::uint8_t kTypes6[] = {1, 3, 4, 2, 137, 5};
  constexpr std::size_t kQuoteBytes[] = {528, 28, 48, 12};
  const std::uint8_t type = input.Byte();
  tampering = input.Byte();
  // The packet of the end that the error is for; for comparison that of the other end, which no router would send back.
  const bool turned = (tampering & 1) != 0;
  Bytes quoted = flows_[flow.number][inbound != turned ? kOwnSide : kPeerSide].last;
  quoted = quoted.size() > 14 ? test::IpPacketOf(quoted) : Bytes();
  if ((tampering & 2) != 0 && !quoted.empty()) quoted[input.Byte() % quoted.size()] ^= 1;
  const IpAddress router = flow.v6() ? test::Ip("2001:db8:1::fe") : test::Ip("10.0.0.254");
  return test::BuildIcmpError({.src = (tampering & 4) != 0 ? router : SourceOf(flow, inbound),
                               .dst = DestinationOf(flow, inbound),
                               .type = flow.v6() ? Input::Choose(kTypes6, type) : Input::Choose(kTypes4, type),
                               .code = static_cast<std::uint8_t>(type >> 4),
                               .quoted = std::move(quoted),
                               .quote_bytes = Input::Choose(kQuoteBytes, tampering >> 4 & 3)});
}

Bytes Traffic::Sctp(Flow flow, bool inbound, Input& input, std::uint8_t& tampering) {
  constexpr std::uint8_t kChunks[] = {
      kSctpInit,        kSctpInitAck, kSctpCookieEcho,       kSctpCookieAck,    kSctpData, kSctpShutdown,
      kSctpShutdownAck, kSctpAbort,   kSctpShutdownComplete, 4 /* HEARTBEAT */, 9 /* OPERATION ERROR */};
  End& own = flows_[flow.number][inbound ? kPeerSide : kOwnSide];
  const End& other = flows_[flow.number][inbound ? kOwnSide : kPeerSide];
  const std::uint8_t chunk_bits = input.Byte();
  tampering = input.Byte();
  const std::uint8_t chunk = Input::Choose(kChunks, chunk_bits & 15);
  const bool opens = chunk == kSctpInit || chunk == kSctpInitAck;
  if (opens && (own.tag == 0 || (tampering & 4) != 0))
    own.tag = 0x100 * (own.tag + 1) + flow.number + (inbound ? 1 : 0);
  const std::uint32_t right = chunk == kSctpInit ? 0 : other.tag;
  const std::uint32_t tags[] = {right, 0, own.tag, right + 1};
  test::SctpSpec spec{.src = SourceOf(flow, inbound),
                      .dst = DestinationOf(flow, inbound),
                      .src_port = SourcePortOf(flow, inbound),
                      .dst_port = SourcePortOf(flow, !inbound),
                      .tag = tags[tampering & 3]};
  if ((chunk_bits & 0x20) != 0) spec.chunks.push_back(test::PlainChunk(kSctpAuth));
  spec.chunks.push_back(opens ? test::InitChunk(chunk, own.tag) : test::PlainChunk(chunk, (chunk_bits & 0x80) != 0));
  if ((chunk_bits & 0x40) != 0) spec.chunks.push_back(test::DataChunk(4));
  return test::BuildSctp(spec);
}

}  // namespace tidegate::fuzz
