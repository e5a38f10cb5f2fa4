#include "testbed/workload/nat_gateway.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "testbed/workload/addresses.h"
#include "testbed/workload/arrivals.h"
#include "testbed/workload/owner_pool.h"
#include "testbed/workload/port_pool.h"
#include "testbed/workload/round_trips.h"
#include "testbed/workload/web_talk.h"

namespace tidegate::testbed {
namespace {

// Timers: the next connection, or with this bit one that is tried again.
constexpr std::uint32_t kNext = 0;
constexpr std::uint32_t kAgain = 1u << 30;

enum class Kind : std::uint8_t { kDns, kWeb, kLong };

class NatGateway final : public Workload {
 public:
  explicit NatGateway(Parameters& p)
      : hosts_(p.Sampled("hosts", 5000, 1, 1u << 24)),
        arrivals_(static_cast<double>(hosts_) * p.Number("rate", 0.2, 1e-6, 1e6)),
        dns_share_(p.Share("dns_share", 0.53)),
        long_share_(p.Share("long_share", 0.5)),
        pause_(p.Seconds("pause_s", 60, 0.001, 86400)),
        talk_(p),
        tcp_rest_(p.Seconds("tcp_rest_s", 0, 0, 86400)),
        udp_rest_(p.Seconds("udp_rest_s", 120, 0, 86400)),
        retry_(p.Seconds("retry_s", 5, 0.001, 86400)),
        trips_(p, 2000, 20'000) {
    const std::uint64_t addresses = p.Count("addresses", 4, 1, 65'536);
    const PortPool ports(1024, p.Sampled("ports", 64'512, 1, 64'512));
    tcp_ports_.assign(addresses, ports);
    udp_ports_.assign(addresses, ports);
  }

  void Begin(Stage& stage) override {
    arrivals_.SetNext(stage, kNext);
    for (std::uint32_t host = 0; host < hosts_; ++host) {
      if (!stage.random().Chance(long_share_)) continue;
      stage.SetTimer(stage.random().Between(0, pause_), kAgain | talks_.Add({.host = host, .kind = Kind::kLong}));
    }
  }

  void OnTimer(Stage& stage, std::uint32_t tag) override {
    if (tag != kNext) {
      Open(stage, tag & ~kAgain);
      return;
    }
    Random& random = stage.random();
    const auto host = static_cast<std::uint32_t>(random.Below(hosts_));
    Open(stage, talks_.Add({.host = host, .kind = random.Chance(dns_share_) ? Kind::kDns : Kind::kWeb}));
    arrivals_.SetNext(stage, kNext);
  }

  TimeNs Pause(Stage& stage, std::uint32_t owner) override {
    return talks_[owner].kind == Kind::kLong ? stage.random().Exponential(pause_) : talk_.Gap(stage.random());
  }

  void OnEnd(Stage& stage, std::uint32_t owner, Ending ending) override {
    const Talk& talk = talks_[owner];
    const bool udp = talk.kind == Kind::kDns;
    PortsOf(talk).Give(talk.port, stage.now() + (udp ? udp_rest_ : tcp_rest_));
    if (ending == Ending::kDone) {
      talks_.Remove(owner);
    } else {
      TryAgain(stage, owner);
    }
  }

 private:
  static constexpr int kMostTries = 3;

  struct Talk {
    std::uint32_t host = 0;
    Kind kind = Kind::kWeb;
    std::uint16_t port = 0;
    int tries = 0;
  };

  PortPool& PortsOf(const Talk& talk) {
    std::vector<PortPool>& pools = talk.kind == Kind::kDns ? udp_ports_ : tcp_ports_;
    return pools[talk.host % pools.size()];
  }

  void TryAgain(Stage& stage, std::uint32_t owner) {
    Talk& talk = talks_[owner];
    if (talk.kind == Kind::kLong || ++talk.tries < kMostTries) {
      stage.SetTimer(stage.now() + retry_, kAgain | owner);
    } else {
      talks_.Remove(owner);
    }
  }

  void Open(Stage& stage, std::uint32_t owner) {
    Talk& talk = talks_[owner];
    const std::optional<std::uint16_t> port = PortsOf(talk).Take(stage.now());
    if (!port) {
      TryAgain(stage, owner);
      return;
    }
    talk.port = *port;
    Plan plan = PlanOf(stage.random(), talk.kind);
    plan.client_address = kClients + 1 + talk.host % static_cast<std::uint32_t>(tcp_ports_.size());
    plan.client_port = *port;
    plan.owner = owner;
    trips_.Set(plan);
    stage.Open(plan);
  }

  Plan PlanOf(Random& random, Kind kind) const {
    switch (kind) {
      case Kind::kDns:
        return {.server_address = kServers + 4, .server_port = 53, .transport = Transport::kUdp};
      case Kind::kWeb:
        return {.server_address = kServers + 8 + static_cast<std::uint32_t>(random.Below(kSites)),
                .server_port = 443,
                .closing = random.Chance(0.5) ? Closing::kClientFirst : Closing::kServerFirst,
                .exchanges = talk_.Exchanges(random)};
      case Kind::kLong:
        break;
    }
    return {
        .server_address = kServers + 5, .server_port = 5223, .exchanges = std::numeric_limits<std::uint32_t>::max()};
  }

  static constexpr std::uint64_t kSites = 200;

  std::uint64_t hosts_;
  Arrivals arrivals_;
  double dns_share_;
  double long_share_;
  TimeNs pause_;
  WebTalk talk_;
  TimeNs tcp_rest_;
  TimeNs udp_rest_;
  TimeNs retry_;
  RoundTrips trips_;
  std::vector<PortPool> tcp_ports_;  // of each address
  std::vector<PortPool> udp_ports_;
  OwnerPool<Talk> talks_;
};

}  // namespace

std::unique_ptr<Workload> MakeNatGateway(Parameters& parameters) { return std::make_unique<NatGateway>(parameters); }

}  // namespace tidegate::testbed
