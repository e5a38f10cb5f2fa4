#include "testbed/workload/scan.h"

#include <array>
#include <cstdint>
#include <string_view>

#include "testbed/workload/addresses.h"
#include "testbed/workload/arrivals.h"
#include "testbed/workload/attack_time.h"
#include "testbed/workload/round_trips.h"

namespace tidegate::testbed {
namespace {

enum class Kind : std::uint8_t { kHorizontal, kVertical, kSlow };
constexpr std::array<std::string_view, 3> kKinds = {"horizontal", "vertical", "slow"};

// What is scanned for most.
constexpr std::array<std::uint16_t, 12> kServices = {23, 22, 80, 443, 445, 3389, 8080, 21, 25, 1433, 3306, 5900};
constexpr std::uint32_t kAddresses = 65'536;
constexpr std::uint32_t kHostPorts = 65'535;
constexpr std::uint32_t kNextNetwork = 256;

// The same for the same number, and evenly spread: a draw that is remembered without memory.
double ShareOf(std::uint64_t number) { return Random(number).Share(); }

class Scan final : public Workload {
 public:
  explicit Scan(Parameters& p)
      : time_(p),
        kind_(static_cast<Kind>(p.Choice("kind", kKinds))),
        arrivals_(p.Rate("rate", kind_ == Kind::kSlow ? 50 : 10'000)),
        sources_(static_cast<std::uint32_t>(p.Count("sources", kind_ == Kind::kSlow ? 256 : 1, 1, 510))),
        live_share_(p.Number("live_share", 0.1, 0.001, 1)),
        open_share_(p.Share("open_share", 0.02)),
        trips_(p) {}

  void Begin(Stage& stage) override {
    order_ = static_cast<std::uint32_t>(stage.random().Bits());
    stage.SetTimer(time_.begin, 0);
  }

  void OnTimer(Stage& stage, std::uint32_t) override {
    if (stage.now() >= time_.end) return;
    Plan plan{.closing = Closing::kReset, .attack = true, .tries_again = false};
    plan.client_address = kAttackers + 1 + static_cast<std::uint32_t>(probes_ % sources_) * kNextNetwork;
    Aim(plan);
    plan.answer = AnswerOf(plan.server_address, plan.server_port);
    trips_.Set(plan);
    stage.Open(plan);
    ++probes_;
    arrivals_.SetNext(stage, 0);
  }

 private:
  // Each target once; the source port changes when all have been probed.
  void Aim(Plan& plan) {
    std::uint64_t round = 0;
    if (kind_ == Kind::kVertical) {
      const auto number = static_cast<std::uint32_t>(probes_ % kHostPorts);
      if (number == 0) FindHost();
      plan.server_address = kServers + host_;
      plan.server_port = static_cast<std::uint16_t>(1 + (number * 40'504ull + order_) % kHostPorts);
      round = hosts_ / kAddresses;
    } else {
      const auto number = static_cast<std::uint32_t>(probes_ % kAddresses);
      plan.server_address = kServers + Shuffled(number);
      plan.server_port = kServices[probes_ / kAddresses % kServices.size()];
      round = probes_ / kAddresses / kServices.size();
    }
    plan.client_port = static_cast<std::uint16_t>(kFirstPort + round % kPorts);
  }

  void FindHost() {
    do {
      host_ = Shuffled(static_cast<std::uint32_t>(hosts_++ % kAddresses));
    } while (!Lives(kServers + host_));
  }

  // All addresses in an order that jumps from network to network.
  std::uint32_t Shuffled(std::uint32_t number) const { return (number * 40'503u + order_) % kAddresses; }

  bool Lives(std::uint32_t address) const { return ShareOf(address) < live_share_; }

  Answer AnswerOf(std::uint32_t address, std::uint16_t port) const {
    if (!Lives(address)) return Answer::kSilence;
    const bool open = ShareOf(std::uint64_t{address} << 16 | port) < open_share_;
    return open ? Answer::kForged : Answer::kRefuse;
  }

  AttackTime time_;
  Kind kind_;
  Arrivals arrivals_;
  std::uint32_t sources_;
  double live_share_;
  double open_share_;
  RoundTrips trips_;
  std::uint32_t order_ = 0;
  std::uint64_t probes_ = 0;
  std::uint64_t hosts_ = 0;  // that were looked at
  std::uint32_t host_ = 0;   // that is scanned
};

}  // namespace

std::unique_ptr<Workload> MakeScan(Parameters& parameters) { return std::make_unique<Scan>(parameters); }

}  // namespace tidegate::testbed
