// Connections and the ICMP errors about them, for the tests of what is related.
#ifndef TIDEGATE_FIREWALL_ICMP_ERROR_TEST_UTIL_H_
#define TIDEGATE_FIREWALL_ICMP_ERROR_TEST_UTIL_H_

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "firewall/firewall_test_util.h"
#include "support/icmp_builder.h"
#include "support/sctp_builder.h"

namespace tidegate::test::icmp_errors {

inline constexpr std::uint8_t I = ct::kInv;
inline constexpr std::uint8_t R = ct::kRel;
inline constexpr std::uint8_t RR = ct::kRel | ct::kRpl;
inline constexpr DropReason kUnrelated = DropReason::kIcmpErrorUnrelated;

// Everything but ICMP may be opened, in both directions; of ICMP only echo, or every message.
inline std::unique_ptr<const SecurityPolicy> Policy(bool all_icmp) {
  SecurityGroup group{"all", {}};
  for (const Direction direction : {Direction::kInbound, Direction::kOutbound}) {
    const auto allow = [&](std::uint8_t protocol, std::uint8_t version = 0, std::optional<std::uint8_t> type = {}) {
      group.rules.push_back({.direction = direction,
                             .match = ProtocolMatch::kOne,
                             .protocol = protocol,
                             .ip_version = version,
                             .icmp_type = type,
                             .icmp_code = std::nullopt,
                             .remote = AnyRemote{}});
    };
    for (const std::uint8_t protocol : {kProtocolTcp, kProtocolUdp, kProtocolSctp, std::uint8_t{47}}) allow(protocol);
    if (all_icmp) {
      allow(kProtocolIcmp);
    } else {
      allow(kProtocolIcmp, 4, kIcmpEchoRequest);
      allow(kProtocolIcmp, 6, kIcmpV6EchoRequest);
    }
  }
  PortSpec port;
  port.name = "vm1";
  port.addresses = {Ip("192.168.0.4"), Ip("2001:db8::4")};
  port.security_groups = {"all"};
  port.firewalled = true;
  auto policy = SecurityPolicy::Compile({group}, {port});
  EXPECT_TRUE(policy.ok()) << policy.status();
  return *std::move(policy);
}

// 'C': the outside; 'S': the virtual machine; 'R': a router on the way.
inline IpAddress AddressOf(char who, bool v6) {
  if (who == 'R') return Ip(v6 ? "2001:db8:0:1::1" : "10.9.9.9");
  if (who == 'C') return Ip(v6 ? "2001:db8::1" : "10.0.0.1");
  return Ip(v6 ? "2001:db8::4" : "192.168.0.4");
}

inline char Other(char who) { return who == 'C' ? 'S' : 'C'; }

enum class Kind { kTcp, kUdp, kSctp, kEcho, kGre };

// A packet of a connection that `opener` opens. Ports and numbers are the same whoever that is. SCTP: `flags` is the
// type of its chunk, `seq` the verification tag and `ack` the initiate tag.
struct Sent {
  Kind kind = Kind::kTcp;
  char opener = 'C';
  char from = 'C';
  std::uint8_t flags = kTcpAck;
  std::uint32_t seq = 0;
  std::uint32_t ack = 0;
  std::size_t payload = 0;
};

inline SctpChunk ChunkOf(const Sent& sent) {
  if (sent.flags == kSctpInit || sent.flags == kSctpInitAck) return InitChunk(sent.flags, sent.ack);
  return sent.flags == kSctpData ? DataChunk(16) : PlainChunk(sent.flags);
}

inline Bytes FrameOf(const Sent& sent, bool v6) {
  const IpAddress src = AddressOf(sent.from, v6), dst = AddressOf(Other(sent.from), v6);
  const bool forth = sent.from == sent.opener;
  const std::uint16_t src_port = forth ? 50000 : 8000, dst_port = forth ? 8000 : 50000;
  switch (sent.kind) {
    case Kind::kTcp:
      return BuildTcp({.src = src,
                       .dst = dst,
                       .src_port = src_port,
                       .dst_port = dst_port,
                       .flags = sent.flags,
                       .seq = sent.seq,
                       .ack = sent.ack,
                       .payload = sent.payload});
    case Kind::kUdp:
      return BuildUdp({.src = src, .dst = dst, .src_port = src_port, .dst_port = dst_port, .payload = sent.payload});
    case Kind::kSctp:
      return BuildSctp({.src = src,
                        .dst = dst,
                        .src_port = src_port,
                        .dst_port = dst_port,
                        .tag = sent.seq,
                        .chunks = {ChunkOf(sent)}});
    case Kind::kEcho:
      return BuildEcho({.src = src, .dst = dst, .reply = !forth});
    default:
      return BuildIp({.src = src, .dst = dst, .protocol = 47, .payload = Bytes(16, 0x11)});
  }
}

// A connection on which both sides have spoken. TCP: 100 bytes each, of which the opener's are acknowledged. The last
// two packets are those that errors are about: one of the opener's and one of the other side's.
inline std::vector<Sent> Conversation(Kind kind, char opener) {
  const char other = Other(opener);
  if (kind != Kind::kTcp) {
    return {{.kind = kind, .opener = opener, .from = opener}, {.kind = kind, .opener = opener, .from = other}};
  }
  return {{kind, opener, opener, kTcpSyn, 1000, 0, 0},
          {kind, opener, other, kTcpSyn | kTcpAck, 5000, 1001, 0},
          {kind, opener, opener, kTcpAck, 1001, 5001, 0},
          {kind, opener, opener, kTcpAck | kTcpPsh, 1001, 5001, 100},
          {kind, opener, other, kTcpAck | kTcpPsh, 5001, 1101, 100}};
}

inline constexpr std::uint32_t kOpenerTag = 0x11111111;
inline constexpr std::uint32_t kOtherTag = 0x22222222;

// The same for SCTP.
inline std::vector<Sent> Association(char opener) {
  const char other = Other(opener);
  const Kind kind = Kind::kSctp;
  return {{kind, opener, opener, kSctpInit, 0, kOpenerTag, 0},
          {kind, opener, other, kSctpInitAck, kOpenerTag, kOtherTag, 0},
          {kind, opener, opener, kSctpCookieEcho, kOtherTag, 0, 0},
          {kind, opener, other, kSctpCookieAck, kOpenerTag, 0, 0},
          {kind, opener, opener, kSctpData, kOtherTag, 0, 0},
          {kind, opener, other, kSctpData, kOpenerTag, 0, 0}};
}

// Messages of both families that say the same, or nearly.
struct Message {
  const char* what;
  std::uint8_t type4, code4;
  std::uint8_t type6, code6;
};
inline constexpr Message kUnreachable = {"port unreachable", 3, 3, 1, 4};
inline constexpr std::array<Message, 6> kMessages = {{
    kUnreachable,
    {"host unreachable", 3, 1, 1, 3},
    {"fragmentation needed, packet too big", 3, 4, 2, 0},
    {"time exceeded", 11, 0, 3, 0},
    {"parameter problem", 12, 0, 4, 0},
    {"source quench; no route", 4, 0, 1, 0},
}};

// An error that `from` sends to `to`.
inline Bytes ErrorOf(const Message& message, char from, char to, const Bytes& about, bool v6) {
  return BuildIcmpError({.src = AddressOf(from, v6),
                         .dst = AddressOf(to, v6),
                         .type = v6 ? message.type6 : message.type4,
                         .code = v6 ? message.code6 : message.code4,
                         .quoted = IpPacketOf(about),
                         .quote_bytes = v6 ? 48u : 28u});
}

// A firewall and all that can be seen of its connections.
class Scene {
 public:
  explicit Scene(bool v6, bool all_icmp = false) : v6_(v6), harness_(Options()) {
    harness_.firewall->SetPolicy(Policy(all_icmp));
  }

