// What an ICMP error quotes, row by row, and cut at every byte. Each error lies in a heap buffer of exactly its size,
// so that under AddressSanitizer a read past the end stops the test.
#include "packet/icmp_error.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "packet/byte_order.h"
#include "support/icmp_builder.h"
#include "support/packet_builder.h"

namespace tidegate::internal {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace): the builder is the language of this file

using enum QuoteKind;

const IpAddress kHost6 = Ip("2001:db8::1");
const IpAddress kPeer6 = Ip("2001:db8::4");

// The error in memory of its own, as it was captured, and what was read of it.
struct Parsed {
  std::unique_ptr<std::uint8_t[]> bytes;
  PacketView view;
  IcmpQuote quote;
};

Parsed Parse(const Bytes& frame, std::size_t captured) {
  Parsed parsed{std::make_unique<std::uint8_t[]>(captured), {}, {}};
  std::copy_n(frame.begin(), captured, parsed.bytes.get());
  EXPECT_EQ(ParsePacket(parsed.bytes.get(), captured, frame.size(), parsed.view), DropReason::kNone);
  parsed.quote = ReadIcmpQuote(parsed.view, captured);
  return parsed;
}

Bytes ErrorAbout(const Bytes& quoted, bool v6) {
  return BuildIcmpError({.src = v6 ? Ip("2001:db8::fe") : Ip("10.0.0.254"),
                         .dst = v6 ? kHost6 : Ip("10.0.0.1"),
                         .type = static_cast<std::uint8_t>(v6 ? 1 : 3),
                         .quoted = quoted});
}

struct Row {
  std::string what;
  Bytes quoted;
  std::size_t needed;  // bytes of the quote
  std::uint8_t protocol;
  std::uint16_t src_port = 0;
  std::uint16_t dst_port = 0;
  std::uint32_t number = 0;
};

const Bytes kSctpData = {0x0b, 0xb8, 0x0f, 0xa0, 1, 2, 3, 4, 0, 0, 0, 0, 0, 3, 0, 16};  // 3000 -> 4000, tag 0x01020304

// From 10.0.0.1 to 192.168.0.4.
std::vector<Row> Rows4() {
  const Bytes tcp = IpPacketOf(BuildTcp({.seq = 0xfedcba98, .payload = 30}));
  Bytes lies = tcp;
  StoreBigEndian<std::uint16_t>(lies.data() + 2, 5);  // the total length
  return {
      {"TCP", tcp, 28, 6, 40000, 22, 0xfedcba98},
      {"TCP, longer than the error can hold", IpPacketOf(BuildTcp({.payload = 1400})), 28, 6, 40000, 22, 1000},
      {"TCP with IP options", IpPacketOf(BuildTcp({.frame = {.ipv4_options = Bytes(40, 1)}})), 68, 6, 40000, 22, 1000},
      {"TCP, a first fragment", IpPacketOf(BuildTcp({.frame = {.ipv4_fragment = 0x2000}})), 28, 6, 40000, 22, 1000},
      {"TCP, not to be fragmented", IpPacketOf(BuildTcp({.frame = {.ipv4_fragment = 0x4000}})), 28, 6, 40000, 22, 1000},
      {"TCP with its time to live at its end", IpPacketOf(BuildTcp({.frame = {.ttl = 1}})), 28, 6, 40000, 22, 1000},
      {"TCP, its length written in another byte order", lies, 28, 6, 40000, 22, 0xfedcba98},
      {"UDP", IpPacketOf(BuildUdp({})), 28, 17, 40000, 53},
      {"SCTP", IpPacketOf(BuildIp({.protocol = 132, .payload = kSctpData})), 28, 132, 3000, 4000, 0x01020304},
      {"echo request", IpPacketOf(BuildEcho({.identifier = 77})), 28, 1, 77, 77},
      {"echo reply", IpPacketOf(BuildEcho({.reply = true, .identifier = 78})), 28, 1, 78, 78},
      {"GRE", IpPacketOf(BuildIp({.payload = Bytes(20, 9)})), 20, 47},
      {"ESP with IP options",
       IpPacketOf(BuildIp({.protocol = 50, .payload = Bytes(8), .frame = {.ipv4_options = Bytes(4, 1)}})), 24, 50},
      {"ICMPv6 over IPv4, a protocol like any other",
       IpPacketOf(BuildIp({.protocol = kProtocolIcmpV6, .payload = {3, 0, 0, 0, 0, 0, 0, 0}})), 20, 58},
  };
}

