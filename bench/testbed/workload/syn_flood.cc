#include "testbed/workload/syn_flood.h"

#include <algorithm>
#include <cstdint>

#include "testbed/workload/addresses.h"
#include "testbed/workload/arrivals.h"

namespace tidegate::testbed {
namespace {

class SynFlood final : public Workload {
 public:
  explicit SynFlood(Parameters& p)
      : arrivals_(p.Number("rate", 100000, 0.001, 1e9) / static_cast<double>(p.sample())),
        sources_(p.Count("sources", 0, 0, 1u << 17)),
        begin_(p.Seconds("begin_s", 0, 0, 1e6)),
        end_(p.Seconds("end_s", static_cast<double>(p.length()) / 1e9, 0, 1e6)),
        pulse_(p.Seconds("pulse_s", 0, 0, 1e6)),
        quiet_(p.Seconds("quiet_s", 0, 0, 1e6)),
        answered_(p.Flag("answered", false)) {}

  void Begin(Stage& stage) override { stage.SetTimer(begin_, 0); }

  void OnTimer(Stage& stage, std::uint32_t) override {
    if (stage.now() >= end_) return;
    const TimeNs into = pulse_ == 0 ? 0 : (stage.now() - begin_) % (pulse_ + quiet_);
    if (into >= std::max<TimeNs>(pulse_, 1)) {
      stage.SetTimer(stage.now() + pulse_ + quiet_ - into, 0);
      return;
    }
    OpenOne(stage);
    arrivals_.SetNext(stage, 0);
  }

 private:
  // Each tuple once: forged ones are drawn from all there are, so that hardly any comes twice; real sources count up.
  void OpenOne(Stage& stage) {
    Plan plan{.server_address = kServers + 4, .server_port = 80, .attack = true, .tries_again = false};
    plan.answer = answered_ ? Answer::kForged : Answer::kSilence;
    if (sources_ == 0) {
      plan.client_address = 1u << 24 | static_cast<std::uint32_t>(stage.random().Below(0xdeffffff - (1u << 24)));
      plan.client_port = static_cast<std::uint16_t>(1024 + stage.random().Below(64512));
    } else {
      plan.client_address = kAttackers + 1 + static_cast<std::uint32_t>(sent_ % sources_);
      plan.client_port = static_cast<std::uint16_t>(1024 + sent_ / sources_ % 64512);
      plan.server_address += static_cast<std::uint32_t>(sent_ / sources_ / 64512 % 250);
    }
    ++sent_;
    stage.Open(plan);
  }

  Arrivals arrivals_;
  std::uint64_t sources_;
  TimeNs begin_;
  TimeNs end_;
  TimeNs pulse_;
  TimeNs quiet_;
  bool answered_;
  std::uint64_t sent_ = 0;
};

}  // namespace

std::unique_ptr<Workload> MakeSynFlood(Parameters& parameters) { return std::make_unique<SynFlood>(parameters); }

}  // namespace tidegate::testbed
