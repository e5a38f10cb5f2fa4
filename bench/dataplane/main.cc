// bench_dataplane: what a packet costs in the dataplane's graph. A Google Benchmark program.
//
// Packets of 64 bytes go in bursts of 32 through the real nodes, between ports that are rings in memory, so that no
// device's cost is among the figures: BM_Forward<plain> past the firewall, BM_Forward<tidegate> through it with 112,928
// connections, BM_Forward<tidegate_vxlan> through port security, the switch and the firewall into a tunnel.
// BM_LookupHit<tidegate> is bench_conntrack's, to compare with. BM_NewConnections/N is the way of a connection's first
// packet with N rules, BM_KnownConnections/N that of those that follow. items_per_second are packets.
#include <benchmark/benchmark.h>

#include <cstdio>
#include <memory>
#include <span>
#include <string>

#include "conntrack/registry.h"
#include "conntrack/workloads/lookup_hit.h"
#include "dataplane/bench_switch.h"
#include "dataplane/packets.h"
#include "e2e/port_range.h"
#include "peers/tidegate.h"

namespace tidegate::bench {
namespace {

BenchSwitch* bench_switch = nullptr;

// Times bursts from one port to another; `write` fills a round of packets, untimed, `restore` undoes what the way
// changed.
template <class Write, class Restore>
void TimeBursts(benchmark::State& state, PortIndex from, PortIndex to, const Write& write, const Restore& restore) {
  PacketRounds rounds(bench_switch->mbufs());
  std::size_t burst = 0;
  write(rounds);
  for (auto _ : state) {
    if (burst == PacketRounds::kBurstsInRound) {
      state.PauseTiming();
      write(rounds);
      burst = 0;
      state.ResumeTiming();
    }
    const std::span<rte_mbuf*> mbufs = rounds.Burst(burst++);
    if (!bench_switch->Forward(from, to, mbufs)) {
      state.SkipWithError(("packets were lost: " + bench_switch->Drops()).c_str());
      break;
    }
    restore(mbufs);
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * kPacketBurst));
}

constexpr auto kNothing = [](std::span<rte_mbuf*>) {};

void ForwardPlain(benchmark::State& state) {
  TimeBursts(
      state, kPlainVm, kPlainUplink, [](PacketRounds& rounds) { rounds.Write(Step::kServerAck, kConnections); },
      kNothing);
}

void Forward(benchmark::State& state, PortIndex from, PortIndex to) {
  bench_switch->firewall().Flush(bench_switch->Now());
  if (!OpenConnections(bench_switch->parts(), from, to)) {
    state.SkipWithError("not all connections could be opened");
    return;
  }
  // What a tunnel's headers took in front is given back, with the packets.
  const bool tunnelled = to == kTunnels;
  TimeBursts(
      state, from, to, [](PacketRounds& rounds) { rounds.Write(Step::kServerAck, kConnections); },
      [tunnelled](std::span<rte_mbuf*> mbufs) {
        if (!tunnelled) return;
        for (rte_mbuf* mbuf : mbufs) rte_pktmbuf_adj(mbuf, kVxlanBytes);
      });
}

void ForwardTidegate(benchmark::State& state) { Forward(state, kVm, kUplink); }
void ForwardVxlan(benchmark::State& state) { Forward(state, kTunnelledVm, kTunnels); }

// Which does not ask the rules.
void KnownConnections(benchmark::State& state) {
  bench_switch->SetRules(static_cast<std::size_t>(state.range(0)));
  ForwardTidegate(state);
}

// Into a table that is emptied before each round: what is measured is the way and the rules, not the choice of a
// victim.
void NewConnections(benchmark::State& state) {
  bench_switch->SetRules(static_cast<std::size_t>(state.range(0)));
  TimeBursts(
      state, kUplink, kVm,
      [](PacketRounds& rounds) {
        bench_switch->firewall().Flush(bench_switch->Now());
        rounds.WriteFresh();
      },
      kNothing);
}

void LookupHitOfTable(benchmark::State& state) {
  static const Scenario scenario{.size = {.capacity = kBenchCapacity, .resident = kConnections},
                                 .store = std::make_shared<KeyStore>(e2e::PortRange{32768, 60999})};
  LookupHit::Run<Tidegate>(state, scenario);
}

void Register() {
  benchmark::RegisterBenchmark("BM_LookupHit<tidegate>", LookupHitOfTable);
  benchmark::RegisterBenchmark("BM_Forward<plain>", ForwardPlain);
  benchmark::RegisterBenchmark("BM_Forward<tidegate>", ForwardTidegate);
  benchmark::RegisterBenchmark("BM_Forward<tidegate_vxlan>", ForwardVxlan);
  benchmark::RegisterBenchmark("BM_KnownConnections", KnownConnections)
      ->ArgName("rules")
      ->Arg(10)
      ->Arg(1000)
      ->Arg(10000);
  benchmark::RegisterBenchmark("BM_NewConnections", NewConnections)->ArgName("rules")->Arg(10)->Arg(1000)->Arg(10000);
}

int Main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  auto made = BenchSwitch::Make(argv[0]);
  if (!made.ok()) {
    std::fprintf(stderr, "bench_dataplane: %s\n", std::string(made.status().message()).c_str());
    return 2;
  }
  bench_switch = made->get();
  Register();
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}

}  // namespace
}  // namespace tidegate::bench

int main(int argc, char** argv) { return tidegate::bench::Main(argc, argv); }
