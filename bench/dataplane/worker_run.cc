#include "dataplane/worker_run.h"

#include <rte_ethdev.h>
#include <rte_mbuf.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstring>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include "config/config.h"
#include "dataplane/bench_parts.h"
#include "dataplane/packets.h"
#include "packet/byte_order.h"
#include "ports.h"
#include "quiescence.h"
#include "tidegate/firewall.h"
#include "workers.h"

namespace tidegate::bench {
namespace {

constexpr PortIndex kVm = 0;
constexpr PortIndex kUplink = 1;

// New connections fill the table; it is large enough not to be full within a run.
std::string ConfigText(const WorkerScenario& scenario) {
  const std::string queues = std::to_string(scenario.queues == Queues::kOne ? 1u : scenario.workers);
  const std::string capacity = std::to_string(scenario.new_flows ? 8u << 20 : 128u << 10);
  const std::string vm =
      scenario.firewalled ? R"("addresses": ["192.168.0.4"], "security_groups": ["web"])" : R"("firewall": false)";
  const bool vm_silent = scenario.one_way || scenario.new_flows;
  return R"({"table": {"capacity": )" + capacity + R"(, "capacity_v6": 1024},
    "dataplane": {"workers": )" +
         std::to_string(scenario.workers) + R"(, "huge_pages": "auto", "spread": ")" +
         (scenario.spread ? "on" : "off") + R"("},
    "security_groups": [{"name": "web", "rules": [
      {"direction": "inbound", "protocol": "tcp", "port_min": 22, "port_max": 22}]}],
    "ports": [
      {"name": "vm", "peer": "uplink", "device": "net_null0,size=60)" +
         (vm_silent ? ",no-rx=1" : "") + R"(", "queues": )" + queues + ", " + vm + R"(},
      {"name": "uplink", "device": "net_null1,size=60", "queues": )" +
         queues + "}]}";
}

// What a receive queue brings: the packets of every `step`-th connection, beginning with the `next` one.
struct QueueTraffic {
  std::array<std::uint8_t, kFrameBytes> frame;
  bool from_client;
  bool fresh;
  std::uint32_t next;
  std::uint32_t step;
};

// net_null hands over blank buffers; this makes packets of them, a cache line each, as a device would have.
std::uint16_t Fill(std::uint16_t, std::uint16_t, rte_mbuf* mbufs[], std::uint16_t count, std::uint16_t, void* arg) {
  auto& traffic = *static_cast<QueueTraffic*>(arg);
  const std::size_t address = traffic.from_client ? 26 : 30;
  const std::size_t port = traffic.from_client ? 34 : 36;
  // A buffer may come back from another processor's cache; a device would not wait for it.
  for (std::uint16_t i = 0; i < count; ++i) __builtin_prefetch(rte_pktmbuf_mtod(mbufs[i], void*), 1);
  for (std::uint16_t i = 0; i < count; ++i) {
    auto* frame = rte_pktmbuf_mtod(mbufs[i], std::uint8_t*);
    std::memcpy(frame, traffic.frame.data(), kFrameBytes);
    const std::uint32_t n = traffic.next;
    internal::StoreBigEndian(frame + address, 0x0a000001 + n / kClientPorts);
    internal::StoreBigEndian(frame + port, static_cast<std::uint16_t>(kFirstClientPort + n % kClientPorts));
    traffic.next = n + traffic.step;
    if (!traffic.fresh && traffic.next >= kConnections) traffic.next -= kConnections;
  }
  return count;
}

class WorkerRun {
 public:
  absl::Status Start(const WorkerScenario& scenario, const std::string& program);
  WorkerFigures Measure(double seconds);
  ~WorkerRun() { workers_.reset(); }

 private:
  absl::Status AddTraffic(const WorkerScenario& scenario);
  std::uint64_t Sent() const;

