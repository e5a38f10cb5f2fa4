// ICMP errors that are related to a connection, through the whole firewall: they pass, and change none.
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "firewall/icmp_error_test_util.h"

namespace tidegate::test::icmp_errors {
namespace {

using enum ConnState;

// Each message, about each kind of connection, opened by either side, about either side's packet, from the host that
// the packet went to and from a router on its way: no rule allows any of them. None leaves a trace.
TEST(IcmpErrorRows, RelatedToEachKindOfConnection) {
  constexpr std::array<std::pair<Kind, ConnState>, 5> kKinds = {{{Kind::kTcp, kEstablished},
                                                                 {Kind::kUdp, kUdpStream},
                                                                 {Kind::kSctp, kSctpEstablished},
                                                                 {Kind::kEcho, kIcmpEcho},
                                                                 {Kind::kGre, kOther}}};
  InBothFamilies([&](bool v6) {
    for (const auto& [kind, state] : kKinds) {
      for (const char opener : {'C', 'S'}) {
        Scene scene(v6);
        const std::vector<Sent> packets = kind == Kind::kSctp ? Association(opener) : Conversation(kind, opener);
        scene.SendAll(packets);
        const Scene::Seen before = scene.Look();
        ASSERT_EQ(before.connections.size(), 1u);
        for (const Sent& about : {packets[packets.size() - 2], packets.back()}) {
          for (const char reporter : {Other(about.from), 'R'}) {
            for (const Message& message : kMessages) {
              SCOPED_TRACE(std::string(message.what) + ", " + std::string(Name(state)) + " of " + opener +
                           ", packet of " + about.from + ", reported by " + reporter);
              const Bytes error = ErrorOf(message, reporter, about.from, FrameOf(about, v6), v6);
              Expect(scene.SendError(error, about.from), about.from == opener ? RR : R, DropReason::kNone, state);
            }
          }
        }
        EXPECT_EQ(scene.Look(), before);
      }
    }
  });
}

// Path MTU discovery (RFC 1191, RFC 8201) of a virtual machine without any ICMP rule: its full segment does not fit.
TEST(IcmpErrorRows, PathMtuDiscoveryNeedsNoRule) {
  InBothFamilies([](bool v6) {
    Scene scene(v6);
    scene.SendAll(Conversation(Kind::kTcp, 'C'));
    const Sent full{Kind::kTcp, 'C', 'S', kTcpAck, 5101, 1101, 1400};
    ASSERT_EQ(scene.Send(full).verdict, Verdict::kPass);
    const Bytes too_big = BuildIcmpError({.src = AddressOf('R', v6),
                                          .dst = AddressOf('S', v6),
                                          .type = static_cast<std::uint8_t>(v6 ? 2 : 3),
                                          .code = static_cast<std::uint8_t>(v6 ? 0 : 4),
                                          .rest = 1280,
                                          .quoted = IpPacketOf(FrameOf(full, v6)),
                                          .quote_bytes = v6 ? 1232u : 528u});
    Expect(scene.SendError(too_big, 'S'), R, DropReason::kNone, kEstablished);
  });
}

// Traceroute by UDP: routers report the time to live exceeded, the target that nobody listens; no answer comes.
TEST(IcmpErrorRows, Traceroute) {
  InBothFamilies([](bool v6) {
    Scene scene(v6);
    const Sent probe{.kind = Kind::kUdp, .opener = 'S', .from = 'S'};
    scene.SendAll({probe});
    const Bytes frame = FrameOf(probe, v6);
    Expect(scene.SendError(ErrorOf({"", 11, 0, 3, 0}, 'R', 'S', frame, v6), 'S'), RR, DropReason::kNone, kUdpSingle);
    Expect(scene.SendError(ErrorOf(kUnreachable, 'C', 'S', frame, v6), 'S'), RR, DropReason::kNone, kUdpSingle);
  });
}

// A SYN that finds no host, and late errors about connections that have ended.
TEST(IcmpErrorRows, InEachStateOfTcp) {
  const std::vector<Sent> open = Conversation(Kind::kTcp, 'C');
  const Sent fin_c{Kind::kTcp, 'C', 'C', kTcpFin | kTcpAck, 1101, 5101, 0};
  const Sent fin_s{Kind::kTcp, 'C', 'S', kTcpFin | kTcpAck, 5101, 1102, 0};
  const Sent last{Kind::kTcp, 'C', 'C', kTcpAck, 1102, 5102, 0};
  const Sent rst{Kind::kTcp, 'C', 'S', kTcpRst | kTcpAck, 5101, 1101, 0};
  struct Row {
    std::vector<Sent> more;
    Sent about;
    ConnState state;
  };
  const std::vector<Row> rows = {
      {{open[0]}, open[0], kSynSent},
      {{open[0], open[1]}, open[1], kSynRecv},
      {{open[0], open[1], open[2], open[3], open[4], fin_c}, fin_c, kFinWait},
      {{open[0], open[1], open[2], open[3], open[4], fin_c, fin_s}, fin_s, kLastAck},
      {{open[0], open[1], open[2], open[3], open[4], fin_c, fin_s, last}, last, kTimeWait},
      {{open[0], open[1], open[2], open[3], open[4], fin_c, fin_s, last}, fin_s, kTimeWait},
      {{open[0], open[1], open[2], open[3], open[4], rst}, open[4], kClose},
      {{open[0], open[1], open[2], open[3], open[4], rst}, rst, kClose},
  };
  InBothFamilies([&](bool v6) {
    for (const Row& row : rows) {
      SCOPED_TRACE(Name(row.state));
      Scene scene(v6);
      scene.SendAll(row.more);
      const Scene::Seen before = scene.Look();
      const Bytes error = ErrorOf(kUnreachable, 'R', row.about.from, FrameOf(row.about, v6), v6);
      Expect(scene.SendError(error, row.about.from), row.about.from == 'C' ? RR : R, DropReason::kNone, row.state);
      EXPECT_EQ(scene.Look(), before);
    }
  });
}

// An error may follow the packet that opened the connection, and its answer, within a burst: both are read before
// either is decided.
TEST(IcmpErrorRows, BehindTheOpeningPacketInItsBurst) {
  InBothFamilies([](bool v6) {
    for (const auto& [kind, state] : {std::pair{Kind::kUdp, kUdpStream}, {Kind::kTcp, kSynRecv}}) {
      Scene scene(v6);
      const std::vector<Sent> packets = Conversation(kind, 'C');
      const std::vector<Bytes> frames = {
          ErrorOf(kUnreachable, 'R', 'C', FrameOf(packets[0], v6), v6),  // before the packet: of no connection
          FrameOf(packets[0], v6),
          ErrorOf(kUnreachable, 'R', 'C', FrameOf(packets[0], v6), v6),
          FrameOf(packets[1], v6),
          ErrorOf(kUnreachable, 'R', 'S', FrameOf(packets[1], v6), v6),
      };
      const std::array<bool, 5> inbound = {false, true, false, false, true};
      std::vector<PacketIn> burst;
      for (std::size_t i = 0; i < frames.size(); ++i) {
        const auto size = static_cast<std::uint32_t>(frames[i].size());
        burst.push_back({.data = frames[i].data(),
                         .captured = size,
                         .on_wire = size,
                         .from = inbound[i] ? kNoPort : kVm,
                         .to = inbound[i] ? kVm : kNoPort});
      }
      std::array<PacketResult, 5> results;
      scene.harness().firewall->Process(*scene.harness().worker, burst, kStart, results);
      Expect(results[0], I, kUnrelated, kNone);
      EXPECT_EQ(results[1].verdict, Verdict::kPass);
      Expect(results[2], RR, DropReason::kNone, kind == Kind::kUdp ? kUdpSingle : kSynSent);
      EXPECT_EQ(results[3].verdict, Verdict::kPass);
      Expect(results[4], R, DropReason::kNone, state);
    }
  });
}

// The answer changed an entry that the burst's lookup had found without it.
TEST(IcmpErrorRows, BehindTheAnswerInItsBurst) {
  InBothFamilies([](bool v6) {
    Scene scene(v6);
    const std::vector<Sent> packets = Conversation(Kind::kUdp, 'C');
    scene.SendAll({packets[0]});
    const std::array<Bytes, 2> frames = {FrameOf(packets[1], v6),
                                         ErrorOf(kUnreachable, 'R', 'S', FrameOf(packets[1], v6), v6)};
    std::array<PacketIn, 2> burst;
    for (std::size_t i = 0; i < frames.size(); ++i) {
      burst[i] = {.data = frames[i].data(),
                  .captured = static_cast<std::uint32_t>(frames[i].size()),
                  .on_wire = static_cast<std::uint32_t>(frames[i].size()),
                  .from = i == 0 ? kVm : kNoPort,
                  .to = i == 0 ? kNoPort : kVm};
    }
    std::array<PacketResult, 2> results;
    scene.harness().firewall->Process(*scene.harness().worker, burst, kStart, results);
    EXPECT_EQ(CtNames(results[0].ct_bits), "est,rpl,trk");
    Expect(results[1], R, DropReason::kNone, kUdpStream);
  });
}

// A connection is one of its zone: an error of another zone is about none.
TEST(IcmpErrorRows, InAnotherZone) {
  InBothFamilies([](bool v6) {
    Scene scene(v6);
    const Sent query{.kind = Kind::kUdp, .opener = 'S', .from = 'S'};
    scene.SendAll({query});
    const Bytes error = ErrorOf(kUnreachable, 'C', 'S', FrameOf(query, v6), v6);
    const auto size = static_cast<std::uint32_t>(error.size());
    PacketIn in{.data = error.data(), .captured = size, .on_wire = size, .from = kNoPort, .to = kVm, .zone = 7};
    Expect(scene.harness().SendPacket(in, kStart), I, kUnrelated, kNone);
    in.zone = 0;
    Expect(scene.harness().SendPacket(in, kStart), RR, DropReason::kNone, kUdpSingle);
  });
}

// A redirect (RFC 792) is a matter of the rules, whatever it quotes; ICMPv6's is neighbour discovery.
TEST(IcmpErrorRows, RedirectIsNoError) {
  const Message redirect{"redirect", 5, 1, 137, 0};
  const std::vector<Sent> packets = Conversation(Kind::kUdp, 'S');
  Scene scene(false);
  scene.SendAll(packets);
  Expect(scene.SendError(ErrorOf(redirect, 'R', 'S', FrameOf(packets[0], false), false), 'S'), ct::kNew,
         DropReason::kRuleDeniedInbound, kNone);
  Scene scene6(true);
  scene6.SendAll(packets);
  const PacketResult result = scene6.SendError(ErrorOf(redirect, 'R', 'S', FrameOf(packets[0], true), true), 'S');
  EXPECT_EQ(result.verdict, Verdict::kPass);
  EXPECT_EQ(result.ct_bits, 0);
}

// A capture that holds the header of the error and not the whole quote is judged by what it holds.
TEST(IcmpErrorRows, CapturedInPart) {
  InBothFamilies([](bool v6) {
    Scene scene(v6);
    const Sent query{.kind = Kind::kUdp, .opener = 'S', .from = 'S', .payload = 100};
    scene.SendAll({query});
    const Bytes error = BuildIcmpError({.src = AddressOf('C', v6),
                                        .dst = AddressOf('S', v6),
                                        .type = static_cast<std::uint8_t>(v6 ? 1 : 3),
                                        .quoted = IpPacketOf(FrameOf(query, v6))});
    const std::uint32_t needed = v6 ? 14 + 40 + 8 + 48 : 14 + 20 + 8 + 28;
    PacketIn in{.data = error.data(),
                .captured = needed,
                .on_wire = static_cast<std::uint32_t>(error.size()),
                .from = kNoPort,
                .to = kVm};
    Expect(scene.harness().SendPacket(in, kStart), RR, DropReason::kNone, kUdpSingle);
    in.captured = needed - 1;
    Expect(scene.harness().SendPacket(in, kStart), I, kUnrelated, kNone);
  });
}

}  // namespace
}  // namespace tidegate::test::icmp_errors
