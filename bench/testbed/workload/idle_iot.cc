#include "testbed/workload/idle_iot.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "testbed/workload/addresses.h"
#include "testbed/workload/retry_wait.h"
#include "testbed/workload/round_trips.h"

namespace tidegate::testbed {
namespace {

constexpr TimeNs kMostExchanges = 1'000'000'000;

class IdleIot final : public Workload {
 public:
  explicit IdleIot(Parameters& p)
      : devices_(p.Sampled("devices", 120'000, 1, 1u << 22)),
        shortest_(p.Seconds("keepalive_min_s", 30, 0.001, 86400)),
        longest_(p.Seconds("keepalive_max_s", 1200, 0.001, 86400)),
        lifetime_(p.Seconds("lifetime_s", 14'400, 0.001, 1e7)),
        ramp_(p.Seconds("ramp_s", 60, 0, 86400)),
        wait_(p),
        trips_(p) {
    if (shortest_ > longest_) p.Reject("keepalive_min_s", "is more than keepalive_max_s");
  }

  void Begin(Stage& stage) override {
    const double ratio = static_cast<double>(longest_) / static_cast<double>(shortest_);
    for (std::uint32_t i = 0; i < devices_.size(); ++i) {
      const double share = stage.random().Share();
      devices_[i].keep_alive = static_cast<TimeNs>(static_cast<double>(shortest_) * std::pow(ratio, share));
      stage.SetTimer(stage.random().Between(0, ramp_), i);
    }
  }

  void OnTimer(Stage& stage, std::uint32_t number) override {
    Device& device = devices_[number];
    const TimeNs lifetime = stage.random().Exponential(lifetime_);
    Plan plan{.client_address = kLongClients + 1 + number,
              .server_address = kServers + 4,
              .client_port = static_cast<std::uint16_t>(kFirstPort + device.connections++ % kPorts),
              .server_port = 8883,
              .exchanges = static_cast<std::uint32_t>(std::min(1 + lifetime / device.keep_alive, kMostExchanges)),
              .owner = number};
    trips_.Set(plan);
    stage.Open(plan);
  }

  TimeNs Pause(Stage&, std::uint32_t number) override { return devices_[number].keep_alive; }

  void OnEnd(Stage& stage, std::uint32_t number, Ending ending) override {
    Device& device = devices_[number];
    device.failures = ending == Ending::kGaveUp ? device.failures + 1 : 1;
    stage.SetTimer(stage.now() + wait_.Draw(stage.random(), device.failures), number);
  }

 private:
  struct Device {
    TimeNs keep_alive = 0;
    std::uint32_t connections = 0;
    std::uint32_t failures = 0;  // one after another
  };

  std::vector<Device> devices_;
  TimeNs shortest_;
  TimeNs longest_;
  TimeNs lifetime_;
  TimeNs ramp_;
  RetryWait wait_;
  RoundTrips trips_;
};

}  // namespace

std::unique_ptr<Workload> MakeIdleIot(Parameters& parameters) { return std::make_unique<IdleIot>(parameters); }

}  // namespace tidegate::testbed
