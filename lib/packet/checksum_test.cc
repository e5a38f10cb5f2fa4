// VerifyChecksums() on right packets, on each of them with any one bit turned, and on what cannot be verified.
#include "packet/checksum.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "support/packet_builder.h"
#include "support/sctp_builder.h"

namespace tidegate {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace): the builder is the language of this file

const IpAddress kClient6 = Ip("2001:db8::1");
const IpAddress kServer6 = Ip("2001:db8::4");

struct Sample {
  std::string what;
  Bytes frame;
};

// Every protocol that has a checksum, in both families.
std::vector<Sample> Samples(std::size_t payload, const FrameSpec& frame = {}) {
  std::vector<Sample> samples;
  for (const bool v6 : {false, true}) {
    const IpAddress src = v6 ? kClient6 : Ip("10.0.0.1");
    const IpAddress dst = v6 ? kServer6 : Ip("192.168.0.4");
    const std::string over = v6 ? " over IPv6" : " over IPv4";
    const TcpOptions options{.timestamps = Timestamps{1, 2}};
    samples.push_back({"TCP" + over, BuildTcp({.src = src, .dst = dst, .payload = payload, .frame = frame})});
    samples.push_back({"TCP with timestamps" + over,
                       BuildTcp({.src = src, .dst = dst, .payload = payload, .options = options, .frame = frame})});
    samples.push_back({"UDP" + over, BuildUdp({.src = src, .dst = dst, .payload = payload, .frame = frame})});
    samples.push_back({"ICMP" + over, BuildEcho({.src = src, .dst = dst, .payload = payload, .frame = frame})});
    samples.push_back(
        {"SCTP" + over, BuildSctp({.src = src, .dst = dst, .chunks = {DataChunk(payload)}, .frame = frame})});
  }
  return samples;
}

PacketView Parsed(const Bytes& frame) {
  PacketView view;
  EXPECT_EQ(Name(ParsePacket(frame.data(), frame.size(), frame.size(), view)), "none");
  return view;
}

ChecksumResult Verify(const Bytes& frame, ChecksumStatus known = ChecksumStatus::kUnknown) {
  return VerifyChecksums(Parsed(frame), frame.size(), known);
}

Bytes Turned(Bytes frame, std::size_t byte, int bit = 0) {
  frame.at(byte) ^= static_cast<std::uint8_t>(1 << bit);
  return frame;
}

void ExpectRight(const Sample& sample, std::size_t payload) {
  const ChecksumResult result = Verify(sample.frame);
  EXPECT_EQ(Name(result.reason), "none") << sample.what << ", payload " << payload;
  EXPECT_TRUE(result.complete) << sample.what << ", payload " << payload;
}

TEST(ChecksumTest, RightPacketsOfEverySize) {
  for (std::size_t payload = 0; payload < 140; ++payload) {
    for (const Sample& sample : Samples(payload)) ExpectRight(sample, payload);
  }
  for (const Sample& sample : Samples(1400)) ExpectRight(sample, 1400);
  for (const Sample& sample : Samples(8901)) ExpectRight(sample, 8901);
}

TEST(ChecksumTest, TagsOptionsExtensionsAndPadding) {
  FrameSpec frame;
  frame.vlans = {{200, 0x88a8}, {100}};
  frame.min_frame_bytes = 200;
  frame.ipv4_options = {0x94, 4, 0, 0};
  frame.ipv6_extensions = {{0, {0, 1, 4, 0, 0, 0, 0}}, {60, {0, 1, 4, 0, 0, 0, 0}}, {43, {0, 4, 0, 0, 0, 0, 0}}};
  for (std::size_t payload = 0; payload < 9; ++payload) {
    for (Sample& sample : Samples(payload, frame)) {
      ExpectRight(sample, payload);
      sample.frame.back() = 0xff;  // padding is nobody's
      ExpectRight(sample, payload);
    }
  }
}

// Added up by hand. Pseudo-header: 0a00 + 0001 + 0a00 + 0002 + 0011 + 0009 = 141d. Datagram: 0001 + 0002 + 0009 + 4100
// = 410c. Together 5529, whose complement is aad6.
TEST(ChecksumTest, DatagramByHand) {
  Bytes datagram = {0, 1, 0, 2, 0, 9, 0xaa, 0xd6, 0x41};
  const auto frame = [&] {
    return BuildIp({.src = Ip("10.0.0.1"), .dst = Ip("10.0.0.2"), .protocol = kProtocolUdp, .payload = datagram});
  };
  EXPECT_EQ(Verify(frame()).reason, DropReason::kNone);
  datagram[7] = 0xd7;
  EXPECT_EQ(Verify(frame()).reason, DropReason::kBadUdpChecksum);
}