  FirewallHarness& harness() { return harness_; }

  PacketResult Send(const Sent& sent, TimeNs at = kStart) {
    return harness_.Send(FrameOf(sent, v6_), sent.from == 'C', at);
  }
  void SendAll(const std::vector<Sent>& packets, TimeNs at = kStart) {
    for (const Sent& sent : packets) {
      const PacketResult result = Send(sent, at);
      ASSERT_EQ(result.verdict, Verdict::kPass) << Name(result.reason);
    }
  }
  // Towards the outside or the virtual machine, whichever `to` is.
  PacketResult SendError(const Bytes& error, char to, TimeNs at = kStart + kSecond) {
    return harness_.Send(error, to == 'S', at);
  }

  struct Seen {
    std::vector<std::string> connections;
    std::uint64_t live, created, established, closed, reset, refused;
    bool operator==(const Seen&) const = default;
  };
  Seen Look(TimeNs at = kStart + kSecond) const {
    const FirewallCounters counters = harness_.firewall->Counters();
    Seen seen{{},
              harness_.firewall->CountLive(at).live,
              counters.created,
              counters.established,
              counters.closed,
              counters.reset,
              counters.refused};
    harness_.firewall->ForEach(at, 0, 1000, [&](const ConnInfo& info) {
      const AccountCounts& account = *info.account;
      seen.connections.push_back(ToString(info.tuple) + " " + std::string(Name(info.state)) + " " +
                                 std::to_string(info.expires_in) + " " + std::to_string(account.packets[0]) + " " +
                                 std::to_string(account.packets[1]) + " " +
                                 std::to_string(account.bytes[0] + account.bytes[1]));
    });
    return seen;
  }

 private:
  static FirewallOptions Options() {
    FirewallOptions options = FirewallHarness::SmallOptions();
    options.accounting = true;
    return options;
  }

  bool v6_;
  FirewallHarness harness_;
};

inline void Expect(const PacketResult& result, std::uint8_t ct_bits, DropReason reason, ConnState state) {
  EXPECT_EQ(Name(result.reason), Name(reason));
  EXPECT_EQ(result.verdict == Verdict::kPass, reason == DropReason::kNone);
  EXPECT_EQ(CtNames(result.ct_bits), CtNames(ct_bits | ct::kTrk));
  EXPECT_EQ(Name(result.state), Name(state));
}

template <class Body>
void InBothFamilies(const Body& body) {
  for (const bool v6 : {false, true}) {
    SCOPED_TRACE(v6 ? "IPv6" : "IPv4");
    body(v6);
  }
}

}  // namespace tidegate::test::icmp_errors

#endif  // TIDEGATE_FIREWALL_ICMP_ERROR_TEST_UTIL_H_