  BenchParts parts_;
  std::vector<std::unique_ptr<QueueTraffic>> traffic_;
  std::unique_ptr<Quiescence> quiescence_;
  std::unique_ptr<Workers> workers_;
};

absl::Status WorkerRun::Start(const WorkerScenario& scenario, const std::string& program) {
  absl::StatusOr<Config> config = ParseConfig(ConfigText(scenario));
  if (!config.ok()) return config.status();
  const std::string prefix = "bench-workers-" + std::to_string(::getpid());
  const unsigned mbufs = MbufCount(*config);
  if (absl::Status status = parts_.Make(*std::move(config), program, prefix, mbufs); !status.ok()) return status;
  if (!scenario.new_flows && !OpenConnections(parts_, kVm, kUplink)) {
    return absl::InternalError("not all connections could be opened");
  }
  if (absl::Status status = AddTraffic(scenario); !status.ok()) return status;
  auto quiescence = Quiescence::Make(scenario.workers);
  if (!quiescence.ok()) return quiescence.status();
  quiescence_ = *std::move(quiescence);
  auto workers = Workers::Start(*parts_.graphs, scenario.workers, *quiescence_);
  if (!workers.ok()) return workers.status();
  workers_ = *std::move(workers);
  return absl::OkStatus();
}

absl::Status WorkerRun::AddTraffic(const WorkerScenario& scenario) {
  const QueuePlan& plan = parts_.ports->plan();
  for (const PortIndex port : {kVm, kUplink}) {
    const std::uint16_t queues = plan.RxQueues(port);
    for (unsigned worker = 0; worker < plan.workers(); ++worker) {
      const auto queue = plan.RxQueueOf(worker, port);
      if (!queue) continue;
      const bool crossed = scenario.queues == Queues::kRssCrossed && port == kVm;
      const std::uint32_t share = queues == 1 ? 0 : crossed ? (worker + 1) % queues : worker % queues;
      auto traffic = std::make_unique<QueueTraffic>();
      const bool from_client = port == kUplink;
      WriteFrame(traffic->frame.data(), 0,
                 !from_client         ? Step::kServerAck
                 : scenario.new_flows ? Step::kSyn
                                      : Step::kAck);
      traffic->from_client = from_client;
      traffic->fresh = scenario.new_flows;
      // In an order that no cache can foresee; a multiple of the queues' number keeps each with its share.
      traffic->step = scenario.new_flows ? queues : kConnections / 7 / queues * queues + 3 * queues;
      traffic->next = share;
      if (rte_eth_add_rx_callback(parts_.ports->device(port), *queue, Fill, traffic.get()) == nullptr) {
        return absl::InternalError("DPDK has no callbacks at reception here");
      }
      traffic_.push_back(std::move(traffic));
    }
  }
  return absl::OkStatus();
}

std::uint64_t WorkerRun::Sent() const {
  std::uint64_t sent = 0;
  for (const PortIndex port : {kVm, kUplink}) sent += parts_.ports->Status(port).stats.opackets;
  return sent;
}

WorkerFigures WorkerRun::Measure(double seconds) {
  const auto handoff_full = [&] { return parts_.graphs->Drops()[static_cast<std::size_t>(DropReason::kHandoffFull)]; };
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  WorkerFigures figures;
  const std::uint64_t dropped = handoff_full();
  const TimeNs begin = parts_.clock->Now();
  const std::uint64_t sent = Sent();
  std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
  figures.sent = Sent() - sent;
  figures.seconds = static_cast<double>(parts_.clock->Now() - begin) / 1e9;
  figures.dropped = handoff_full() - dropped;
  return figures;
}

struct Answer {
  WorkerFigures figures;
  char error[256];
};

void RunInChild(const WorkerScenario& scenario, double seconds, const std::string& program, int to) {
  Answer answer{};
  {
    WorkerRun run;
    if (const absl::Status status = run.Start(scenario, program); status.ok()) {
      answer.figures = run.Measure(seconds);
    } else {
      std::string(status.message()).copy(answer.error, sizeof(answer.error) - 1);
    }
  }
  if (::write(to, &answer, sizeof(answer)) != sizeof(answer)) ::_exit(1);
  ::_exit(0);
}

}  // namespace

absl::StatusOr<WorkerFigures> RunWorkers(const WorkerScenario& scenario, double seconds, const std::string& program) {
  int ends[2];
  if (::pipe(ends) != 0) return absl::InternalError("no pipe");
  const pid_t child = ::fork();
  if (child == 0) RunInChild(scenario, seconds, program, ends[1]);
  ::close(ends[1]);
  Answer answer{};
  const bool whole = child > 0 && ::read(ends[0], &answer, sizeof(answer)) == sizeof(answer);
  ::close(ends[0]);
  if (child > 0) ::waitpid(child, nullptr, 0);
  if (!whole) return absl::InternalError("the run ended without figures");
  if (answer.error[0] != 0) return absl::InternalError(answer.error);
  return answer.figures;
}

}  // namespace tidegate::bench
