// ICMP errors that are related to no connection, through the whole firewall: which of them a rule may let in.
#include <gtest/gtest.h>

#include <array>
#include <string>
#include <utility>
#include <vector>

#include "firewall/icmp_error_test_util.h"

namespace tidegate::test::icmp_errors {
namespace {

using enum ConnState;

// --- Not related, whatever the rules allow

// Numbers that the virtual machine, which has sent up to 5101 and of that 100 bytes unacknowledged, may quote.
TEST(IcmpUnrelatedRows, TcpSequence) {
  struct Row {
    const char* what;
    std::uint32_t seq;
    bool related;
  };
  constexpr Row kRows[] = {
      {"the segment in flight", 5001, true},
      {"a bare ACK behind it", 5101, true},
      {"its SYN-ACK, late", 5000, true},
      {"a byte that it has not sent", 5102, false},
      {"a megabyte ahead", 5101 + (1 << 20), false},
      {"two megabytes behind", 5101u - (2 << 20), false},
      {"half the circle away", 5101u + (1u << 31), false},
  };
  InBothFamilies([&](bool v6) {
    for (const bool all_icmp : {false, true}) {
      Scene scene(v6, all_icmp);
      scene.SendAll(Conversation(Kind::kTcp, 'C'));
      const Scene::Seen before = scene.Look();
      for (const Row& row : kRows) {
        SCOPED_TRACE(row.what);
        const Bytes about = FrameOf({Kind::kTcp, 'C', 'S', kTcpAck, row.seq, 1101, 0}, v6);
        Expect(scene.SendError(ErrorOf(kUnreachable, 'R', 'S', about, v6), 'S'), row.related ? R : I,
               row.related ? DropReason::kNone : kUnrelated, kEstablished);
      }
      EXPECT_EQ(scene.Look(), before);
    }
  });
}

// The verification tag in the quote is the one that the virtual machine sends, and an INIT's only while it waits.
TEST(IcmpUnrelatedRows, SctpTag) {
  InBothFamilies([](bool v6) {
    Scene scene(v6, true);
    const std::vector<Sent> packets = Association('S');
    const auto error = [&](std::uint32_t tag) {
      const Sent about{Kind::kSctp, 'S', 'S', kSctpInit, tag, kOpenerTag, 0};
      return scene.SendError(ErrorOf(kUnreachable, 'R', 'S', FrameOf(about, v6), v6), 'S', kStart);
    };
    scene.SendAll({packets[0]});
    Expect(error(0), RR, DropReason::kNone, kSctpCookieWait);
    Expect(error(kOtherTag), I, kUnrelated, kSctpCookieWait);
    scene.SendAll({packets.begin() + 1, packets.end()});
    const Scene::Seen before = scene.Look(kStart);
    Expect(error(0), I, kUnrelated, kSctpEstablished);
    Expect(error(kOtherTag + 1), I, kUnrelated, kSctpEstablished);
    Expect(error(kOpenerTag), I, kUnrelated, kSctpEstablished);
    Expect(error(kOtherTag), RR, DropReason::kNone, kSctpEstablished);
    EXPECT_EQ(scene.Look(kStart), before);
  });
}

// An error for somebody else than the sender of the quoted packet: to the virtual machine about a packet that it has
// received, and to another address about one that it has sent.
TEST(IcmpUnrelatedRows, WrongDestination) {
  InBothFamilies([](bool v6) {
    for (const bool all_icmp : {false, true}) {
      for (const Kind kind : {Kind::kTcp, Kind::kUdp, Kind::kEcho, Kind::kGre}) {
        Scene scene(v6, all_icmp);
        const std::vector<Sent> packets = Conversation(kind, 'C');
        scene.SendAll(packets);
        const ConnState state = scene.Send(packets.back()).state;
        const Scene::Seen before = scene.Look();
        const Bytes of_client = FrameOf(packets[packets.size() - 2], v6);
        Expect(scene.SendError(ErrorOf(kUnreachable, 'R', 'S', of_client, v6), 'S'), I, kUnrelated, state);
        const Bytes of_server = FrameOf(packets.back(), v6);
        Expect(scene.SendError(ErrorOf(kUnreachable, 'C', 'R', of_server, v6), 'S'), I, kUnrelated, state);
        EXPECT_EQ(scene.Look(), before);
      }
    }
  });
}

// Nobody can report on a packet that was never sent.
TEST(IcmpUnrelatedRows, AboutASideThatHasNotSpoken) {
  InBothFamilies([](bool v6) {
    for (const auto& [kind, state] : {std::pair{Kind::kTcp, kSynSent}, {Kind::kUdp, kUdpSingle}}) {
      Scene scene(v6, true);
      const std::vector<Sent> packets = Conversation(kind, 'C');
      scene.SendAll({packets[0]});
      const Bytes answer = FrameOf(packets[1], v6);
      Expect(scene.SendError(ErrorOf(kUnreachable, 'R', 'S', answer, v6), 'S'), I, kUnrelated, state);
    }
  });
}

// RFC 1122 section 3.2.2, RFC 4443 section 2.4 (e): an error about an error, which itself was related.
TEST(IcmpUnrelatedRows, AboutAnError) {
  InBothFamilies([](bool v6) {
    Scene scene(v6, true);
    const std::vector<Sent> packets = Conversation(Kind::kUdp, 'C');
    scene.SendAll(packets);
    const Scene::Seen before = scene.Look();
    const Bytes error = ErrorOf(kUnreachable, 'S', 'C', FrameOf(packets[0], v6), v6);
    Expect(scene.SendError(error, 'C'), RR, DropReason::kNone, kUdpStream);
    Expect(scene.SendError(ErrorOf(kUnreachable, 'R', 'S', error, v6), 'S'), I, kUnrelated, kNone);
    EXPECT_EQ(scene.Look(), before);
  });
}

// --- Left to the rules: nothing is known of what they are about

struct Stray {
  std::string what;
  Bytes error;
};

std::vector<Stray> Strays(bool v6) {
  const auto about = [v6](const Bytes& frame) { return ErrorOf(kUnreachable, 'R', 'S', frame, v6); };
  const IpAddress src = AddressOf('S', v6), dst = AddressOf('C', v6);
  Bytes cut = BuildIcmpError({.src = AddressOf('R', v6),
                              .dst = src,
                              .type = static_cast<std::uint8_t>(v6 ? 1 : 3),
                              .quoted = IpPacketOf(FrameOf(Conversation(Kind::kTcp, 'C').back(), v6)),
                              .quote_bytes = v6 ? 47u : 27u});
  const Bytes timestamp = {static_cast<std::uint8_t>(v6 ? 200 : 13), 0, 0, 0, 0, 7, 0, 1};
  return {
      {"other ports", about(BuildTcp({.src = src, .dst = dst, .src_port = 8000, .dst_port = 50001, .seq = 5001}))},
      {"another protocol", about(BuildUdp({.src = src, .dst = dst, .src_port = 8000, .dst_port = 50000}))},
      {"another echo", about(BuildEcho({.src = src, .dst = dst, .identifier = 8}))},
      {"a quote one byte too short", std::move(cut)},
      {"a query that is not tracked",
       about(
           BuildIp({.src = src, .dst = dst, .protocol = v6 ? kProtocolIcmpV6 : kProtocolIcmp, .payload = timestamp}))},
      {"nothing",
       BuildIcmpError({.src = AddressOf('R', v6), .dst = src, .type = static_cast<std::uint8_t>(v6 ? 1 : 3)})},
  };
}

TEST(IcmpUnrelatedRows, AboutNoConnection) {
  InBothFamilies([](bool v6) {
    for (const bool all_icmp : {false, true}) {
      Scene scene(v6, all_icmp);
      scene.SendAll(Conversation(Kind::kTcp, 'C'));
      const Scene::Seen before = scene.Look();
      for (const Stray& stray : Strays(v6)) {
        SCOPED_TRACE(stray.what + (all_icmp ? ", allowed by a rule" : ""));
        Expect(scene.SendError(stray.error, 'S'), I, all_icmp ? DropReason::kNone : kUnrelated, kNone);
      }
      EXPECT_EQ(scene.Look(), before);
    }
  });
}

// A first fragment names its connection, a later one does not.
TEST(IcmpUnrelatedRows, AboutFragments) {
  InBothFamilies([](bool v6) {
    Scene scene(v6);
    scene.SendAll(Conversation(Kind::kUdp, 'S'));
    for (const bool later : {false, true}) {
      FrameSpec fragment;
      fragment.ipv4_fragment = later ? 0x2001 : 0x2000;
      if (v6) fragment.ipv6_extensions = {{44, {0, 0, static_cast<std::uint8_t>(later ? 9 : 1), 0, 0, 0, 7}}};
      const Bytes about = BuildUdp({.src = AddressOf('S', v6),
                                    .dst = AddressOf('C', v6),
                                    .src_port = 50000,
                                    .dst_port = 8000,
                                    .payload = 64,
                                    .frame = fragment});
      const Bytes error = BuildIcmpError({.src = AddressOf('R', v6),
                                          .dst = AddressOf('S', v6),
                                          .type = static_cast<std::uint8_t>(v6 ? 2 : 3),
                                          .code = static_cast<std::uint8_t>(v6 ? 0 : 4),
                                          .quoted = IpPacketOf(about)});
      Expect(scene.SendError(error, 'S'), later ? I : RR, later ? kUnrelated : DropReason::kNone,
             later ? kNone : kUdpStream);
    }
  });
}

// An entry that has ended is none.
TEST(IcmpUnrelatedRows, AboutAConnectionThatHasExpired) {
  InBothFamilies([](bool v6) {
    Scene scene(v6);
    const Sent query{.kind = Kind::kUdp, .opener = 'S', .from = 'S'};
    scene.SendAll({query});
    const Bytes error = ErrorOf(kUnreachable, 'C', 'S', FrameOf(query, v6), v6);
    Expect(scene.SendError(error, 'S', kStart + 29 * kSecond), RR, DropReason::kNone, kUdpSingle);
    Expect(scene.SendError(error, 'S', kStart + 31 * kSecond), I, kUnrelated, kNone);
  });
}

}  // namespace
}  // namespace tidegate::test::icmp_errors