Bytes Tcp6(std::vector<ExtensionHeader> chain) {
  return IpPacketOf(
      BuildTcp({.src = kHost6, .dst = kPeer6, .seq = 0x80000001, .frame = {.ipv6_extensions = std::move(chain)}}));
}

// A fragment header's body; `place` is offset and more-fragments flag as they stand there.
ExtensionHeader Fragment(std::uint16_t place) {
  return {44, {0, static_cast<std::uint8_t>(place >> 8), static_cast<std::uint8_t>(place), 0, 0, 0, 7}};
}

// From 2001:db8::1 to 2001:db8::4.
std::vector<Row> Rows6() {
  const ExtensionHeader hop{0, {0, 1, 4, 0, 0, 0, 0}};
  const ExtensionHeader options{60, {1, 1, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}};  // 16 bytes
  const ExtensionHeader authentication{51, {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}};        // 12 bytes
  return {
      {"TCP", Tcp6({}), 48, 6, 40000, 22, 0x80000001},
      {"TCP behind extension headers", Tcp6({hop, options, authentication}), 84, 6, 40000, 22, 0x80000001},
      {"TCP, a first fragment", Tcp6({hop, Fragment(1)}), 64, 6, 40000, 22, 0x80000001},
      {"TCP, a first fragment with options behind", Tcp6({Fragment(1), options}), 72, 6, 40000, 22, 0x80000001},
      {"TCP, an atomic fragment", Tcp6({Fragment(0)}), 56, 6, 40000, 22, 0x80000001},
      {"eight extension headers", Tcp6(std::vector<ExtensionHeader>(8, {60, Bytes(7)})), 112, 6, 40000, 22, 0x80000001},
      {"UDP", IpPacketOf(BuildUdp({.src = kHost6, .dst = kPeer6})), 48, 17, 40000, 53},
      {"SCTP", IpPacketOf(BuildIp({.src = kHost6, .dst = kPeer6, .protocol = 132, .payload = kSctpData})), 48, 132,
       3000, 4000, 0x01020304},
      {"echo request", IpPacketOf(BuildEcho({.src = kHost6, .dst = kPeer6, .identifier = 77})), 48, 58, 77, 77},
      {"echo reply", IpPacketOf(BuildEcho({.src = kHost6, .dst = kPeer6, .reply = true, .identifier = 78})), 48, 58, 78,
       78},
      {"no next header", IpPacketOf(BuildIp({.src = kHost6, .dst = kPeer6, .protocol = 59})), 40, 59},
      {"ICMP over IPv6, a protocol like any other",
       IpPacketOf(BuildIp({.src = kHost6, .dst = kPeer6, .protocol = kProtocolIcmp, .payload = Bytes(8, 3)})), 40, 1},
  };
}

void ExpectRead(const Row& row, const IcmpQuote& quote, bool v6) {
  ASSERT_EQ(quote.kind, kPacket);
  EXPECT_EQ(quote.protocol, row.protocol);
  EXPECT_EQ(quote.src_port, row.src_port);
  EXPECT_EQ(quote.dst_port, row.dst_port);
  EXPECT_EQ(quote.number, row.number);
  const auto equal = [v6](const std::uint8_t* bytes, const IpAddress& address) {
    return std::equal(bytes, bytes + (v6 ? 16 : 4), address.bytes.begin());
  };
  EXPECT_TRUE(equal(quote.src_address, v6 ? kHost6 : Ip("10.0.0.1")));
  EXPECT_TRUE(equal(quote.dst_address, v6 ? kPeer6 : Ip("192.168.0.4")));
}

