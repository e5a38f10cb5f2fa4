// Packet rows for the firewall: a table a reader can check by eye, one packet a row.
#ifndef TIDEGATE_FIREWALL_FIREWALL_TEST_UTIL_H_
#define TIDEGATE_FIREWALL_FIREWALL_TEST_UTIL_H_

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "support/packet_builder.h"
#include "tidegate/firewall.h"

namespace tidegate::test {

inline constexpr TimeNs kStart = 1'000 * kSecond;
inline constexpr PortIndex kVm = 0;  // the port under test; the outside has none

// A virtual machine at 192.168.0.4 and 2001:db8::4. Inbound TCP to 22 and from 8000 up to 8003, ICMP echo requests,
// UDP to 53 and SCTP to 3868 are allowed; outbound everything but TCP to 25.
inline std::unique_ptr<const SecurityPolicy> TestPolicy() {
  const auto tcp = [](Direction direction, std::uint16_t min, std::uint16_t max) {
    return SecurityRule{.direction = direction,
                        .match = ProtocolMatch::kOne,
                        .protocol = kProtocolTcp,
                        .port_min = min,
                        .port_max = max,
                        .icmp_type = std::nullopt,
                        .icmp_code = std::nullopt,
                        .remote = AnyRemote{}};
  };
  SecurityRule dns = tcp(Direction::kInbound, 53, 53);
  dns.protocol = kProtocolUdp;
  SecurityRule ping = tcp(Direction::kInbound, 0, 65535);
  ping.protocol = kProtocolIcmp;
  SecurityRule udp_out = tcp(Direction::kOutbound, 0, 65535);
  udp_out.protocol = kProtocolUdp;
  SecurityRule diameter = tcp(Direction::kInbound, 3868, 3868);
  diameter.protocol = kProtocolSctp;
  SecurityRule sctp_out = tcp(Direction::kOutbound, 0, 65535);
  sctp_out.protocol = kProtocolSctp;
  SecurityRule gre_out = tcp(Direction::kOutbound, 0, 65535);
  gre_out.protocol = 47;
  SecurityRule esp_out = gre_out;
  esp_out.protocol = 50;
  SecurityRule ping_out = ping;
  ping_out.direction = Direction::kOutbound;
  const SecurityGroup group{"web",
                            {tcp(Direction::kInbound, 22, 22), tcp(Direction::kInbound, 8000, 8003), dns, ping,
                             tcp(Direction::kOutbound, 0, 24), tcp(Direction::kOutbound, 26, 65535), udp_out, diameter,
                             sctp_out, gre_out, esp_out, ping_out}};
  PortSpec port;
  port.name = "vm1";
  port.addresses = {Ip("192.168.0.4"), Ip("2001:db8::4")};
  port.security_groups = {"web"};
  port.firewalled = true;
  auto policy = SecurityPolicy::Compile({group}, {port});
  EXPECT_TRUE(policy.ok()) << policy.status();
  return *std::move(policy);
}

// A firewall, one worker, and time that the test moves.
class FirewallHarness {
 public:
  explicit FirewallHarness(const FirewallOptions& options = SmallOptions()) {
    auto made = Firewall::Create(options, TestPolicy());
    EXPECT_TRUE(made.ok()) << made.status();
    firewall = *std::move(made);
    worker = &firewall->AddWorker();
  }

  static FirewallOptions SmallOptions() {
    FirewallOptions options;
    options.capacity = 1024;
    options.capacity_v6 = 1024;
    return options;
  }

  PacketResult Send(const Bytes& frame, bool inbound, TimeNs at) {
    return SendPacket({.data = frame.data(),
                       .captured = static_cast<std::uint32_t>(frame.size()),
                       .on_wire = static_cast<std::uint32_t>(frame.size()),
                       .from = inbound ? kNoPort : kVm,
                       .to = inbound ? kVm : kNoPort},
                      at);
  }
  PacketResult SendPacket(const PacketIn& packet, TimeNs at) {
    PacketResult result;
    firewall->Process(*worker, {&packet, 1}, at, {&result, 1});
    return result;
  }