// IPv6's own header has no checksum: of it, the pseudo-header covers the addresses alone, and SCTP has not even that.
std::size_t FirstCovered(const PacketView& view) {
  if (view.ip_version == 4) return view.l3_offset;
  return view.protocol == kProtocolSctp ? view.l4_offset : view.l3_offset + std::size_t{8};
}

TEST(ChecksumTest, EverySingleBitIsCovered) {
  for (const std::size_t payload : {0, 1, 6, 31, 1400}) {
    for (const Sample& sample : Samples(payload)) {
      const std::size_t begin = FirstCovered(Parsed(sample.frame));
      for (std::size_t bit = 8 * begin; bit < 8 * sample.frame.size(); ++bit) {
        const Bytes turned = Turned(sample.frame, bit / 8, static_cast<int>(bit % 8));
        PacketView view;
        if (ParsePacket(turned.data(), turned.size(), turned.size(), view) != DropReason::kNone) continue;
        ASSERT_NE(VerifyChecksums(view, turned.size()).reason, DropReason::kNone)
            << sample.what << ", payload " << payload << ", bit " << bit % 8 << " of byte " << bit / 8;
      }
    }
  }
}

TEST(ChecksumTest, EachFaultHasItsName) {
  const DropReason kExpected[] = {DropReason::kBadTcpChecksum, DropReason::kBadTcpChecksum, DropReason::kBadUdpChecksum,
                                  DropReason::kBadIcmpChecksum, DropReason::kBadSctpChecksum};
  const std::vector<Sample> samples = Samples(8);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const Bytes& frame = samples[i].frame;
    EXPECT_EQ(Name(Verify(Turned(frame, frame.size() - 1)).reason), Name(kExpected[i % 5])) << samples[i].what;
  }
  EXPECT_EQ(Name(Verify(Turned(BuildTcp({}), 22)).reason), "bad_ipv4_checksum");  // the time to live
}

TEST(ChecksumTest, ZeroOfUdp) {
  const auto with_zero = [](Bytes frame, std::size_t l4) {
    frame[l4 + 6] = frame[l4 + 7] = 0;
    return frame;
  };
  const auto over_v6 = [](std::uint16_t port) {
    return BuildUdp({.src = kClient6, .dst = kServer6, .dst_port = port, .payload = 5});
  };
  EXPECT_EQ(Verify(with_zero(BuildUdp({.payload = 5}), 34)).reason, DropReason::kNone);
  EXPECT_EQ(Verify(with_zero(over_v6(53), 54)).reason, DropReason::kBadUdpChecksum);
  EXPECT_EQ(Verify(with_zero(over_v6(4789), 54)).reason, DropReason::kNone);  // VXLAN
  EXPECT_EQ(Verify(Turned(over_v6(4789), 66)).reason, DropReason::kBadUdpChecksum);
  // Some devices call a checksum of zero wrong.
  EXPECT_EQ(Verify(with_zero(BuildUdp({}), 34), ChecksumStatus::kBadL4).reason, DropReason::kNone);
}

// A datagram whose checksum comes out as zero is sent with 0xffff (RFC 768): the payload is chosen so that it does.
TEST(ChecksumTest, AllOnesOfUdp) {
  Bytes datagram = {0, 1, 0, 2, 0, 10, 0xff, 0xff, 0, 0};
  const auto frame = [&] {
    return BuildIp({.src = Ip("10.0.0.1"), .dst = Ip("10.0.0.2"), .protocol = 17, .payload = datagram});
  };
  // 0a00 + 0001 + 0a00 + 0002 + 0011 + 000a + 0001 + 0002 + 000a = 142b, and ffff - 142b = ebd4.
  datagram[8] = 0xeb;
  datagram[9] = 0xd4;
  EXPECT_EQ(Verify(frame()).reason, DropReason::kNone);
  datagram[9] = 0xd5;
  EXPECT_EQ(Verify(frame()).reason, DropReason::kBadUdpChecksum);
}

// RFC 9868: what lies behind the datagram in its IP packet is not the checksum's.
TEST(ChecksumTest, UdpOptionsAreNotCovered) {
  Bytes frame = BuildIp({.src = Ip("10.0.0.1"),
                         .dst = Ip("10.0.0.2"),
                         .protocol = kProtocolUdp,
                         .payload = {0, 1, 0, 2, 0, 9, 0xaa, 0xd6, 0x41, 1, 2, 3}});
  EXPECT_EQ(Verify(frame).reason, DropReason::kNone);
  EXPECT_EQ(Verify(Turned(frame, frame.size() - 1)).reason, DropReason::kNone);
  EXPECT_EQ(Verify(Turned(frame, frame.size() - 4)).reason, DropReason::kBadUdpChecksum);
}