// The capture ends, or the error itself: a quote that holds its first `needed` bytes is read, a shorter one is not.
void CutAtEveryByte(const Row& row, bool v6) {
  SCOPED_TRACE(row.what + (v6 ? " (IPv6)" : " (IPv4)"));
  const std::size_t begin = v6 ? 14 + 40 + 8 : 14 + 20 + 8;
  const Bytes frame = ErrorAbout(row.quoted, v6);
  const std::size_t quoted_bytes = frame.size() - begin;
  ASSERT_GE(quoted_bytes, row.needed);
  for (std::size_t size = 0; size <= quoted_bytes; ++size) {
    SCOPED_TRACE(std::to_string(size) + " bytes of the quote");
    Bytes cut = row.quoted;
    cut.resize(size);
    const Bytes shorter = ErrorAbout(cut, v6);
    Bytes padded = shorter;
    padded.resize(frame.size() + 100, 0x55);  // behind the IP packet: no part of it
    for (const Parsed& parsed :
         {Parse(frame, begin + size), Parse(shorter, shorter.size()), Parse(padded, padded.size())}) {
      if (size >= row.needed) {
        ASSERT_NO_FATAL_FAILURE(ExpectRead(row, parsed.quote, v6));
      } else {
        ASSERT_EQ(parsed.quote.kind, kUnreadable);
      }
    }
  }
}

TEST(IcmpErrorTest, QuotesCutAtEveryByte) {
  for (const Row& row : Rows4()) CutAtEveryByte(row, false);
  for (const Row& row : Rows6()) CutAtEveryByte(row, true);
}

TEST(IcmpErrorTest, ExtensionsOfRfc4884BehindTheQuote) {
  Bytes quoted = IpPacketOf(BuildUdp({}));
  quoted.resize(128);  // its section 4: padded with zeros
  const Bytes frame =
      BuildIcmpError({.type = 11, .rest = 32u << 16, .quoted = quoted, .behind = {0x20, 0, 0xdf, 0xff, 0, 4, 1, 1}});
  const Parsed parsed = Parse(frame, frame.size());
  EXPECT_EQ(parsed.quote.kind, kPacket);
  EXPECT_EQ(parsed.quote.dst_port, 53);
}

TEST(IcmpErrorTest, VlanTagsBeforeTheError) {
  const Bytes frame = BuildIcmpError({.quoted = IpPacketOf(BuildUdp({})), .frame = {.vlans = {{5, 0x88a8}, {6}}}});
  const Parsed parsed = Parse(frame, frame.size());
  EXPECT_EQ(parsed.quote.kind, kPacket);
  EXPECT_EQ(parsed.quote.src_port, 40000);
}

Bytes With(Bytes bytes, std::size_t at, std::uint8_t value) {
  bytes.at(at) = value;
  return bytes;
}

TEST(IcmpErrorTest, WhatCannotBeTold) {
  const Bytes tcp = IpPacketOf(BuildTcp({}));
  const Bytes tcp6 = Tcp6({});
  const auto expect = [](const char* what, const Bytes& quoted, bool v6) {
    const Bytes frame = ErrorAbout(quoted, v6);
    EXPECT_EQ(Parse(frame, frame.size()).quote.kind, kUnreadable) << what;
  };
  expect("a later fragment", IpPacketOf(BuildTcp({.frame = {.ipv4_fragment = 0x2001}})), false);
  expect("the last fragment", IpPacketOf(BuildTcp({.frame = {.ipv4_fragment = 0x1fff}})), false);
  expect("a header of 16 bytes", With(tcp, 0, 0x44), false);
  expect("a header longer than the quote", With(IpPacketOf(BuildIp({.payload = Bytes(8)})), 0, 0x4f), false);
  expect("another version", With(tcp, 0, 0x65), false);
  expect("IPv6 in an ICMP error", tcp6, false);
  expect("a timestamp request", IpPacketOf(BuildIp({.protocol = 1, .payload = With(Bytes(20), 0, 13)})), false);
  expect("IPv4 in an ICMPv6 error", tcp, true);
  expect("another version", With(tcp6, 0, 0x40), true);
  expect("a later fragment", Tcp6({Fragment(9)}), true);
  expect("the last fragment", Tcp6({Fragment(8)}), true);
  expect("nine extension headers", Tcp6(std::vector<ExtensionHeader>(9, {60, Bytes(7)})), true);
  expect("an extension header longer than the quote", Tcp6({{60, Bytes(7, 0xff)}}), true);
  expect("neighbour solicitation",
         IpPacketOf(BuildIp({.src = kHost6, .dst = kPeer6, .protocol = 58, .payload = With(Bytes(24), 0, 135)})), true);
}

