#include "testbed/workload/dns.h"

#include <cstdint>
#include <vector>

#include "testbed/workload/addresses.h"
#include "testbed/workload/arrivals.h"
#include "testbed/workload/owner_pool.h"
#include "testbed/workload/round_trips.h"
#include "testbed/workload/web_talk.h"

namespace tidegate::testbed {
namespace {

// Timers: the next conversation, or with one of these bits an NTP client or a conversation that is tried again. Owners
// likewise.
constexpr std::uint32_t kNext = 0;
constexpr std::uint32_t kNtp = 1u << 29;
constexpr std::uint32_t kAgain = 1u << 30;

// A QUIC client's first probe timeout, when it knows nothing of the path (RFC 9002 section 6.2.2).
constexpr TimeNs kQuicProbe = kSecond;

class Dns final : public Workload {
 public:
  explicit Dns(Parameters& p)
      : arrivals_(p.Rate("rate", 2000)),
        tuples_(kClients, static_cast<std::uint32_t>(p.Count("clients", 4096, 1, 1u << 20))),
        servers_(p.Count("servers", 4, 1, 60'000)),
        unanswered_(p.Share("unanswered", 0.12)),
        retry_(p.Seconds("retry_s", 5, 0.001, 3600)),
        attempts_(p.Count("attempts", 2, 1, 100)),
        quic_share_(p.Share("quic_share", 0.05)),
        talk_(p, 10),
        idle_share_(p.Share("idle_share", 0.1)),
        idle_(p.Seconds("idle_s", 30, 0, 3600)),
        polls_(p.Count("ntp_clients", 1000, 0, 1u << 20) / p.sample()),
        trips_(p, 20'000) {}

  void Begin(Stage& stage) override {
    arrivals_.SetNext(stage, kNext);
    for (std::uint32_t i = 0; i < polls_.size(); ++i) {
      polls_[i] = kSecond << (6 + stage.random().Below(5));
      stage.SetTimer(stage.random().Between(0, polls_[i]), kNtp | i);
    }
  }

  void OnTimer(Stage& stage, std::uint32_t tag) override {
    if (tag == kNext) {
      OpenNext(stage);
      arrivals_.SetNext(stage, kNext);
    } else if ((tag & kNtp) != 0) {
      OpenNtp(stage, tag & ~kNtp);
    } else {
      Open(stage, tag & ~kAgain);
    }
  }

  TimeNs Pause(Stage& stage, std::uint32_t owner) override {
    --queries_[owner].plan.exchanges;
    Random& random = stage.random();
    return random.Chance(idle_share_) ? random.Between(0, idle_) : talk_.Gap(random);
  }

  void OnEnd(Stage& stage, std::uint32_t owner, Ending ending) override {
    if ((owner & kNtp) != 0) return;
    Query& query = queries_[owner];
    if (ending != Ending::kDone && ++query.tries < attempts_) {
      stage.SetTimer(stage.now() + (query.plan.server_port == 443 ? kQuicProbe : retry_), kAgain | owner);
    } else {
      queries_.Remove(owner);
    }
  }

 private:
  struct Query {
    Plan plan;
    std::uint64_t tries = 0;
  };

  void OpenNext(Stage& stage) {
    Random& random = stage.random();
    const bool quic = random.Chance(quic_share_);
    Plan plan{.server_address = kServers + 4 + static_cast<std::uint32_t>(random.Below(servers_)),
              .server_port = static_cast<std::uint16_t>(quic ? 443 : 53),
              .transport = Transport::kUdp,
              .exchanges = quic ? talk_.Exchanges(random) : 1};
    tuples_.Next(plan);
    trips_.Set(plan);
    Open(stage, queries_.Add({.plan = plan}));
  }

  void Open(Stage& stage, std::uint32_t owner) {
    Plan& plan = queries_[owner].plan;
    plan.owner = owner;
    const bool lost = plan.server_port == 53 && stage.random().Chance(unanswered_);
    plan.answer = lost ? Answer::kSilence : Answer::kAccept;
    stage.Open(plan);
  }

  void OpenNtp(Stage& stage, std::uint32_t client) {
    Plan plan{.client_address = kLongClients + 1 + client,
              .server_address = kServers + 3,
              .client_port = 123,
              .server_port = 123,
              .transport = Transport::kUdp,
              .owner = kNtp | client};
    trips_.Set(plan);
    stage.Open(plan);
    stage.SetTimer(stage.now() + polls_[client], kNtp | client);
  }

  Arrivals arrivals_;
  FreshTuples tuples_;
  std::uint64_t servers_;
  double unanswered_;
  TimeNs retry_;
  std::uint64_t attempts_;
  double quic_share_;
  WebTalk talk_;
  double idle_share_;
  TimeNs idle_;
  std::vector<TimeNs> polls_;  // of each NTP client
  RoundTrips trips_;
  OwnerPool<Query> queries_;
};

}  // namespace

std::unique_ptr<Workload> MakeDns(Parameters& parameters) { return std::make_unique<Dns>(parameters); }

}  // namespace tidegate::testbed