TEST(ChecksumTest, NotAllCaptured) {
  for (const Sample& sample : Samples(40)) {
    // A packet that would be found wrong if it were all there.
    const Bytes wrong = Turned(sample.frame, sample.frame.size() - 1);
    const PacketView whole = Parsed(wrong);
    for (std::size_t captured = whole.payload_offset; captured < wrong.size(); ++captured) {
      PacketView view;
      if (ParsePacket(wrong.data(), captured, wrong.size(), view) != DropReason::kNone) continue;
      const ChecksumResult result = VerifyChecksums(view, captured);
      EXPECT_EQ(Name(result.reason), "none") << sample.what << ", captured " << captured;
      EXPECT_FALSE(result.complete) << sample.what << ", captured " << captured;
    }
  }
  const Bytes wrong_header = Turned(BuildTcp({.payload = 40}), 22);
  EXPECT_EQ(VerifyChecksums(Parsed(wrong_header), 60).reason, DropReason::kBadIpv4Checksum);
}

TEST(ChecksumTest, WhatHasNoneIsComplete) {
  for (const Bytes& frame : {BuildArpRequest({}), BuildIp({.protocol = 47, .payload = Bytes(12)}),
                             BuildIp({.src = kClient6, .dst = kServer6, .protocol = 59, .payload = Bytes(3, 1)})}) {
    const ChecksumResult result = Verify(frame);
    EXPECT_EQ(result.reason, DropReason::kNone);
    EXPECT_TRUE(result.complete);
  }
}

enum class Fault { kNone, kHeader, kL4 };

struct DeviceRow {
  ChecksumStatus says;
  Fault fault;
  std::string_view tcp, icmp;  // how VerifyChecksums() decides over IPv4
};

TEST(ChecksumTest, WhatTheDeviceSays) {
  using enum ChecksumStatus;
  const DeviceRow kRows[] = {
      {kUnknown, Fault::kNone, "none", "none"},
      {kUnknown, Fault::kHeader, "bad_ipv4_checksum", "bad_ipv4_checksum"},
      {kUnknown, Fault::kL4, "bad_tcp_checksum", "bad_icmp_checksum"},
      {kGood, Fault::kHeader, "none", "none"},           // believed
      {kGood, Fault::kL4, "none", "bad_icmp_checksum"},  // no device verifies ICMP
      {kGoodL4, Fault::kHeader, "bad_ipv4_checksum", "bad_ipv4_checksum"},
      {kGoodL4, Fault::kL4, "none", "bad_icmp_checksum"},
      {kBadIp, Fault::kNone, "bad_ipv4_checksum", "bad_ipv4_checksum"},
      {kBadL4, Fault::kNone, "bad_tcp_checksum", "bad_icmp_checksum"},
      {kBadL4, Fault::kHeader, "bad_ipv4_checksum", "bad_ipv4_checksum"},
  };
  for (const DeviceRow& row : kRows) {
    SCOPED_TRACE(testing::Message() << static_cast<int>(row.says) << " of a packet with fault "
                                    << static_cast<int>(row.fault));
    const auto damaged = [&row](Bytes frame) {
      return row.fault == Fault::kNone ? frame : Turned(frame, row.fault == Fault::kHeader ? 22 : frame.size() - 1);
    };
    EXPECT_EQ(Name(Verify(damaged(BuildTcp({.payload = 4})), row.says).reason), row.tcp);
    EXPECT_EQ(Name(Verify(damaged(BuildEcho({.payload = 4})), row.says).reason), row.icmp);
  }
  // IPv6 has no header checksum that could be wrong, and GRE none of layer 4 that is looked at.
  const Bytes v6 = BuildTcp({.src = kClient6, .dst = kServer6});
  EXPECT_EQ(Verify(v6, kBadIp).reason, DropReason::kNone);
  EXPECT_EQ(Verify(Turned(v6, 60), kBadIp).reason, DropReason::kBadTcpChecksum);
  EXPECT_EQ(Verify(BuildIp({.protocol = 47, .payload = Bytes(8)}), kBadL4).reason, DropReason::kNone);
}

struct AddressRow {
  const char* what;
  bool v6;
  FrameSpec frame;
  bool complete;
};

