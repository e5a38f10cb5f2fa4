#include "testbed/workload/lossy.h"

#include <cstdint>

#include "testbed/workload/addresses.h"
#include "testbed/workload/arrivals.h"
#include "testbed/workload/owner_pool.h"
#include "testbed/workload/round_trips.h"
#include "testbed/workload/web_talk.h"

namespace tidegate::testbed {
namespace {

// Timers: the next connection, or with this bit one that is tried again.
constexpr std::uint32_t kNext = 0;
constexpr std::uint32_t kAgain = 1u << 30;

class Lossy final : public Workload {
 public:
  explicit Lossy(Parameters& p)
      : arrivals_(p.Rate("rate", 1000)),
        tuples_(kClients, 65'536),
        talk_(p),
        loss_(p.Number("loss", 0.02, 0, 0.5)),
        vanish_(p.Share("vanish", 0.02)),
        server_timeout_(p.Seconds("server_timeout_s", 60, 0, 86400)),
        reset_share_(p.Share("reset_share", 0.15)),
        retry_(p.Seconds("retry_s", 5, 0, 86400)),
        attempts_(p.Count("attempts", 3, 1, 100)),
        trips_(p) {}

  void Begin(Stage& stage) override { arrivals_.SetNext(stage, kNext); }

  void OnTimer(Stage& stage, std::uint32_t tag) override {
    if (tag != kNext) {
      Open(stage, tag & ~kAgain);
      return;
    }
    Random& random = stage.random();
    Open(stage, talks_.Add({.left = talk_.Exchanges(random), .closing = DrawClosing(random)}));
    arrivals_.SetNext(stage, kNext);
  }

  TimeNs Pause(Stage& stage, std::uint32_t owner) override {
    Talk& talk = talks_[owner];
    if (--talk.left > 0) return talk_.Gap(stage.random());
    return talk.closing == Closing::kUnanswered ? server_timeout_ : 0;
  }

  void OnEnd(Stage& stage, std::uint32_t owner, Ending) override {
    Talk& talk = talks_[owner];
    if (talk.left > 0 && ++talk.tries < attempts_) {
      stage.SetTimer(stage.now() + retry_, kAgain | owner);
    } else {
      talks_.Remove(owner);
    }
  }

 private:
  struct Talk {
    std::uint32_t left = 0;  // exchanges that are not over
    Closing closing = Closing::kClientFirst;
    std::uint64_t tries = 0;
  };

  // The firewall does not see a reset that was lost before it.
  Closing DrawClosing(Random& random) const {
    if (random.Chance(vanish_)) return Closing::kUnanswered;
    if (random.Chance(reset_share_)) return random.Chance(loss_) ? Closing::kVanish : Closing::kReset;
    return random.Chance(0.5) ? Closing::kClientFirst : Closing::kServerFirst;
  }

  void Open(Stage& stage, std::uint32_t owner) {
    const Talk& talk = talks_[owner];
    Plan plan{.server_address = kServers + 4,
              .server_port = 443,
              .closing = talk.closing,
              .exchanges = talk.left,
              .lingers = true,
              .loss = loss_,
              .owner = owner};
    tuples_.Next(plan);
    trips_.Set(plan);
    stage.Open(plan);
  }

  Arrivals arrivals_;
  FreshTuples tuples_;
  WebTalk talk_;
  double loss_;
  double vanish_;
  TimeNs server_timeout_;
  double reset_share_;
  TimeNs retry_;
  std::uint64_t attempts_;
  RoundTrips trips_;
  OwnerPool<Talk> talks_;
};

}  // namespace

std::unique_ptr<Workload> MakeLossy(Parameters& parameters) { return std::make_unique<Lossy>(parameters); }

}  // namespace tidegate::testbed
