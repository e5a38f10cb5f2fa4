#include "testbed/workload/bots.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "testbed/workload/addresses.h"
#include "testbed/workload/attack_time.h"
#include "testbed/workload/round_trips.h"
#include "testbed/workload/socket_ports.h"

namespace tidegate::testbed {
namespace {

class Bots final : public Workload {
 public:
  explicit Bots(Parameters& p)
      : time_(p),
        per_bot_(static_cast<std::uint32_t>(p.Count("sockets", 100, 1, 1000))),
        ports_(per_bot_),
        sockets_(p.Sampled("bots", 1000, 1, 131'000) * per_bot_),
        period_(static_cast<TimeNs>(1e9 * static_cast<double>(sockets_.size()) / p.Rate("rate", 20'000))),
        reset_share_(p.Share("reset_share", 0.3)),
        leave_share_(p.Share("leave_share", 0.2)),
        server_timeout_(p.Seconds("server_timeout_s", 60, 0, 86400)),
        trips_(p) {}

  // The sockets begin spread over one period.
  void Begin(Stage& stage) override {
    for (std::uint32_t i = 0; i < sockets_.size(); ++i) stage.SetTimer(time_.begin + period_ * i / sockets_.size(), i);
  }

  void OnTimer(Stage& stage, std::uint32_t socket) override {
    if (stage.now() >= time_.end) return;
    Socket& state = sockets_[socket];
    const double share = stage.random().Share();
    state.began = stage.now();
    state.closing = share < reset_share_                  ? Closing::kReset
                    : share < reset_share_ + leave_share_ ? Closing::kUnanswered
                                                          : Closing::kServerFirst;
    Plan plan{.client_address = kAttackers + 1 + socket / per_bot_,
              .server_address = kServers + 4,
              .client_port = ports_.Port(socket % per_bot_, state.connections++),
              .server_port = 80,
              .closing = state.closing,
              .attack = true,
              .exchanges = 0,
              .lingers = true,
              .owner = socket};
    trips_.Set(plan);
    stage.Open(plan);
  }

  TimeNs Pause(Stage&, std::uint32_t socket) override {
    return sockets_[socket].closing == Closing::kReset ? 0 : server_timeout_;
  }

  void OnEnd(Stage& stage, std::uint32_t socket, Ending) override {
    stage.SetTimer(std::max(stage.now(), sockets_[socket].began + period_), socket);
  }

 private:
  struct Socket {
    TimeNs began = 0;
    std::uint32_t connections = 0;
    Closing closing = Closing::kReset;
  };

  AttackTime time_;
  std::uint32_t per_bot_;
  SocketPorts ports_;
  std::vector<Socket> sockets_;
  TimeNs period_;
  double reset_share_;
  double leave_share_;
  TimeNs server_timeout_;
  RoundTrips trips_;
};

}  // namespace

std::unique_ptr<Workload> MakeBots(Parameters& parameters) { return std::make_unique<Bots>(parameters); }

}  // namespace tidegate::testbed
