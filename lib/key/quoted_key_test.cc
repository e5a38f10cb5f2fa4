// The key of a quoted packet is the key the packet had.
#include "key/quoted_key.h"

#include <gtest/gtest.h>

#include <vector>

#include "support/icmp_builder.h"
#include "support/packet_builder.h"

namespace tidegate::internal {
namespace {

using namespace test;  // NOLINT(google-build-using-namespace): the builder is the language of this file

constexpr Zone kZone = 0xabcdef;

// One packet of each kind of key, from `a` to `b`.
std::vector<Bytes> Packets(const IpAddress& a, const IpAddress& b) {
  return {
      BuildTcp({.src = a, .dst = b, .payload = 100}),
      BuildUdp({.src = a, .dst = b}),
      BuildEcho({.src = a, .dst = b, .identifier = 0x1234}),
      BuildEcho({.src = a, .dst = b, .reply = true, .identifier = 0x1234}),
      BuildIp({.src = a,
               .dst = b,
               .protocol = 132,
               .payload = {0x0b, 0xb8, 0x0f, 0xa0, 0, 0, 0, 1, 0, 0, 0, 0,  //
                           10, 0, 0, 4}}),
      BuildIp({.src = a, .dst = b, .protocol = 47, .payload = Bytes(8)}),
      BuildIp({.src = a, .dst = b, .protocol = 50, .payload = Bytes(8)}),
  };
}

template <class Key>
void ExpectSameKey(const Bytes& packet, const IpAddress& sender) {
  PacketView view;
  ASSERT_EQ(ParsePacket(packet.data(), packet.size(), packet.size(), view), DropReason::kNone);
  Key key;
  const FlowSide side = MakeFlowKey(view, kZone, key);

  const Bytes error = BuildIcmpError({.src = sender,
                                      .dst = sender,
                                      .type = static_cast<std::uint8_t>(Key::kIsV6 ? 1 : 3),
                                      .quoted = IpPacketOf(packet),
                                      .quote_bytes = Key::kIsV6 ? 48 : 28});
  PacketView error_view;
  ASSERT_EQ(ParsePacket(error.data(), error.size(), error.size(), error_view), DropReason::kNone);
  const IcmpQuote quote = ReadIcmpQuote(error_view, error.size());
  ASSERT_EQ(quote.kind, QuoteKind::kPacket);
  Key quoted;
  EXPECT_EQ(QuotedFlowKey(quote, kZone, quoted), side);
  EXPECT_EQ(quoted, key) << ToString(ToTuple(quoted, side)) << ", not " << ToString(ToTuple(key, side));
}

template <class Key>
void ExpectSameKeys(const IpAddress& a, const IpAddress& b) {
  for (const Bytes& packet : Packets(a, b)) ExpectSameKey<Key>(packet, a);
  for (const Bytes& packet : Packets(b, a)) ExpectSameKey<Key>(packet, b);
}

TEST(QuotedKeyTest, IsThatOfThePacketAndItsSender) {
  ExpectSameKeys<FlowKey4>(Ip("10.0.0.1"), Ip("192.168.0.4"));
  ExpectSameKeys<FlowKey4>(Ip("10.0.0.1"), Ip("10.0.0.1"));  // the ports decide
  ExpectSameKeys<FlowKey6>(Ip("2001:db8::1"), Ip("2001:db8::4"));
  ExpectSameKeys<FlowKey6>(Ip("2001:db8::1"), Ip("fd00::1"));
}

}  // namespace
}  // namespace tidegate::internal
