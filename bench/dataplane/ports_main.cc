// bench_ports: what a packet costs when many ports have few. A Google Benchmark program.
//
// Fifteen wires between a virtual machine's port and an uplink, all of them rings in memory, one worker, 112,928
// connections. In each round so many of the wires (`busy`) have so many packets of 64 bytes (`each`) for their
// machines, and all 30 ports are asked. items_per_second are packets; a round is timed from the first port that is
// asked to the last packet that is sent.
#include <benchmark/benchmark.h>
#include <rte_cycles.h>
#include <rte_ring.h>

#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "config/config.h"
#include "dataplane/bench_parts.h"
#include "dataplane/packets.h"
#include "walk.h"

namespace tidegate::bench {
namespace {

constexpr std::uint32_t kWires = 15;  // DPDK of Debian has 32 ports
constexpr std::size_t kPackets = 4096;

constexpr PortIndex Machine(std::uint32_t wire) { return static_cast<PortIndex>(2 * wire); }
constexpr PortIndex Uplink(std::uint32_t wire) { return static_cast<PortIndex>(2 * wire + 1); }

class Wires {
 public:
  absl::Status Make(const std::string& program) {
    absl::StatusOr<Config> config = ParseConfig(ConfigText());
    if (!config.ok()) return config.status();
    for (PortIndex port = 0; port < 2 * kWires; ++port) config->ports[port].device = "net_ring" + std::to_string(port);
    constexpr unsigned kMbufs = 16384;
    if (absl::Status status = parts_.Make(*std::move(config), program, "bench-ports", kMbufs); !status.ok()) {
      return status;
    }
    graph_ = parts_.graphs->OfWorker(0);
    for (PortIndex port = 0; port < 2 * kWires; ++port) {
      rings_.push_back(rte_ring_lookup(("ETH_RXTX0_net_ring" + std::to_string(port)).c_str()));
      if (rings_.back() == nullptr) return absl::InternalError("net_ring has no ring of the name that is expected");
    }
    mbufs_.resize(kPackets);
    if (rte_pktmbuf_alloc_bulk(parts_.ports->mbufs(), mbufs_.data(), kPackets) != 0) {
      return absl::ResourceExhaustedError("no buffers");
    }
    return OpenAll();
  }

  ~Wires() { rte_pktmbuf_free_bulk(mbufs_.data(), static_cast<unsigned>(mbufs_.size())); }

  // Rounds until the packets are used up, each of other connections. Cycles of all rounds; 0 if a packet was lost.
  std::uint64_t Rounds(std::uint32_t busy, std::uint32_t each, std::uint64_t& packets) {
    const std::size_t in_round = std::size_t{busy} * each;
    const std::size_t rounds = kPackets / in_round;
    for (std::size_t i = 0; i < rounds * in_round; ++i)
      WriteNext(mbufs_[i], static_cast<std::uint32_t>(i / each % busy));
    std::uint64_t cycles = 0;
    for (std::size_t round = 0; round < rounds; ++round) {
      rte_mbuf** mbufs = mbufs_.data() + round * in_round;
      for (std::uint32_t wire = 0; wire < busy; ++wire, mbufs += each) {
        rte_ring_enqueue_bulk(rings_[Uplink(wire)], reinterpret_cast<void**>(mbufs), each, nullptr);
      }
      const std::uint64_t begin = rte_rdtsc();
      cycles += WalkGraph(graph_, EnoughToGoOn(graph_)).end - begin;
      mbufs = mbufs_.data() + round * in_round;
      for (std::uint32_t wire = 0; wire < busy; ++wire, mbufs += each) {
        if (rte_ring_dequeue_bulk(rings_[Machine(wire)], reinterpret_cast<void**>(mbufs), each, nullptr) != each)
          return 0;
      }
    }
    packets += rounds * in_round;
    return cycles;
  }

 private:
  // Machines are before their uplinks: a ring that was sent to is not asked again in the same round.
  static std::string ConfigText() {
    std::string ports;
    for (std::uint32_t wire = 0; wire < kWires; ++wire) {
      absl::StrAppend(&ports, wire == 0 ? "" : ",", R"({"name": "vm)", wire, R"(", "peer": "uplink)", wire,
                      R"(", "addresses": ["192.168.0.)", 4 + wire, R"("], "security_groups": ["web"]},)",
                      R"({"name": "uplink)", wire, R"("})");
    }
    return R"({"table": {"capacity": 131072, "capacity_v6": 1024},
               "dataplane": {"workers": 1, "huge_pages": "auto"},
               "security_groups": [{"name": "web", "rules": [
                 {"direction": "inbound", "protocol": "tcp", "port_min": 22, "port_max": 22}]}],
               "ports": [)" +
           ports + "]}";
  }

  // Connection n is that of wire n % kWires.
  absl::Status OpenAll() {
    for (const Step step : {Step::kSyn, Step::kSynAck, Step::kAck}) {
      const bool answers = step == Step::kSynAck;
      for (std::uint32_t n = 0; n < kConnections; ++n) {
        const std::uint32_t wire = n % kWires;
        WritePacket(mbufs_[0], n, step, wire);
        rte_ring_enqueue(rings_[answers ? Machine(wire) : Uplink(wire)], mbufs_[0]);
        // Not WalkGraph(): answers go to rings that it would ask later in the same round.
        rte_graph_walk(graph_);
        void* arrived = nullptr;
        if (rte_ring_dequeue(rings_[answers ? Uplink(wire) : Machine(wire)], &arrived) != 0) {
          return absl::InternalError("connection " + std::to_string(n) + " cannot be opened");
        }
      }
    }
    return absl::OkStatus();
  }

  // The next connection of the wire, in an order that no cache can foresee.
  void WriteNext(rte_mbuf* mbuf, std::uint32_t wire) {
    constexpr std::uint32_t kOfWire = kConnections / kWires;
    constexpr std::uint32_t kStride = 4799;  // coprime to kOfWire
    std::uint32_t& next = next_[wire];
    WritePacket(mbuf, next * kWires + wire, Step::kAck, wire);
    next = (next + kStride) % kOfWire;
  }

  BenchParts parts_;
  rte_graph* graph_ = nullptr;
  std::vector<rte_ring*> rings_;
  std::vector<rte_mbuf*> mbufs_;
  std::uint32_t next_[kWires] = {};
};

void Run(benchmark::State& state, Wires& wires) {
  std::uint64_t packets = 0;
  while (state.KeepRunning()) {
    const std::uint64_t cycles =
        wires.Rounds(static_cast<std::uint32_t>(state.range(0)), static_cast<std::uint32_t>(state.range(1)), packets);
    if (cycles == 0) {
      state.SkipWithError("packets were lost");
      break;
    }
    state.SetIterationTime(static_cast<double>(cycles) / static_cast<double>(rte_get_tsc_hz()));
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(packets));
}

int Main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  const auto wires = std::make_unique<Wires>();
  if (const absl::Status status = wires->Make(argv[0]); !status.ok()) {
    std::fprintf(stderr, "bench_ports: %s\n", std::string(status.message()).c_str());
    return 2;
  }
  benchmark::RegisterBenchmark("BM_ForwardPorts", [&](benchmark::State& state) { Run(state, *wires); })
      ->ArgNames({"busy", "each"})
      ->ArgsProduct({{1, 2, 4, 8, kWires}, {1, 2, 4, 16}})
      ->UseManualTime();
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}

}  // namespace
}  // namespace tidegate::bench

int main(int argc, char** argv) { return tidegate::bench::Main(argc, argv); }