// RFC 792 with RFC 1122 section 3.2.2, RFC 4443 section 2.1: which types report on a packet, and which of them may not
// be reported on.
TEST(IcmpErrorTest, TypesOfErrors) {
  const std::vector<int> errors4 = {3, 4, 11, 12};
  const std::vector<int> errors6 = {1, 2, 3, 4};
  for (int type = 0; type < 256; ++type) {
    SCOPED_TRACE(type);
    const Bytes message = With(Bytes(16), 0, static_cast<std::uint8_t>(type));
    const Bytes message4 = BuildIp({.protocol = kProtocolIcmp, .payload = message});
    const Bytes message6 = BuildIp({.src = kHost6, .dst = kPeer6, .protocol = kProtocolIcmpV6, .payload = message});
    PacketView view;
    ASSERT_EQ(ParsePacket(message4.data(), message4.size(), message4.size(), view), DropReason::kNone);
    EXPECT_EQ(IsIcmpError(view), std::ranges::count(errors4, type) == 1);
    ASSERT_EQ(ParsePacket(message6.data(), message6.size(), message6.size(), view), DropReason::kNone);
    EXPECT_EQ(IsIcmpError(view), std::ranges::count(errors6, type) == 1);

    const Bytes about4 = ErrorAbout(IpPacketOf(message4), false);
    EXPECT_EQ(Parse(about4, about4.size()).quote.kind == kIcmpError,
              std::ranges::count(errors4, type) == 1 || type == 5);
    const Bytes about6 = ErrorAbout(IpPacketOf(message6), true);
    EXPECT_EQ(Parse(about6, about6.size()).quote.kind == kIcmpError, type < 128 || type == 137);
  }
}

// Whatever the quote says, the addresses lie in it, and in what was captured.
TEST(IcmpErrorTest, MutilatedQuotes) {
  std::vector<Bytes> frames4, frames6;
  for (const Row& row : Rows4()) frames4.push_back(ErrorAbout(row.quoted, false));
  for (const Row& row : Rows6()) frames6.push_back(ErrorAbout(row.quoted, true));
  std::mt19937 random(42);  // fixed: a failure comes again
  int read = 0;
  for (int round = 0; round < 100'000; ++round) {
    const bool v6 = random() % 2 != 0;
    const std::vector<Bytes>& frames = v6 ? frames6 : frames4;
    Bytes frame = frames[random() % frames.size()];
    const std::size_t begin = v6 ? 14 + 40 + 8 : 14 + 20 + 8;
    for (unsigned hits = 1 + random() % 4; hits > 0; --hits) {
      frame[begin + random() % (frame.size() - begin)] = static_cast<std::uint8_t>(random());
    }
    const std::size_t captured = random() % 2 ? frame.size() : begin + random() % (frame.size() - begin + 1);
    const Parsed parsed = Parse(frame, captured);
    if (parsed.quote.kind != kPacket) continue;
    ++read;
    ASSERT_GE(parsed.quote.src_address, parsed.bytes.get() + begin) << "round " << round;
    ASSERT_LE(parsed.quote.dst_address + (v6 ? 16 : 4), parsed.bytes.get() + captured) << "round " << round;
  }
  EXPECT_GT(read, 20'000);  // or the test would try nothing but the first checks
}

}  // namespace
}  // namespace tidegate::internal
