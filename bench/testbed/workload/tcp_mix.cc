#include "testbed/workload/tcp_mix.h"

#include <cstdint>
#include <limits>
#include <vector>

#include "testbed/workload/addresses.h"
#include "testbed/workload/arrivals.h"

namespace tidegate::testbed {
namespace {

constexpr std::uint32_t kNextShort = 0;
// Timers from here on are of long connections, owners as well.
constexpr std::uint32_t kFirstLong = 1;
constexpr std::uint32_t kShortOwner = 0;

struct MixOptions {
  double short_rate = 0;  // connections a second
  std::uint64_t long_count = 0;
  TimeNs pause = 0;  // mean, between the exchanges of a long one
  TimeNs ramp = 0;   // in which the long ones begin
  TimeNs reconnect = 0;
  std::uint32_t client_rtt_us = 0;
  std::uint32_t server_rtt_us = 0;
};

class TcpMix final : public Workload {
 public:
  explicit TcpMix(const MixOptions& options)
      : options_(options), arrivals_(options.short_rate), tuples_(kClients, 4096), ports_(options.long_count) {}

  void Begin(Stage& stage) override {
    if (options_.short_rate > 0) arrivals_.SetNext(stage, kNextShort);
    for (std::uint32_t i = 0; i < options_.long_count; ++i) {
      stage.SetTimer(options_.ramp * i / options_.long_count, kFirstLong + i);
    }
  }

  void OnTimer(Stage& stage, std::uint32_t tag) override {
    if (tag == kNextShort) {
      OpenShort(stage);
      arrivals_.SetNext(stage, kNextShort);
    } else {
      OpenLong(stage, tag - kFirstLong);
    }
  }

  TimeNs Pause(Stage& stage, std::uint32_t) override { return stage.random().Exponential(options_.pause); }

  // Whoever has lost a long connection wants it back.
  void OnEnd(Stage& stage, std::uint32_t owner, Ending) override {
    if (owner != kShortOwner) stage.SetTimer(stage.now() + options_.reconnect, owner);
  }

 private:
  Plan Common() const {
    return {.server_address = kServers + 4,
            .server_port = 12865,
            .client_rtt_us = options_.client_rtt_us,
            .server_rtt_us = options_.server_rtt_us};
  }
  void OpenShort(Stage& stage) {
    Plan plan = Common();
    tuples_.Next(plan);
    plan.owner = kShortOwner;
    stage.Open(plan);
  }
  void OpenLong(Stage& stage, std::uint32_t number) {
    Plan plan = Common();
    plan.client_address = kLongClients + 1 + number;
    plan.client_port = static_cast<std::uint16_t>(kFirstPort + ports_[number]++ % kPorts);
    plan.exchanges = std::numeric_limits<std::uint32_t>::max();
    plan.owner = kFirstLong + number;
    stage.Open(plan);
  }

  MixOptions options_;
  Arrivals arrivals_;
  FreshTuples tuples_;
  std::vector<std::uint16_t> ports_;
};

MixOptions CommonOptions(Parameters& p) {
  MixOptions options;
  options.client_rtt_us = static_cast<std::uint32_t>(p.Count("client_rtt_us", 2000, 1, 10'000'000));
  options.server_rtt_us = static_cast<std::uint32_t>(p.Count("server_rtt_us", 100, 1, 10'000'000));
  return options;
}

void ReadLong(Parameters& p, MixOptions& options) {
  options.pause = p.Seconds("pause_s", 20, 0.001, 86400);
  options.ramp = p.Seconds("ramp_s", 10, 0, 86400);
  options.reconnect = p.Seconds("reconnect_s", 1, 0, 86400);
}

// Of the table in TIME-WAIT, with the default timeout.
constexpr double kTimeWaitSeconds = 120;
constexpr double kSlotsForEach = 1.25;

}  // namespace

std::unique_ptr<Workload> MakeTcpCrr(Parameters& p) {
  MixOptions options = CommonOptions(p);
  options.short_rate = p.Number("rate", 2000, 0, 1e9) / static_cast<double>(p.sample());
  return std::make_unique<TcpMix>(options);
}

std::unique_ptr<Workload> MakeTcpRr(Parameters& p) {
  MixOptions options = CommonOptions(p);
  options.long_count = p.Sampled("connections", 65536, 1, 100'000'000);
  ReadLong(p, options);
  return std::make_unique<TcpMix>(options);
}

std::unique_ptr<Workload> MakeTcpMix(Parameters& p) {
  MixOptions options = CommonOptions(p);
  const double overload = p.Number("overload", 2, 0.01, 100);
  const double share = p.Number("long_share", 0.5, 0, 10);
  // Of the table's own size unless another is named: to compare capacities, the demand has to be the same for all.
  const auto reference = static_cast<double>(p.Count("for_capacity", p.capacity(), 1, 1u << 27));
  const double slots = reference * kSlotsForEach / static_cast<double>(p.sample());
  options.long_count = static_cast<std::uint64_t>(share * slots);
  options.short_rate = std::max(0.0, overload - share) * slots / kTimeWaitSeconds;
  ReadLong(p, options);
  return std::make_unique<TcpMix>(options);
}

}  // namespace tidegate::testbed