// The checksum of these was made with an address that the header gets later, or had before: it looks wrong here. Those
// that are at the end of their route are verified.
TEST(ChecksumTest, AddressesThatAreNotTheChecksums) {
  const auto v4 = [](Bytes options) { return FrameSpec{.ipv4_options = std::move(options)}; };
  const auto v6 = [](std::uint8_t type, Bytes body) { return FrameSpec{.ipv6_extensions = {{type, std::move(body)}}}; };
  const auto address = [](Bytes before) {  // sixteen bytes of an address behind `before`
    before.resize(before.size() + 16, 0x20);
    return before;
  };
  const AddressRow kRows[] = {
      {"loose source route, one hop to go", false, v4({131, 7, 4, 10, 9, 9, 9, 0}), false},
      {"strict source route behind a NOP", false, v4({1, 137, 7, 4, 10, 9, 9, 9}), false},
      {"loose source route, done", false, v4({131, 7, 8, 10, 9, 9, 9, 0}), true},
      {"record route", false, v4({7, 7, 4, 0, 0, 0, 0, 0}), true},
      {"a source route behind the end of the list", false, v4({0, 131, 7, 4, 10, 9, 9, 9}), true},
      {"an option of no length", false, v4({7, 0, 131, 7, 4, 10, 9, 9}), true},
      {"segment routing, one segment left", true, v6(43, address({2, 4, 1, 0, 0, 0, 0})), false},
      {"segment routing, done", true, v6(43, address({2, 4, 0, 0, 0, 0, 0})), true},
      {"home address (RFC 6275)", true, v6(60, address({2, 1, 2, 0, 0, 201, 16})), false},
      {"home address behind Pad1", true, v6(60, address({2, 0, 0, 0, 0, 201, 16})), false},
      {"other destination options", true, v6(60, {0, 1, 4, 201, 201, 201, 201}), true},
      {"a hop-by-hop option of that number", true, v6(0, address({2, 1, 2, 0, 0, 201, 16})), true},
  };
  for (const AddressRow& row : kRows) {
    SCOPED_TRACE(row.what);
    TcpSpec spec{.payload = 3, .frame = row.frame};
    if (row.v6) spec.src = kClient6, spec.dst = kServer6;
    const Bytes frame = BuildTcp(spec);
    const Bytes wrong = Turned(frame, frame.size() - 1);
    EXPECT_EQ(Verify(frame).complete, row.complete);
    EXPECT_EQ(Verify(wrong).reason, row.complete ? DropReason::kBadTcpChecksum : DropReason::kNone);
    EXPECT_EQ(Verify(frame, ChecksumStatus::kBadL4).reason,
              row.complete ? DropReason::kBadTcpChecksum : DropReason::kNone);
  }
  // ICMP over IPv4 and SCTP have no pseudo-header, so the route is nothing to them.
  FrameSpec routed;
  routed.ipv4_options = {131, 7, 4, 10, 9, 9, 9, 0};
  EXPECT_TRUE(Verify(BuildEcho({.frame = routed})).complete);
  EXPECT_TRUE(Verify(BuildSctp({.chunks = {DataChunk(3)}, .frame = routed})).complete);
}

// Whatever the parser lets through is verified within its bytes. Each packet lies in a buffer of exactly its size, so
// that AddressSanitizer sees a read past the end.
TEST(ChecksumTest, MutilatedPackets) {
  FrameSpec frame;
  frame.ipv4_options = {131, 7, 4, 10, 9, 9, 9, 0};
  frame.ipv6_extensions = {{60, {0, 1, 4, 0, 0, 0, 0}}, {43, {0, 4, 0, 0, 0, 0, 0}}};
  std::vector<Sample> samples = Samples(20);
  for (Sample& sample : Samples(20, frame)) samples.push_back(std::move(sample));
  std::mt19937 random(5);
  int right = 0;
  int wrong = 0;
  for (int round = 0; round < 100'000; ++round) {
    const Bytes& original = samples[random() % samples.size()].frame;
    const std::size_t captured = random() % 2 ? original.size() : random() % (original.size() + 1);
    const std::unique_ptr<std::uint8_t[]> exact(new std::uint8_t[captured]);
    std::copy_n(original.begin(), captured, exact.get());
    for (unsigned hits = random() % 3; hits > 0 && captured > 14; --hits) {
      exact[14 + random() % (captured - 14)] = static_cast<std::uint8_t>(random());
    }
    PacketView view;
    if (ParsePacket(exact.get(), captured, original.size(), view) != DropReason::kNone) continue;
    ++(VerifyChecksums(view, captured).reason == DropReason::kNone ? right : wrong);
  }
  EXPECT_GT(right, 10'000);  // or the test would try only one way
  EXPECT_GT(wrong, 10'000);
}

}  // namespace
}  // namespace tidegate
