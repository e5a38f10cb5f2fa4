#include "testbed/workload/web_zipf.h"

#include <cmath>
#include <cstdint>
#include <vector>

#include "testbed/workload/addresses.h"
#include "testbed/workload/owner_pool.h"
#include "testbed/workload/round_trips.h"
#include "testbed/workload/web_talk.h"
#include "testbed/workload/zipf.h"

namespace tidegate::testbed {
namespace {

// Timers: a browser's next page, or with this bit a connection that is tried again.
constexpr std::uint32_t kAgain = 1u << 30;
constexpr int kMostTries = 3;

class WebZipf final : public Workload {
 public:
  explicit WebZipf(Parameters& p)
      : ports_(p.Sampled("browsers", 20'000, 1, 1u << 23)),
        sites_(p.Count("servers", 1000, 1, 65'000), p.Number("popularity", 1, 0, 4)),
        keep_alives_(p.Count("servers", 1000, 1, 65'000)),
        think_(p.Seconds("think_s", 30, 0.001, 86400)),
        parallel_(p.Count("parallel", 6, 1, 100)),
        talk_(p),
        idle_share_(p.Share("idle_share", 0.2)),
        shortest_(p.Seconds("keepalive_min_s", 5, 0.001, 86400)),
        longest_(p.Seconds("keepalive_max_s", 60, 0.001, 86400)),
        reset_share_(p.Share("reset_share", 0.15)),
        close_share_(p.Share("close_share", 0.2)),
        retry_(p.Seconds("retry_s", 5, 0, 86400)),
        trips_(p) {
    if (shortest_ > longest_) p.Reject("keepalive_min_s", "is more than keepalive_max_s");
  }

  void Begin(Stage& stage) override {
    Random& random = stage.random();
    const double ratio = static_cast<double>(longest_) / static_cast<double>(shortest_);
    for (TimeNs& keep_alive : keep_alives_) {
      keep_alive = static_cast<TimeNs>(static_cast<double>(shortest_) * std::pow(ratio, random.Share()));
    }
    for (std::uint32_t i = 0; i < ports_.size(); ++i) stage.SetTimer(random.Exponential(think_), i);
  }

  void OnTimer(Stage& stage, std::uint32_t tag) override {
    if ((tag & kAgain) != 0) {
      Open(stage, tag & ~kAgain);
      return;
    }
    LoadPage(stage, tag);
    stage.SetTimer(stage.now() + stage.random().Exponential(think_), tag);
  }

  TimeNs Pause(Stage& stage, std::uint32_t owner) override {
    Talk& talk = talks_[owner];
    Random& random = stage.random();
    const TimeNs keep_alive = keep_alives_[talk.server];
    if (--talk.left == 0) return talk.closing == Closing::kServerFirst ? keep_alive : random.Between(0, keep_alive);
    const bool reads = random.Chance(idle_share_);
    return reads ? random.Between(std::min(shortest_, keep_alive), keep_alive) : talk_.Gap(random);
  }

  // A page that came in part is loaded again.
  void OnEnd(Stage& stage, std::uint32_t owner, Ending) override {
    Talk& talk = talks_[owner];
    if (talk.left > 0 && ++talk.tries < kMostTries) {
      stage.SetTimer(stage.now() + retry_, kAgain | owner);
    } else {
      talks_.Remove(owner);
    }
  }

 private:
  struct Talk {
    std::uint32_t browser = 0;
    std::uint32_t server = 0;
    std::uint32_t left = 0;  // exchanges that are not over
    Closing closing = Closing::kServerFirst;
    int tries = 0;
  };

  void LoadPage(Stage& stage, std::uint32_t browser) {
    Random& random = stage.random();
    const std::uint32_t server = sites_.Draw(random);
    for (std::uint64_t i = 1 + random.Below(parallel_); i > 0; --i) {
      const Talk talk = {
          .browser = browser, .server = server, .left = talk_.Exchanges(random), .closing = DrawClosing(random)};
      Open(stage, talks_.Add(talk));
    }
  }

  Closing DrawClosing(Random& random) const {
    const double share = random.Share();
    if (share < reset_share_) return Closing::kReset;
    return share < reset_share_ + close_share_ ? Closing::kClientFirst : Closing::kServerFirst;
  }

  void Open(Stage& stage, std::uint32_t owner) {
    const Talk& talk = talks_[owner];
    Plan plan{.client_address = kClients + 1 + talk.browser,
              .server_address = kServers + 4 + talk.server,
              .client_port = static_cast<std::uint16_t>(kFirstPort + ports_[talk.browser]++ % kPorts),
              .server_port = 443,
              .closing = talk.closing,
              .exchanges = talk.left,
              .lingers = true,
              .owner = owner};
    trips_.Set(plan);
    stage.Open(plan);
  }

  std::vector<std::uint32_t> ports_;  // of each browser, the next one
  Zipf sites_;
  std::vector<TimeNs> keep_alives_;  // of each server
  TimeNs think_;
  std::uint64_t parallel_;
  WebTalk talk_;
  double idle_share_;
  TimeNs shortest_;
  TimeNs longest_;
  double reset_share_;
  double close_share_;
  TimeNs retry_;
  RoundTrips trips_;
  OwnerPool<Talk> talks_;
};

}  // namespace

std::unique_ptr<Workload> MakeWebZipf(Parameters& parameters) { return std::make_unique<WebZipf>(parameters); }

}  // namespace tidegate::testbed
