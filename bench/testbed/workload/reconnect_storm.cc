#include "testbed/workload/reconnect_storm.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

#include "testbed/workload/addresses.h"
#include "testbed/workload/retry_wait.h"
#include "testbed/workload/round_trips.h"

namespace tidegate::testbed {
namespace {

constexpr std::array<std::string_view, 3> kHows = {"vanish", "close", "reset"};
constexpr std::array<Closing, 3> kClosings = {Closing::kVanish, Closing::kServerFirst, Closing::kReset};

// A connection that lived so long was a success.
constexpr TimeNs kStable = 20 * kSecond;
// In which a server ends all its connections.
constexpr TimeNs kSweep = 100 * kMillisecond;

class ReconnectStorm final : public Workload {
 public:
  explicit ReconnectStorm(Parameters& p)
      : clients_(p.Sampled("connections", 65'536, 1, 1u << 22)),
        ramp_(p.Seconds("ramp_s", 30, 0, 86400)),
        keep_alive_(p.Seconds("keepalive_s", 60, 0.001, 86400)),
        moment_(p.Seconds("at_s", 120, 0, 1e6)),
        closing_(kClosings[p.Choice("how", kHows)]),
        jitter_(p.Seconds("jitter_s", 10, 0, 86400)),
        wait_(p),
        trips_(p) {}

  void Begin(Stage& stage) override {
    for (std::uint32_t i = 0; i < clients_.size(); ++i) stage.SetTimer(ramp_ * i / clients_.size(), i);
  }

  void OnTimer(Stage& stage, std::uint32_t number) override {
    Client& client = clients_[number];
    const bool before = stage.now() < moment_;
    client.began = stage.now();
    client.left = before ? static_cast<std::uint32_t>(1 + (moment_ - stage.now()) / keep_alive_) : kEndless;
    Plan plan{.client_address = kLongClients + 1 + number,
              .server_address = kServers + 4,
              .client_port = static_cast<std::uint16_t>(kFirstPort + client.connections++ % kPorts),
              .server_port = 8883,
              .closing = before ? closing_ : Closing::kClientFirst,
              .exchanges = client.left,
              .lingers = before,
              .owner = number};
    trips_.Set(plan);
    stage.Open(plan);
  }

  // The last exchange before the moment is followed by what happens then.
  TimeNs Pause(Stage& stage, std::uint32_t number) override {
    Client& client = clients_[number];
    if (client.left == kEndless) return keep_alive_;
    if (--client.left > 0) return std::min(keep_alive_, Until(stage, moment_));
    return Until(stage, moment_ + stage.random().Between(0, kSweep));
  }

  void OnEnd(Stage& stage, std::uint32_t number, Ending ending) override {
    Client& client = clients_[number];
    if (ending == Ending::kDone) {
      stage.SetTimer(std::max(stage.now(), moment_) + stage.random().Between(0, jitter_), number);
      return;
    }
    client.failures = stage.now() - client.began < kStable || ending == Ending::kGaveUp ? client.failures + 1 : 1;
    stage.SetTimer(stage.now() + wait_.Draw(stage.random(), client.failures), number);
  }

 private:
  static constexpr std::uint32_t kEndless = std::numeric_limits<std::uint32_t>::max();

  struct Client {
    TimeNs began = 0;
    std::uint32_t left = 0;  // exchanges of this connection
    std::uint32_t connections = 0;
    std::uint32_t failures = 0;  // one after another
  };

  static TimeNs Until(const Stage& stage, TimeNs at) { return at - std::min(at, stage.now()); }

  std::vector<Client> clients_;
  TimeNs ramp_;
  TimeNs keep_alive_;
  TimeNs moment_;
  Closing closing_;
  TimeNs jitter_;
  RetryWait wait_;
  RoundTrips trips_;
};

}  // namespace

std::unique_ptr<Workload> MakeReconnectStorm(Parameters& parameters) {
  return std::make_unique<ReconnectStorm>(parameters);
}

}  // namespace tidegate::testbed
