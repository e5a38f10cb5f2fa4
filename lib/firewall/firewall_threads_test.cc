// Several workers on one firewall: both directions of each connection on different threads, rules replaced meanwhile.
// Meant for ThreadSanitizer as well.
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <thread>
#include <vector>

#include "firewall/firewall_test_util.h"

namespace tidegate::test {
namespace {

constexpr int kThreads = 4;

Bytes Segment(std::uint16_t port, bool inbound, std::uint8_t flags, std::uint32_t seq, std::uint32_t ack) {
  const TcpSpec spec{.src_port = port, .flags = flags, .seq = seq, .ack = ack};
  return BuildTcp(inbound ? spec : Reversed(spec));
}

PacketResult Send(Firewall& firewall, Firewall::Worker& worker, const Bytes& frame, bool inbound, TimeNs now) {
  const auto size = static_cast<std::uint32_t>(frame.size());
  const PacketIn packet{.data = frame.data(),
                        .captured = size,
                        .on_wire = size,
                        .from = inbound ? kNoPort : kVm,
                        .to = inbound ? kVm : kNoPort};
  PacketResult result;
  firewall.Process(worker, {&packet, 1}, now, {&result, 1});
  return result;
}

// Every thread sends the same SYN of each port at once: one connection each, all of them pass, all of them are counted.
TEST(FirewallThreads, SameSynOnAllWorkersMakesOneConnection) {
  FirewallOptions options = FirewallHarness::SmallOptions();
  options.accounting = true;
  FirewallHarness harness(options);
  constexpr std::uint16_t kPorts = 900;
  std::vector<Firewall::Worker*> workers;
  for (int i = 0; i < kThreads; ++i) workers.push_back(&harness.firewall->AddWorker());
  std::atomic<std::uint64_t> passed{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] {
      for (std::uint16_t port = 1; port <= kPorts; ++port) {
        const PacketResult result = Send(*harness.firewall, *workers[static_cast<std::size_t>(i)],
                                         Segment(port, true, kTcpSyn, 1000, 0), true, kStart);
        passed += result.verdict == Verdict::kPass;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(passed, std::uint64_t{kPorts} * kThreads);
  EXPECT_EQ(harness.firewall->Counters().created, kPorts);
  EXPECT_EQ(harness.firewall->CountLive(kStart).live, kPorts);
  harness.firewall->ForEach(kStart, 0, kPorts, [](const ConnInfo& info) {
    ASSERT_TRUE(info.account.has_value());
    EXPECT_EQ(info.account->packets, (std::array<std::uint64_t, 2>{kThreads, 0}));
  });
}

// The only worker locks nothing, and must have begun to when there is another one: both count packets of the same
// connection.
TEST(FirewallThreads, NothingIsLostWhenTheSecondWorkerComes) {
  constexpr std::uint32_t kPackets = 64;
  FirewallOptions options = FirewallHarness::SmallOptions();
  options.accounting = true;
  for (int round = 0; round < 300; ++round) {
    FirewallHarness harness(options);
    Firewall& firewall = *harness.firewall;
    Send(firewall, *harness.worker, Segment(1, true, kTcpSyn, 1000, 0), true, kStart);
    Send(firewall, *harness.worker, Segment(1, false, kTcpSyn | kTcpAck, 5000, 1001), false, kStart);
    Send(firewall, *harness.worker, Segment(1, true, kTcpAck, 1001, 5001), true, kStart);
    const Bytes frame = Segment(1, true, kTcpAck, 1001, 5001);
    const auto size = static_cast<std::uint32_t>(frame.size());
    std::array<PacketIn, kPackets> burst;
    burst.fill({.data = frame.data(), .captured = size, .on_wire = size, .from = kNoPort, .to = kVm});
    const auto process = [&](Firewall::Worker& worker) {
      std::array<PacketResult, kPackets> results;
      firewall.Process(worker, burst, kStart, results);
    };
    std::atomic<std::uint64_t> bursts{0};
    std::atomic<bool> stop{false};
    std::thread first([&] {
      while (!stop) {
        process(*harness.worker);
        ++bursts;
      }
    });
    while (bursts < 3) std::this_thread::yield();
    Firewall::Worker& second = firewall.AddWorker();
    process(second);
    stop = true;
    first.join();
    std::uint64_t counted = 0;
    firewall.ForEach(kStart, 0, 1, [&](const ConnInfo& info) { counted = info.account->packets[0]; });
    ASSERT_EQ(counted, 2 + (bursts + 1) * kPackets) << "round " << round;
  }
}

// Whole connections, each segment on another worker in turn, on overlapping sets of the table, while a fifth thread
// replaces the rules.
TEST(FirewallThreads, ConnectionsThatWanderBetweenWorkersAllClose) {
  FirewallHarness harness;
  std::vector<Firewall::Worker*> workers;
  for (int i = 0; i < kThreads; ++i) workers.push_back(&harness.firewall->AddWorker());
  struct Step {
    bool inbound;
    std::uint8_t flags;
    std::uint32_t seq;
    std::uint32_t ack;
  };
  constexpr std::array<Step, 6> kSteps = {{{true, kTcpSyn, 1000, 0},
                                           {false, kTcpSyn | kTcpAck, 5000, 1001},
                                           {true, kTcpAck, 1001, 5001},
                                           {false, kTcpFin | kTcpAck, 5001, 1001},
                                           {true, kTcpFin | kTcpAck, 1001, 5002},
                                           {false, kTcpAck, 5002, 1002}}};
  constexpr std::uint16_t kPorts = 800;
  // Thread t sends step s of a port when step s - 1 is done and s % kThreads == t.
  std::vector<std::atomic<std::size_t>> done(kPorts);
  std::atomic<std::uint64_t> dropped{0};
  std::atomic<bool> stop{false};
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      for (std::size_t s = t; s < kSteps.size(); s += kThreads) {
        for (std::uint16_t port = 0; port < kPorts; ++port) {
          while (done[port].load(std::memory_order_acquire) < s) std::this_thread::yield();
          const Step& step = kSteps[s];
          const PacketResult result =
              Send(*harness.firewall, *workers[t],
                   Segment(static_cast<std::uint16_t>(port + 1), step.inbound, step.flags, step.seq, step.ack),
                   step.inbound, kStart);
          dropped += result.verdict != Verdict::kPass;
          done[port].store(s + 1, std::memory_order_release);
        }
      }
    });
  }
  std::thread reloader([&] {
    while (!stop) harness.firewall->SetPolicy(TestPolicy());
  });
  for (std::thread& thread : threads) thread.join();
  stop = true;
  reloader.join();
  EXPECT_EQ(dropped, 0u);
  EXPECT_EQ(harness.firewall->Counters().closed, kPorts);
  EXPECT_EQ(harness.firewall->CountLive(kStart).by_class[static_cast<std::size_t>(ConnClass::kTimeWait)], kPorts);
}

}  // namespace
}  // namespace tidegate::test
