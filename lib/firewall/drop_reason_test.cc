// Every drop reason, once each, through the whole firewall: its name in the result and its counter.
#include <gtest/gtest.h>

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "firewall/firewall_test_util.h"
#include "support/icmp_builder.h"
#include "support/sctp_builder.h"

namespace tidegate::test {
namespace {

Bytes Cut(Bytes frame, std::size_t size) {
  frame.resize(size);
  return frame;
}

Bytes With(Bytes frame, std::size_t at, std::uint8_t value) {
  frame.at(at) = value;
  return frame;
}

// Offsets in an untagged frame: 14 is the IP header, 34 the transport header behind IPv4, 54 behind IPv6.
const Bytes& Syn() {
  static const Bytes frame = BuildTcp({});
  return frame;
}
const Bytes& Syn6() {
  static const Bytes frame = BuildTcp({.src = Ip("2001:db8::1"), .dst = Ip("2001:db8::4")});
  return frame;
}

struct Row {
  DropReason reason;
  std::function<PacketResult(FirewallHarness&)> send;
};

std::function<PacketResult(FirewallHarness&)> Inbound(Bytes frame) {
  return [frame = std::move(frame)](FirewallHarness& harness) { return harness.Send(frame, true, kStart); };
}

// Through a firewall that verifies checksums; the frame's last byte is turned.
std::function<PacketResult(FirewallHarness&)> InboundVerified(Bytes frame, std::size_t turned_from_end = 1) {
  frame[frame.size() - turned_from_end] ^= 0xff;
  return [frame = std::move(frame)](FirewallHarness& harness) {
    FirewallOptions options = FirewallHarness::SmallOptions();
    options.tracking.verify_checksums = true;
    harness = FirewallHarness(options);
    return harness.Send(frame, true, kStart);
  };
}

PacketResult FillTable(FirewallHarness& harness) {
  PacketResult result;
  for (std::uint16_t port = 1000; port < 5000; ++port) {
    result = harness.Send(BuildTcp({.src_port = port}), true, kStart);
    if (result.verdict != Verdict::kPass) return result;
  }
  return result;
}

// A segment of the client's on a connection with the ISNs 1000 and 5000.
auto AfterHandshake(const TcpSpec& segment) {
  return [segment](FirewallHarness& harness) {
    harness.Send(Syn(), true, kStart);
    harness.Send(BuildTcp(Reversed(TcpSpec{.flags = kTcpSyn | kTcpAck, .seq = 5000, .ack = 1001})), false, kStart);
    harness.Send(BuildTcp({.flags = kTcpAck, .seq = 1001, .ack = 5001}), true, kStart);
    return harness.Send(BuildTcp(segment), true, kStart);
  };
}

std::vector<Row> Rows() {
  FrameSpec three_tags;
  three_tags.vlans = {{1}, {2}, {3}};
  FrameSpec one_tag;
  one_tag.vlans = {{1}};
  FrameSpec fragment;
  fragment.ipv4_fragment = 0x2000;
  FrameSpec extension;
  extension.ipv6_extensions = {{.type = 60, .body = Bytes(7, 0xff)}};  // says it is longer than the packet
  return {
      {DropReason::kTruncatedEthernet, Inbound(Cut(Syn(), 13))},
      {DropReason::kTruncatedVlan, Inbound(Cut(BuildTcp({.frame = one_tag}), 16))},
      {DropReason::kTooManyVlans, Inbound(BuildTcp({.frame = three_tags}))},
      {DropReason::kUnsupportedEtherType, Inbound(With(Syn(), 12, 0x88))},
      {DropReason::kTruncatedIpv4, Inbound(Cut(Syn(), 30))},
      {DropReason::kBadIpv4Header, Inbound(With(Syn(), 14, 0x44))},
      {DropReason::kBadIpv4Length, Inbound(With(Syn(), 16, 0xff))},
      {DropReason::kTruncatedIpv6, Inbound(Cut(Syn6(), 40))},
      {DropReason::kBadIpv6Header, Inbound(With(Syn6(), 14, 0x40))},
      {DropReason::kBadIpv6Length, Inbound(With(Syn6(), 18, 0xff))},
      {DropReason::kBadIpv6Extension,
       Inbound(BuildTcp({.src = Ip("2001:db8::1"), .dst = Ip("2001:db8::4"), .frame = extension}))},
      {DropReason::kIpFragment, Inbound(BuildTcp({.frame = fragment}))},
      {DropReason::kTruncatedTcp, Inbound(BuildIp({.protocol = kProtocolTcp, .payload = Bytes(10, 0)}))},
      {DropReason::kBadTcpHeader, Inbound(With(Syn(), 34 + 12, 0x40))},
      {DropReason::kBadTcpOptions, Inbound(BuildTcp({.options = {.raw = {3, 9, 1, 1}}}))},
      {DropReason::kTruncatedUdp, Inbound(BuildIp({.protocol = kProtocolUdp, .payload = Bytes(4, 0)}))},
      {DropReason::kBadUdpLength, Inbound(With(BuildUdp({}), 34 + 4, 0xff))},
      {DropReason::kTruncatedIcmp, Inbound(BuildIp({.protocol = kProtocolIcmp, .payload = Bytes(4, 0)}))},
      {DropReason::kTruncatedSctp, Inbound(BuildIp({.protocol = kProtocolSctp, .payload = Bytes(12, 0)}))},
      {DropReason::kBadSctpChunk, Inbound(BuildSctp({.chunks = {InitChunk(kSctpInit, 1), DataChunk(4)}}))},
      {DropReason::kBadIpv4Checksum, InboundVerified(BuildUdp({}), 10)},  // the destination's last byte but one
      {DropReason::kBadTcpChecksum, InboundVerified(BuildTcp({}))},
      {DropReason::kBadUdpChecksum, InboundVerified(BuildUdp({.payload = 1}))},
      {DropReason::kBadIcmpChecksum, InboundVerified(BuildEcho({}))},
      {DropReason::kBadSctpChecksum, InboundVerified(BuildSctp({.chunks = {DataChunk(4)}}))},
      {DropReason::kTcpNoFlags, Inbound(BuildTcp({.flags = kTcpPsh}))},
      {DropReason::kTcpSynFin, Inbound(BuildTcp({.flags = kTcpSyn | kTcpFin}))},
      {DropReason::kTcpSynRst, Inbound(BuildTcp({.flags = kTcpSyn | kTcpRst}))},
      {DropReason::kTcpFinRst, Inbound(BuildTcp({.flags = kTcpFin | kTcpRst}))},
      {DropReason::kTcpWithoutAck, Inbound(BuildTcp({.flags = kTcpFin}))},
      {DropReason::kTcpNoConnection, Inbound(BuildTcp({.flags = kTcpAck, .payload = 1}))},
      {DropReason::kTcpBeyondWindow, AfterHandshake({.flags = kTcpAck, .seq = 900'000, .ack = 5001})},
      {DropReason::kTcpBadAck, AfterHandshake({.flags = kTcpAck, .seq = 1001, .ack = 5002})},
      {DropReason::kTcpBadRst, AfterHandshake({.flags = kTcpRst, .seq = 900'000})},
      {DropReason::kTcpInvalidState,
       [](FirewallHarness& harness) {
         harness.Send(Syn(), true, kStart);
         return harness.Send(BuildTcp({.flags = kTcpFin | kTcpAck}), true, kStart);
       }},
      {DropReason::kSctpNoAssociation, Inbound(BuildSctp({.tag = 1, .chunks = {DataChunk(4)}}))},
      {DropReason::kSctpBadTag, Inbound(BuildSctp({.tag = 1, .chunks = {InitChunk(kSctpInit, 1)}}))},
      {DropReason::kSctpInvalidState,
       [](FirewallHarness& harness) {
         const SctpSpec init{.chunks = {InitChunk(kSctpInit, 1)}};
         harness.Send(BuildSctp(init), true, kStart);
         SctpSpec data = Reversed(init);
         data.tag = 1;
         data.chunks = {DataChunk(4)};
         return harness.Send(BuildSctp(data), false, kStart);
       }},
      {DropReason::kIcmpNoRequest, Inbound(BuildEcho({.reply = true}))},
      {DropReason::kIcmpErrorUnrelated,
       Inbound(BuildIcmpError({.dst = Ip("192.168.0.4"), .quoted = IpPacketOf(BuildIcmpError({}))}))},
      {DropReason::kRuleDeniedInbound, Inbound(BuildTcp({.dst_port = 23}))},
      {DropReason::kRuleDeniedOutbound,
       [](FirewallHarness& harness) {
         return harness.Send(BuildTcp({.src = Ip("192.168.0.4"), .dst = Ip("10.0.0.1"), .dst_port = 25}), false,
                             kStart);
       }},
      {DropReason::kHalfOpenQuota,
       [](FirewallHarness& harness) {
         FirewallOptions options = FirewallHarness::SmallOptions();
         options.admission = "half_open_quota";
         options.half_open_max = 10;
         harness = FirewallHarness(options);
         return FillTable(harness);
       }},
      {DropReason::kSourceQuota,
       [](FirewallHarness& harness) {
         FirewallOptions options = FirewallHarness::SmallOptions();
         options.admission = "half_open_quota";
         options.half_open_per_source = 10;
         harness = FirewallHarness(options);
         return FillTable(harness);
       }},
      {DropReason::kSynRate,
       [](FirewallHarness& harness) {
         FirewallOptions options = FirewallHarness::SmallOptions();
         options.admission = "token_bucket";
         harness = FirewallHarness(options);
         return FillTable(harness);
       }},
      {DropReason::kFirstSyn,
       [](FirewallHarness& harness) {
         FirewallOptions options = FirewallHarness::SmallOptions();
         options.admission = "first_syn_drop";
         harness = FirewallHarness(options);
         return harness.Send(BuildTcp({}), true, kStart);
       }},
      {DropReason::kUnknownSource,
       [](FirewallHarness& harness) {
         FirewallOptions options = FirewallHarness::SmallOptions();
         options.admission = "sketch_gate";
         options.half_open_max = 10;
         harness = FirewallHarness(options);
         return FillTable(harness);
       }},
      {DropReason::kZoneFull,
       [](FirewallHarness& harness) {
         FirewallOptions options = FirewallHarness::SmallOptions();
         options.tracking.zones[0].max_entries = 10;
         harness = FirewallHarness(options);
         return FillTable(harness);
       }},
      {DropReason::kZoneHalfOpen,
       [](FirewallHarness& harness) {
         FirewallOptions options = FirewallHarness::SmallOptions();
         options.tracking.zones[0].max_half_open = 10;
         harness = FirewallHarness(options);
         return FillTable(harness);
       }},
      {DropReason::kTableFull, FillTable},  // fresh handshakes are not evicted
      {DropReason::kUnknownPort,
       [](FirewallHarness& harness) {
         const auto size = static_cast<std::uint32_t>(Syn().size());
         return harness.SendPacket({.data = Syn().data(), .captured = size, .on_wire = size}, kStart);
       }},
  };
}

// Named by a dataplane around the firewall.
bool IsDataplanes(DropReason reason) {
  return reason > DropReason::kUnknownPort || reason == DropReason::kFragmentInvalid ||
         reason == DropReason::kFragmentTableFull || reason == DropReason::kFragmentTimeout;
}

TEST(DropReasons, EachIsNamedAndCounted) {
  std::set<DropReason> seen;
  for (const Row& row : Rows()) {
    FirewallHarness harness;
    const PacketResult result = row.send(harness);
    EXPECT_EQ(Name(result.reason), Name(row.reason));
    EXPECT_EQ(result.verdict, Verdict::kDrop) << Name(row.reason);
    EXPECT_EQ(harness.firewall->Counters().drops[static_cast<std::size_t>(row.reason)], 1u) << Name(row.reason);
    seen.insert(row.reason);
  }
  for (const DropReasonInfo& info : kDropReasons) {
    // The dataplane's own; tests/dataplane has it.
    if (info.reason == DropReason::kNone || IsDataplanes(info.reason)) continue;
    EXPECT_TRUE(seen.contains(info.reason)) << info.name << " has no row";
  }
}

}  // namespace
}  // namespace tidegate::test
