// What is known beforehand of a world with a firewall: the testbed has to find it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "evict/state_first.h"
#include "testbed/optimum/erlang_b.h"
#include "testbed/reference/policies.h"
#include "testbed/table/conn_model.h"
#include "testbed/table/full_table.h"
#include "testbed/table/models.h"
#include "testbed/workload/arrivals.h"
#include "testbed/world/world.h"

namespace tidegate::testbed {
namespace {

// Connections of one request each, at a mean rate.
class Poisson final : public Workload {
 public:
  Poisson(double rate, const Plan& plan) : arrivals_(rate), tuples_(kClients, 4096), plan_(plan) {}
  void Begin(Stage& stage) override { arrivals_.SetNext(stage, 0); }
  void OnTimer(Stage& stage, std::uint32_t) override {
    tuples_.Next(plan_);
    stage.Open(plan_);
    arrivals_.SetNext(stage, 0);
  }

 private:
  Arrivals arrivals_;
  FreshTuples tuples_;
  Plan plan_;
};

Plan ShortPlan(bool tries_again) {
  return {.server_address = kServers + 1, .server_port = 80, .tries_again = tries_again, .client_rtt_us = 1000};
}

std::vector<std::unique_ptr<Workload>> Only(std::unique_ptr<Workload> workload) {
  std::vector<std::unique_ptr<Workload>> all;
  all.push_back(std::move(workload));
  return all;
}

// A tuple is kept for TIME-WAIT: the table is M/G/K/K.
TEST(Gates, ATableThatNeverEvictsLosesWhatErlangSays) {
  Metrics metrics;
  const double rate = 11;
  World world({.length = 6000 * kSecond, .seed = 7}, Only(std::make_unique<Poisson>(rate, ShortPlan(false))), metrics,
              nullptr);
  ModelOptions options{.capacity = 1000, .watcher = &world.watcher()};
  const std::uint64_t slots = 1300;
  ConnModel<FullTable> firewall(options, MakeAdmitter(options),
                                FullTable(options, slots, MakeReferencePolicy("none", slots, 1)));
  world.Run(firewall);
  const double offered = rate * 120.004;
  const double lost = static_cast<double>(metrics.legit.syn_refused) / static_cast<double>(metrics.legit.syn_attempts);
  // The first filling of the table, two of a hundred minutes, loses nothing.
  EXPECT_NEAR(lost / (1 - 120.0 / 6000), ErlangB(offered, slots), 0.1 * ErlangB(offered, slots));
  EXPECT_GT(lost, 0.01);
}

// Refuses by chance.
class Coin final : public Admitter {
 public:
  explicit Coin(double refuse) : below_(static_cast<std::uint64_t>(std::ldexp(refuse, 64))) {}
  Admission Admit(const Applicant& applicant, const Pressure&) const override {
    return applicant.random < below_ ? Admission::Refuse(DropReason::kSynRate) : Admission::Enter();
  }
  void NoteEstablished(const Applicant&) const override {}

 private:
  std::uint64_t below_;
};

struct Delays {
  double mean = 0;
  double p99 = 0;
  double p999 = 0;
};

// The back-off's part of the set-up times, in seconds, where each SYN is lost with this probability.
Delays DelaysOf(double refuse, SynBackoff backoff) {
  Metrics metrics;
  World world({.length = 2000 * kSecond, .syn_backoff = backoff, .seed = 3},
              Only(std::make_unique<Poisson>(200, ShortPlan(true))), metrics, nullptr);
  ModelOptions options{.capacity = 100000, .watcher = &world.watcher()};
  ConnModel<SetTable<StateFirst>> firewall(options, std::make_unique<Coin>(refuse), SetTable<StateFirst>(options));
  world.Run(firewall);
  return {static_cast<double>(metrics.refused_cost) / 1000 / static_cast<double>(metrics.legit.connections),
          static_cast<double>(metrics.setup.Quantile(0.99)) / 1e6,
          static_cast<double>(metrics.setup.Quantile(0.999)) / 1e6};
}

// Classic: the k-th wait is 2^(k-1) s and comes with probability p^k, so the mean is p / (1 - 2p).
TEST(Gates, ClassicBackOffWaitsAsLongAsItsSeriesSays) {
  for (const double p : {0.1, 0.2}) {
    const Delays delays = DelaysOf(p, SynBackoff::kClassic);
    EXPECT_NEAR(delays.mean, p / (1 - 2 * p), 0.06 * p / (1 - 2 * p)) << p;
  }
  EXPECT_NEAR(DelaysOf(0.1, SynBackoff::kClassic).p99, 1, 0.13);
  EXPECT_NEAR(DelaysOf(0.1, SynBackoff::kClassic).p999, 3, 0.4);
  EXPECT_NEAR(DelaysOf(0.2, SynBackoff::kClassic).p99, 3, 0.4);
}

// Linux since 6.5: 1 s five times, then doubled.
TEST(Gates, LinearBackOffWaitsLess) {
  const double p = 0.3;
  double mean = 0;
  for (std::uint32_t k = 1; k <= 11; ++k) {
    mean += std::pow(p, k) * static_cast<double>(k <= 5 ? 1 : 1 << (k - 5));
  }
  const Delays delays = DelaysOf(p, SynBackoff::kLinear);
  EXPECT_NEAR(delays.mean, mean, 0.05 * mean);
  EXPECT_NEAR(delays.p99, 3, 0.4);
  EXPECT_NEAR(delays.p999, 5, 1.2);
}

std::uint64_t Sum(const CountByClass& counts) {
  std::uint64_t sum = 0;
  for (const std::uint64_t count : counts) sum += count;
  return sum;
}

// Every entry that was made has one end, and every connection one outcome.
TEST(Gates, NothingIsLostOrCountedTwice) {
  for (const char* policy : {"state_first", "none", "lru", "hazard_cost", "bpf_lru"}) {
    Metrics metrics;
    World world({.length = 400 * kSecond, .seed = 5}, Only(std::make_unique<Poisson>(100, ShortPlan(true))), metrics,
                nullptr);
    ModelOptions options{.capacity = 4000, .watcher = &world.watcher()};
    const std::unique_ptr<FirewallModel> firewall = MakeSetModel(policy, options);
    world.Run(*firewall);
    const EntryCounts& entries = metrics.entries;
    EXPECT_EQ(entries.inserted,
              Sum(entries.expired) + Sum(entries.evicted) + entries.reopened + Sum(entries.live_at_end))
        << policy;
    // The table's census takes an entry out when the tick begins in which it ends.
    const auto live = static_cast<double>(Sum(entries.live_at_end));
    EXPECT_LE(static_cast<double>(Sum(firewall->Live(400 * kSecond))), live) << policy;
    EXPECT_GE(static_cast<double>(Sum(firewall->Live(400 * kSecond))), 0.95 * live) << policy;
    const LegitCounts& legit = metrics.legit;
    EXPECT_EQ(legit.connections, legit.done + legit.gave_up + legit.broken + legit.no_answer + legit.open_at_end)
        << policy;
    EXPECT_GT(legit.done, 10000u) << policy;
  }
}

}  // namespace
}  // namespace tidegate::testbed
