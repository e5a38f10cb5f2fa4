// More tuples than the table holds: the load that broke a public cloud, at small size, under each policy.
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <vector>

#include "firewall/firewall_test_util.h"

namespace tidegate::test {
namespace {

struct Tally {
  std::uint64_t opened = 0;
  std::uint64_t refused = 0;
  std::uint64_t broken = 0;  // a packet of an open connection that did not pass
};

// One TCP_CRR transaction: connect, a byte each way, the server closes first.
void Transact(FirewallHarness& harness, std::uint32_t client, std::uint16_t port, std::uint32_t isn, TimeNs at,
              Tally& tally) {
  const auto send = [&](bool inbound, std::uint8_t flags, std::uint32_t seq, std::uint32_t ack, std::size_t bytes) {
    TcpSpec spec{.src = Ip4(client), .src_port = port, .flags = flags, .seq = seq, .ack = ack, .payload = bytes};
    if (!inbound) spec = Reversed(spec);
    return harness.Send(BuildTcp(spec), inbound, at);
  };
  if (send(true, kTcpSyn, isn, 0, 0).verdict != Verdict::kPass) {
    ++tally.refused;
    return;
  }
  ++tally.opened;
  const std::uint32_t peer = isn + 77;
  const bool passed = send(false, kTcpSyn | kTcpAck, peer, isn + 1, 0).verdict == Verdict::kPass &&
                      send(true, kTcpAck, isn + 1, peer + 1, 1).verdict == Verdict::kPass &&
                      send(false, kTcpAck, peer + 1, isn + 2, 1).verdict == Verdict::kPass &&
                      send(false, kTcpFin | kTcpAck, peer + 2, isn + 2, 0).verdict == Verdict::kPass &&
                      send(true, kTcpFin | kTcpAck, isn + 2, peer + 3, 0).verdict == Verdict::kPass &&
                      send(false, kTcpAck, peer + 3, isn + 3, 0).verdict == Verdict::kPass;
  tally.broken += passed ? 0 : 1;
}

// Four clients walk through `ports` ports each, `rounds` times, a millisecond apart: far faster than TIME-WAIT ends.
Tally PortExhaustion(FirewallHarness& harness, std::uint16_t ports, int rounds) {
  Tally tally;
  TimeNs at = kStart;
  for (int round = 0; round < rounds; ++round) {
    for (std::uint16_t port = 0; port < ports; ++port) {
      for (std::uint32_t client = 0; client < 4; ++client) {
        at += kMillisecond;
        const auto isn = static_cast<std::uint32_t>(round) * 1'000'000u;
        Transact(harness, 0x0a000001 + client, static_cast<std::uint16_t>(32768 + port), isn, at, tally);
      }
    }
  }
  return tally;
}

TEST(Overload, ReopeningInPlaceNeedsNoRoom) {
  FirewallHarness harness;  // 1024 connections
  const Tally tally = PortExhaustion(harness, 220, 5);
  EXPECT_EQ(tally.opened, 4u * 220 * 5);
  EXPECT_EQ(tally.refused, 0u);
  EXPECT_EQ(tally.broken, 0u);
  const FirewallCounters counters = harness.firewall->Counters();
  EXPECT_EQ(counters.reopened, 4u * 220 * 4);
  EXPECT_EQ(harness.firewall->CountLive(kStart + 5 * kSecond).live, 880u);
}

TEST(Overload, StateFirstLosesNoConnectionWithFourTimesTheTuples) {
  FirewallHarness harness;
  const Tally tally = PortExhaustion(harness, 1024, 3);
  EXPECT_EQ(tally.refused, 0u);
  EXPECT_EQ(tally.broken, 0u);
  const FirewallCounters counters = harness.firewall->Counters();
  EXPECT_EQ(counters.closed, 4u * 1024 * 3);
  EXPECT_GT(counters.evicted[static_cast<std::size_t>(ConnClass::kTimeWait)], 4000u);
  EXPECT_EQ(counters.evicted[static_cast<std::size_t>(ConnClass::kEstablished)], 0u);
}

TEST(Overload, PolicyNoneRefusesSynsAndSaysSo) {
  FirewallOptions options = FirewallHarness::SmallOptions();
  options.eviction = "none";
  FirewallHarness harness(options);
  const Tally tally = PortExhaustion(harness, 1024, 1);
  EXPECT_GT(tally.refused, 2000u);
  EXPECT_EQ(tally.broken, 0u);
  const FirewallCounters counters = harness.firewall->Counters();
  EXPECT_EQ(counters.refused_syn, tally.refused);
  EXPECT_EQ(counters.drops[static_cast<std::size_t>(DropReason::kTableFull)], tally.refused);
  // Two minutes later all of them are dead, and there is room for everyone without anything having run in between.
  EXPECT_EQ(harness.firewall->CountLive(kStart + 200 * kSecond).live, 0u);
  const PacketResult late = harness.Send(BuildTcp({.src_port = 1}), true, kStart + 200 * kSecond);
  EXPECT_EQ(late.verdict, Verdict::kPass);
}

std::uint64_t Sum(const std::array<std::uint64_t, kConnClassCount>& counts) {
  return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

// What each policy does where everything that could go is in TIME-WAIT, beside connections that are up.
struct PolicyRow {
  std::string name;
  bool refuses;                // SYNs
  bool may_break_established;  // blind to the state
};
const PolicyRow kPolicyRows[] = {
    {"state_first", false, false},
    {"hazard_cost", false, false},
    {"vpp_acl", false, false},
    {"none", true, false},
    {"linux_early_drop", true, false},
    {"ovs_none", true, false},
    {"fifo", false, true},
    {"clock", false, true},
    {"random_k", false, true},
    {"lru", false, true},
    {"sieve", false, true},
    {"s3fifo", false, true},
    {"bpf_lru", false, true},
};

TEST(Overload, EveryPolicyByName) {
  EXPECT_EQ(std::size(kPolicyRows), EvictionPolicyNames().size());
  for (const PolicyRow& row : kPolicyRows) {
    SCOPED_TRACE(row.name);
    FirewallOptions options = FirewallHarness::SmallOptions();
    options.eviction = row.name;
    FirewallHarness harness(options);
    for (std::uint16_t port = 1; port <= 300; ++port) {
      harness.Send(BuildTcp({.src_port = port, .flags = kTcpSyn, .seq = 1000}), true, kStart);
      const TcpSpec answer{.src_port = port, .flags = kTcpSyn | kTcpAck, .seq = 1001, .ack = 5001};
      TcpSpec reply = Reversed(answer);
      reply.seq = 5000;
      reply.ack = 1001;
      harness.Send(BuildTcp(reply), false, kStart);
      harness.Send(BuildTcp({.src_port = port, .flags = kTcpAck, .seq = 1001, .ack = 5001}), true, kStart);
    }
    const Tally tally = PortExhaustion(harness, 1024, 2);
    const FirewallCounters counters = harness.firewall->Counters();
    EXPECT_EQ(tally.broken, 0u) << "those that are busy";
    EXPECT_EQ(tally.refused != 0, row.refuses);
    const std::uint64_t broken = counters.evicted[static_cast<std::size_t>(ConnClass::kEstablished)];
    EXPECT_EQ(broken != 0, row.may_break_established);
    const std::uint64_t live = harness.firewall->CountLive(kStart + 9 * kSecond).live;
    EXPECT_EQ(counters.created, live + Sum(counters.evicted) + Sum(counters.reclaimed));
  }
}

// What "lru" remembers of entries outlives a change of the options.
TEST(Overload, APolicyGoesOnAfterAReload) {
  FirewallOptions options = FirewallHarness::SmallOptions();
  options.eviction = "lru";
  FirewallHarness harness(options);
  PortExhaustion(harness, 512, 1);
  const TimeNs later = kStart + 10 * kSecond;
  Tally recent;
  for (std::uint16_t port = 1; port <= 20; ++port) Transact(harness, 0x0b000000, port, 1, later, recent);
  ASSERT_TRUE(harness.firewall->SetTracking(options.tracking, later).ok());
  Tally more;
  for (std::uint16_t port = 1; port <= 200; ++port) Transact(harness, 0x0c000000, port, 1, later + kSecond, more);
  for (std::uint16_t port = 1; port <= 20; ++port) {
    const TcpSpec last{.src = Ip4(0x0b000000), .src_port = port, .flags = kTcpAck, .seq = 3, .ack = 81};
    EXPECT_EQ(Name(harness.Send(BuildTcp(last), true, later + 2 * kSecond).state), "TIME_WAIT") << port;
  }
}

TEST(Overload, HalfOpenQuotaStopsAFloodAndSparesTheRest) {
  FirewallOptions options = FirewallHarness::SmallOptions();
  options.admission = "half_open_quota";
  options.half_open_max = 100;
  FirewallHarness harness(options);
  Tally tally;
  Transact(harness, 0x0a000001, 40000, 1, kStart, tally);
  std::uint64_t refused = 0;
  for (std::uint16_t port = 1; port <= 5000; ++port) {
    const PacketResult result = harness.Send(BuildTcp({.src = Ip("10.9.9.9"), .src_port = port}), true, kStart);
    refused += result.reason == DropReason::kHalfOpenQuota;
  }
  EXPECT_EQ(refused, 4900u);
  // Handshakes that timed out make room by themselves.
  EXPECT_EQ(harness.Send(BuildTcp({.src_port = 9}), true, kStart + 31 * kSecond).verdict, Verdict::kPass);
}

// A SYN flood of ten times the table within ten seconds, from everywhere, beside clients that open connections as they
// do: who is refused tries again after one, three and seven seconds. Shares of the clients that get through at once,
// and at all.
struct FloodRow {
  std::string admission;
  double at_once;
  double at_all;
  std::uint64_t most_half_open;
};
const FloodRow kFloodRows[] = {
    {"no_state_until_syn_ack", 1, 1, 0},
    {"half_open_quota", 0, 0, 257},
    {"random_half_open_drop", 0.9, 0.99, 257},
    {"oldest_half_open_drop", 0.99, 1, 257},
    {"token_bucket", 0.1, 0.6, 2000},
    {"first_syn_drop", 0, 0.93, 0},
    {"sketch_gate", 0, 0.93, 257},
};

TEST(Overload, SynFloodUnderEachAdmissionPolicy) {
  constexpr std::uint32_t kClients = 200;
  for (const FloodRow& row : kFloodRows) {
    SCOPED_TRACE(row.admission);
    FirewallOptions options = FirewallHarness::SmallOptions();
    options.admission = row.admission;
    options.half_open_max = 256;
    FirewallHarness harness(options);
    std::uint32_t flood = 0;
    std::uint64_t peak = 0;
    const auto flood_until = [&](TimeNs until) {
      for (; kStart + flood * kMillisecond < until && flood < 20'000; ++flood) {
        const auto source = static_cast<std::uint32_t>(0x20000000 + flood * 7919u);
        harness.Send(BuildTcp({.src = Ip4(source), .seq = flood}), true, kStart + flood * kMillisecond);
      }
      peak =
          std::max(peak, harness.firewall->CountLive(until).by_class[static_cast<std::size_t>(ConnClass::kHalfOpen)]);
    };
    std::uint32_t at_once = 0;
    std::uint32_t at_all = 0;
    std::vector<std::uint32_t> waiting;
    const auto open = [&](std::uint32_t client, TimeNs at) {
      Tally tally;
      Transact(harness, 0x0a000000 + client * 256, 40000, 1, at, tally);
      return tally.opened == 1 && tally.broken == 0;
    };
    for (std::uint32_t client = 0; client < kClients; ++client) {
      const TimeNs at = kStart + 2 * kSecond + client * 20 * kMillisecond;
      flood_until(at);
      if (open(client, at)) {
        ++at_once;
        ++at_all;
      } else {
        waiting.push_back(client);
      }
    }
    for (const TimeNs wait : {1, 3, 7}) {
      std::erase_if(waiting, [&](std::uint32_t client) {
        const TimeNs at = kStart + 6 * kSecond + wait * kSecond + client * kMillisecond;
        flood_until(at);
        const bool done = open(client, at);
        at_all += done ? 1 : 0;
        return done;
      });
    }
    EXPECT_GE(at_once, row.at_once * kClients);
    EXPECT_GE(at_all, row.at_all * kClients);
    EXPECT_LE(peak, row.most_half_open);
  }
}

// The entry that a SYN-ACK makes is as strict as any once both have acknowledged.
TEST(Overload, TheAnswerMakesTheEntry) {
  FirewallOptions options = FirewallHarness::SmallOptions();
  options.admission = "no_state_until_syn_ack";
  FirewallHarness harness(options);
  const auto send = [&](char from, std::uint8_t flags, std::uint32_t seq, std::uint32_t ack, std::uint32_t length) {
    const TcpRow row{0, from, flags, seq, ack, length, 0, ConnState::kNone, 0};
    return harness.Send(FrameOf(row, false), from == 'C', kStart);
  };
  const PacketResult syn = send('C', kTcpSyn, 1000, 0, 0);
  EXPECT_EQ(syn.verdict, Verdict::kPass);
  EXPECT_FALSE(syn.handle);
  EXPECT_EQ(send('C', kTcpAck, 1001, 5001, 0).state, ConnState::kNone) << "nobody has answered";
  const PacketResult answer = send('S', kTcpSyn | kTcpAck, 5000, 1001, 0);
  EXPECT_EQ(Name(answer.state), "SYN_RECV");
  EXPECT_EQ(CtNames(answer.ct_bits), "est,rpl,trk");
  EXPECT_EQ(Name(send('C', kTcpAck, 1001, 5001, 10).state), "ESTABLISHED");
  EXPECT_EQ(Name(send('S', kTcpAck, 5001, 1011, 10).state), "ESTABLISHED");
  EXPECT_EQ(Name(send('S', kTcpAck, 5011, 999'999, 10).reason), "tcp_bad_ack");
  // From outside nobody makes an entry so.
  TcpSpec forged{.src_port = 7, .dst_port = 50001, .flags = kTcpSyn | kTcpAck, .seq = 1, .ack = 2};
  forged.src_port = 8080;  // where the server may go
  EXPECT_EQ(Name(harness.Send(BuildTcp(forged), true, kStart).reason), "tcp_no_connection");
}

// Connections that are up survive a flood of SYNs ten times the table, without any admission policy.
TEST(Overload, SynFloodBreaksNoEstablishedConnection) {
  FirewallHarness harness;
  const auto segment = [](std::uint16_t port, std::uint8_t flags, bool reply) {
    TcpSpec spec{.src_port = port, .flags = flags, .seq = reply ? 5000u : 1001u, .ack = reply ? 1001u : 5001u};
    if (flags == kTcpSyn) spec.seq = 1000;
    return BuildTcp(reply ? Reversed(spec) : spec);
  };
  for (std::uint16_t port = 1; port <= 500; ++port) {
    harness.Send(segment(port, kTcpSyn, false), true, kStart);
    harness.Send(segment(port, kTcpSyn | kTcpAck, true), false, kStart);
    harness.Send(segment(port, kTcpAck, false), true, kStart);
  }
  for (std::uint32_t i = 0; i < 10240; ++i) {
    harness.Send(BuildTcp({.src = Ip4(0x0b000000 + i)}), true, kStart + i * kMillisecond);
  }
  for (std::uint16_t port = 1; port <= 500; ++port) {
    const PacketResult result = harness.Send(segment(port, kTcpAck, false), true, kStart + 11 * kSecond);
    EXPECT_EQ(Name(result.state), "ESTABLISHED") << port;
  }
}

}  // namespace
}  // namespace tidegate::test