  std::unique_ptr<Firewall> firewall;
  Firewall::Worker* worker = nullptr;
};

// Seconds after the start; 'C' is the client outside (10.0.0.1:50000 or 2001:db8::1), 'S' the server behind the
// firewall (port 22).
struct TcpRow {
  double at;
  char from;
  std::uint8_t flags;
  std::uint32_t seq;
  std::uint32_t ack;
  std::uint32_t length;
  std::uint32_t ts;  // timestamp, 0: no option
  ConnState state;   // behind the packet
  std::uint8_t ct;   // without trk, which every row has
  DropReason reason = DropReason::kNone;
  std::uint16_t window = 64240;
  int scale = -1;              // window scale option, none if negative
  std::uint32_t sack_end = 0;  // right edge of one SACK block of ten bytes, 0: no option
};

struct TcpScenario {
  std::string name;
  std::vector<TcpRow> rows;
  TcpTracking options{};
};

// RFC 2018 section 3: NOP, NOP, and an option of one block.
inline Bytes SackBlock(std::uint32_t left, std::uint32_t right) {
  Bytes option = {1, 1, 5, 10};
  for (const std::uint32_t edge : {left, right}) {
    for (int shift = 24; shift >= 0; shift -= 8) option.push_back(static_cast<std::uint8_t>(edge >> shift));
  }
  return option;
}

inline Bytes FrameOf(const TcpRow& row, bool v6) {
  TcpSpec spec;
  spec.src = Ip(v6 ? "2001:db8::1" : "10.0.0.1");
  spec.dst = Ip(v6 ? "2001:db8::4" : "192.168.0.4");
  spec.src_port = 50000;
  spec.dst_port = 22;
  if (row.from == 'S') spec = Reversed(spec);
  spec.flags = row.flags;
  spec.seq = row.seq;
  spec.ack = row.ack;
  spec.payload = row.length;
  spec.window = row.window;
  if (row.ts != 0) spec.options.timestamps = Timestamps{row.ts, 0};
  if (row.scale >= 0) spec.options.window_scale = static_cast<std::uint8_t>(row.scale);
  if (row.sack_end != 0) spec.options.raw = SackBlock(row.sack_end - 10, row.sack_end);
  return BuildTcp(spec);
}

inline std::string CtNames(std::uint8_t bits) {
  std::string names;
  for (std::size_t i = 0; i < 8; ++i) {
    if ((bits >> i & 1) != 0) names += (names.empty() ? "" : ",") + std::string(ct::kNames[i]);
  }
  return names;
}

inline void Play(const TcpScenario& scenario, bool v6) {
  SCOPED_TRACE(scenario.name + (v6 ? " (IPv6)" : " (IPv4)"));
  FirewallOptions options = FirewallHarness::SmallOptions();
  options.tracking.defaults.tcp = scenario.options;
  FirewallHarness harness(options);
  for (std::size_t i = 0; i < scenario.rows.size(); ++i) {
    const TcpRow& row = scenario.rows[i];
    const Bytes frame = FrameOf(row, v6);
    const TimeNs at = kStart + static_cast<TimeNs>(row.at * 1e9);
    const PacketResult result = harness.Send(frame, row.from == 'C', at);
    EXPECT_EQ(Name(result.reason), Name(row.reason)) << "row " << i;
    EXPECT_EQ(result.verdict == Verdict::kPass, row.reason == DropReason::kNone) << "row " << i;
    EXPECT_EQ(Name(result.state), Name(row.state)) << "row " << i;
    EXPECT_EQ(CtNames(result.ct_bits), CtNames(row.ct | ct::kTrk)) << "row " << i;
  }
}

}  // namespace tidegate::test

#endif  // TIDEGATE_FIREWALL_FIREWALL_TEST_UTIL_H_
