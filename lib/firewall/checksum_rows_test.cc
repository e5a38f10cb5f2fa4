// Checksums through the whole firewall: what is dropped, under which name, and that it leaves no trace.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "firewall/firewall_test_util.h"
#include "support/sctp_builder.h"

namespace tidegate::test {
namespace {

FirewallOptions Verifying() {
  FirewallOptions options = FirewallHarness::SmallOptions();
  options.tracking.verify_checksums = true;
  return options;
}

PacketIn Inbound(const Bytes& frame) {
  const auto size = static_cast<std::uint32_t>(frame.size());
  return {.data = frame.data(), .captured = size, .on_wire = size, .from = kNoPort, .to = kVm};
}

Bytes WithWrongLastByte(Bytes frame) {
  frame.back() ^= 0xff;
  return frame;
}

Bytes WithWrongHop(Bytes frame) {  // the time to live of an untagged IPv4 packet
  frame[22] ^= 1;
  return frame;
}

struct Row {
  std::string packet;
  Bytes frame;
  DropReason reason;
};

// Each would open a connection or pass by itself if its checksum were right.
std::vector<Row> WrongPackets() {
  const IpAddress client6 = Ip("2001:db8::1");
  const IpAddress server6 = Ip("2001:db8::4");
  return {
      {"SYN, header", WithWrongHop(BuildTcp({})), DropReason::kBadIpv4Checksum},
      {"SYN", WithWrongLastByte(BuildTcp({})), DropReason::kBadTcpChecksum},
      {"SYN over IPv6", WithWrongLastByte(BuildTcp({.src = client6, .dst = server6})), DropReason::kBadTcpChecksum},
      {"datagram", WithWrongLastByte(BuildUdp({.payload = 1})), DropReason::kBadUdpChecksum},
      {"datagram over IPv6", WithWrongLastByte(BuildUdp({.src = client6, .dst = server6, .payload = 1})),
       DropReason::kBadUdpChecksum},
      {"echo request", WithWrongLastByte(BuildEcho({})), DropReason::kBadIcmpChecksum},
      {"echo request over IPv6", WithWrongLastByte(BuildEcho({.src = client6, .dst = server6})),
       DropReason::kBadIcmpChecksum},
      {"neighbour solicitation, which passes untracked",
       BuildIp(
           {.src = Ip("fe80::1"), .dst = server6, .protocol = kProtocolIcmpV6, .payload = {135, 0, 0, 0, 0, 0, 0, 0}}),
       DropReason::kBadIcmpChecksum},
      {"INIT", WithWrongLastByte(BuildSctp({.chunks = {InitChunk(kSctpInit, 7)}})), DropReason::kBadSctpChecksum},
  };
}

std::uint64_t DropsOf(const Firewall& firewall, DropReason reason) {
  return firewall.Counters().drops[static_cast<std::size_t>(reason)];
}

TEST(ChecksumRows, WrongOnesAreDroppedByNameAndLeaveNoState) {
  for (const Row& row : WrongPackets()) {
    SCOPED_TRACE(row.packet);
    FirewallHarness harness(Verifying());
    const PacketResult result = harness.SendPacket(Inbound(row.frame), kStart);
    EXPECT_EQ(result.verdict, Verdict::kDrop);
    EXPECT_EQ(Name(result.reason), Name(row.reason));
    EXPECT_EQ(CtNames(result.ct_bits), "");
    EXPECT_EQ(DropsOf(*harness.firewall, row.reason), 1u);
    EXPECT_EQ(harness.firewall->CountLive(kStart).live, 0u);
    EXPECT_EQ(harness.firewall->Counters().created, 0u);
  }
}

TEST(ChecksumRows, OffByDefault) {
  for (const Row& row : WrongPackets()) {
    SCOPED_TRACE(row.packet);
    FirewallHarness harness;
    PacketIn packet = Inbound(row.frame);
    packet.checksum = ChecksumStatus::kBadL4;  // not even read
    harness.SendPacket(packet, kStart);
    EXPECT_EQ(DropsOf(*harness.firewall, row.reason), 0u);
  }
}

// A wrong RST does not close, a wrong ACK does not open: the right one behind it meets the state as it was.
TEST(ChecksumRows, WrongOnesDoNotMoveAConnection) {
  FirewallHarness harness(Verifying());
  const TcpSpec syn{.src_port = 50000, .seq = 100};
  TcpSpec syn_ack = Reversed(syn);
  syn_ack.flags = kTcpSyn | kTcpAck, syn_ack.seq = 500, syn_ack.ack = 101;
  TcpSpec ack = syn;
  ack.flags = kTcpAck, ack.seq = 101, ack.ack = 501;
  TcpSpec reset = ack;
  reset.flags = kTcpRst;

  EXPECT_EQ(harness.Send(BuildTcp(syn), true, kStart).state, ConnState::kSynSent);
  EXPECT_EQ(harness.Send(WithWrongLastByte(BuildTcp(syn_ack)), false, kStart).reason, DropReason::kBadTcpChecksum);
  EXPECT_EQ(harness.Send(BuildTcp(syn_ack), false, kStart).state, ConnState::kSynRecv);
  EXPECT_EQ(harness.Send(WithWrongLastByte(BuildTcp(reset)), true, kStart).reason, DropReason::kBadTcpChecksum);
  EXPECT_EQ(harness.Send(BuildTcp(ack), true, kStart).state, ConnState::kEstablished);
}

struct DeviceRow {
  ChecksumStatus says;
  bool wrong;  // the TCP checksum
  DropReason reason;
};

TEST(ChecksumRows, SoftwareVerifiesWhatTheDeviceHasNot) {
  using enum ChecksumStatus;
  const DeviceRow kRows[] = {
      {kUnknown, false, DropReason::kNone},
      {kUnknown, true, DropReason::kBadTcpChecksum},
      {kGood, true, DropReason::kNone},  // the device is believed: software did not look
      {kGoodL4, true, DropReason::kNone},
      {kBadIp, false, DropReason::kBadIpv4Checksum},
      {kBadL4, false, DropReason::kBadTcpChecksum},
  };
  for (const DeviceRow& row : kRows) {
    SCOPED_TRACE(testing::Message() << "device says " << static_cast<int>(row.says));
    FirewallHarness harness(Verifying());
    const Bytes frame = row.wrong ? WithWrongLastByte(BuildTcp({})) : BuildTcp({});
    PacketIn packet = Inbound(frame);
    packet.checksum = row.says;
    EXPECT_EQ(Name(harness.SendPacket(packet, kStart).reason), Name(row.reason));
  }
}

TEST(ChecksumRows, PartialCapturePasses) {
  FirewallHarness harness(Verifying());
  const Bytes wrong = WithWrongLastByte(BuildTcp({.payload = 100}));
  PacketIn packet = Inbound(wrong);
  packet.captured = 96;
  EXPECT_EQ(harness.SendPacket(packet, kStart).verdict, Verdict::kPass);
  packet.captured = packet.on_wire;
  EXPECT_EQ(harness.SendPacket(packet, kStart).reason, DropReason::kBadTcpChecksum);
}

// Each packet of a burst is judged by itself.
TEST(ChecksumRows, WrongOneAmongRightOnes) {
  FirewallHarness harness(Verifying());
  const Bytes right = BuildTcp({.src_port = 1001});
  const Bytes wrong = WithWrongLastByte(BuildTcp({.src_port = 1002}));
  const PacketIn burst[] = {Inbound(right), Inbound(wrong), Inbound(right)};
  PacketResult results[3];
  harness.firewall->Process(*harness.worker, burst, kStart, results);
  EXPECT_EQ(results[0].reason, DropReason::kNone);
  EXPECT_EQ(results[1].reason, DropReason::kBadTcpChecksum);
  EXPECT_EQ(results[2].reason, DropReason::kNone);
  EXPECT_EQ(harness.firewall->CountLive(kStart).live, 1u);
}

TEST(ChecksumRows, SwitchedWhileRunning) {
  FirewallHarness harness;
  const Bytes wrong = WithWrongLastByte(BuildTcp({}));
  EXPECT_EQ(harness.Send(wrong, true, kStart).reason, DropReason::kNone);
  ASSERT_TRUE(harness.firewall->SetTracking(Verifying().tracking, kStart).ok());
  EXPECT_EQ(harness.Send(wrong, true, kStart).reason, DropReason::kBadTcpChecksum);
  ASSERT_TRUE(harness.firewall->SetTracking({}, kStart).ok());
  EXPECT_EQ(harness.Send(wrong, true, kStart).reason, DropReason::kNone);
}

}  // namespace
}  // namespace tidegate::test
