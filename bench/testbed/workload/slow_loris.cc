#include "testbed/workload/slow_loris.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

#include "testbed/workload/addresses.h"
#include "testbed/workload/attack_time.h"
#include "testbed/workload/round_trips.h"
#include "testbed/workload/socket_ports.h"

namespace tidegate::testbed {
namespace {

class SlowLoris final : public Workload {
 public:
  explicit SlowLoris(Parameters& p)
      : time_(p),
        sources_(static_cast<std::uint32_t>(p.Count("sources", 50, 1, 65'536))),
        of_each_(static_cast<std::uint32_t>(p.Sampled("connections", 1000, 1, SocketPorts::kMost))),
        ports_(of_each_),
        opened_(std::size_t{sources_} * of_each_),
        apart_(static_cast<TimeNs>(1e9 / p.Rate("rate", 1000))),
        interval_(p.Seconds("interval_s", 10, 0.001, 86400)),
        server_timeout_(p.Seconds("server_timeout_s", 60, 0, 86400)),
        trips_(p) {}

  void Begin(Stage& stage) override {
    for (std::uint32_t i = 0; i < opened_.size(); ++i) stage.SetTimer(time_.begin + apart_ * i, i);
  }

  void OnTimer(Stage& stage, std::uint32_t socket) override {
    if (stage.now() >= time_.end) return;
    Plan plan{.client_address = kAttackers + 1 + socket % sources_,
              .server_address = kServers + 4,
              .client_port = ports_.Port(socket / sources_, opened_[socket]++),
              .server_port = 80,
              .closing = Closing::kServerFirst,
              .attack = true,
              .exchanges = Lines(),
              .lingers = true,
              .owner = socket};
    trips_.Set(plan);
    stage.Open(plan);
  }

  TimeNs Pause(Stage&, std::uint32_t) override { return interval_; }

  void OnEnd(Stage& stage, std::uint32_t socket, Ending) override { stage.SetTimer(stage.now() + kNoticed, socket); }

 private:
  // A connection that is gone.
  static constexpr TimeNs kNoticed = kSecond;

  std::uint32_t Lines() const {
    if (server_timeout_ == 0) return std::numeric_limits<std::uint32_t>::max();
    return static_cast<std::uint32_t>(std::max<TimeNs>(1, server_timeout_ / interval_));
  }

  AttackTime time_;
  std::uint32_t sources_;
  std::uint32_t of_each_;
  SocketPorts ports_;
  std::vector<std::uint32_t> opened_;
  TimeNs apart_;
  TimeNs interval_;
  TimeNs server_timeout_;
  RoundTrips trips_;
};

}  // namespace

std::unique_ptr<Workload> MakeSlowLoris(Parameters& parameters) { return std::make_unique<SlowLoris>(parameters); }

}  // namespace tidegate::testbed
