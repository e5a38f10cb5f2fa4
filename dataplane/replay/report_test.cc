// What tidegate-replay prints, in full.
#include "report.h"

#include <gtest/gtest.h>

#include "support/packet_builder.h"

namespace tidegate::replay {
namespace {

using test::Bytes;
using test::Ip;

TEST(Report, JsonLines) {
  EXPECT_EQ(JsonLine(1, {Verdict::kPass, ct::kNew | ct::kTrk, DropReason::kNone, ConnState::kSynSent, {}}),
            R"({"packet":1,"verdict":"pass","reason":"none","ct":["new","trk"],"state":"SYN_SENT"})");
  EXPECT_EQ(JsonLine(18446744073709551615u, {Verdict::kDrop, 0, DropReason::kUnknownPort, ConnState::kNone, {}}),
            R"({"packet":18446744073709551615,"verdict":"drop","reason":"unknown_port","ct":[],"state":"NONE"})");
  EXPECT_EQ(JsonLine(2, {Verdict::kReset, 0xff, DropReason::kTableFull, ConnState::kOther, {}}),
            R"({"packet":2,"verdict":"reset","reason":"table_full",)"
            R"("ct":["new","est","rel","rpl","inv","trk","snat","dnat"],"state":"OTHER"})");
}

std::string TextOf(const Bytes& frame, const PacketResult& result) {
  PacketView view;
  ParsePacket(frame.data(), frame.size(), frame.size(), view);
  return TextLine(3, 1'500'000 * kMillisecond / 1000, view, result);
}

TEST(Report, TextLines) {
  const PacketResult passed{
      Verdict::kPass, ct::kEst | ct::kRpl | ct::kTrk, DropReason::kNone, ConnState::kEstablished, {}};
  const PacketResult dropped{Verdict::kDrop, 0, DropReason::kRuleDeniedInbound, ConnState::kNone, {}};
  EXPECT_EQ(
      TextOf(test::BuildTcp({.flags = kTcpSyn | kTcpAck}), passed),
      "      3     1.500000  pass   ESTABLISHED  est,rpl,trk      tcp 10.0.0.1:40000 -> 192.168.0.4:22 [SYN ACK]");
  EXPECT_EQ(TextOf(test::BuildUdp({.src = Ip("2001:db8::1"), .dst = Ip("2001:db8::4")}), dropped),
            "      3     1.500000  drop   NONE         -                "
            "udp [2001:db8::1]:40000 -> [2001:db8::4]:53: rule_denied_inbound");
  EXPECT_EQ(TextOf(test::BuildEcho({.identifier = 7}), dropped),
            "      3     1.500000  drop   NONE         -                "
            "icmp 10.0.0.1:7 -> 192.168.0.4:7 [type 8 code 0]: rule_denied_inbound");
  EXPECT_EQ(TextOf(test::BuildArpRequest({}), {Verdict::kPass, 0, DropReason::kNone, ConnState::kNone, {}}),
            "      3     1.500000  pass   NONE         -                arp");
  EXPECT_EQ(TextOf(Bytes(14, 0x88), {Verdict::kDrop, 0, DropReason::kUnsupportedEtherType, ConnState::kNone, {}}),
            "      3     1.500000  drop   NONE         -                Ethernet type 0x8888: unsupported_ethertype");
}

TEST(Report, SummaryShowsWhatIsNotZero) {
  Tally tally;
  tally.Count({Verdict::kPass, 0, DropReason::kNone, ConnState::kSynSent, {}});
  tally.Count({Verdict::kPass, 0, DropReason::kNone, ConnState::kSynRecv, {}});
  tally.Count({Verdict::kDrop, 0, DropReason::kUnknownPort, ConnState::kNone, {}});
  FirewallCounters counters;
  counters.created = 1;
  Occupancy occupancy;
  occupancy.live = 1;
  occupancy.capacity = 16;
  occupancy.by_class[static_cast<std::size_t>(ConnClass::kHalfOpen)] = 1;
  EXPECT_EQ(Summary(tally, 2500 * kMillisecond, counters, occupancy),
            "\n"
            "packets                             3  in 2.500000 seconds\n"
            "passed                              2\n"
            "dropped                             1\n"
            "  unknown_port                      1  neither end is a configured port\n"
            "connections created                 1\n"
            "  reopened                          0\n"
            "  established                       0\n"
            "  closed                            0\n"
            "  reset                             0\n"
            "connections refused                 0\n"
            "connections at the end              1  of 16\n"
            "  half_open                         1\n");
}

}  // namespace
}  // namespace tidegate::replay
