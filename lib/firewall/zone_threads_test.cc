// Workers that open, answer and close connections of several zones, while limits come and go. Meant for ThreadSanitizer
// as well.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <random>
#include <thread>
#include <vector>

#include "firewall/zone_test_util.h"

namespace tidegate::test {
namespace {

constexpr int kThreads = 3;
constexpr Zone kFull = 5;
constexpr Zone kRoomy = 6;
constexpr Zone kFree = 7;  // never limited

#if defined(__SANITIZE_THREAD__)
constexpr int kRounds = 3'000;
#else
constexpr int kRounds = 30'000;
#endif

FirewallOptions Options() {
  FirewallOptions options;
  options.capacity = 8192;
  options.capacity_v6 = 1024;
  options.tracking.zones[kFull].max_entries = 200;
  options.tracking.zones[kRoomy].max_entries = 100'000;
  return options;
}

// A worker with its own clients; all share the zones. Half of the connections are answered by another worker.
class Clients {
 public:
  Clients(Firewall& firewall, Firewall::Worker& worker, unsigned number)
      : firewall_(firewall), worker_(worker), number_(number), random_(number) {}

  void Run(TimeNs now) {
    for (int i = 0; i < kRounds; ++i) {
      ZoneTraffic traffic(firewall_, worker_, kFull + static_cast<Zone>(random_() % 3));
      const auto client = static_cast<std::uint32_t>(random_() % 400 + number_ * 300);
      const auto isn = static_cast<std::uint32_t>(i) * 10'000;
      switch (random_() % 4) {
        case 0:
          traffic.Syn(client, now, isn);
          break;
        case 1:
          traffic.Open(client, now, isn);
          break;
        case 2:
          traffic.Open(client, now, isn);
          traffic.Close(client, now, isn);
          break;
        default:
          traffic.Udp(client, now);
          break;
      }
    }
  }

 private:
  Firewall& firewall_;
  Firewall::Worker& worker_;
  unsigned number_;
  std::mt19937 random_;
};

class ZoneThreads : public ::testing::Test {
 protected:
  // Runs all clients at once, and `meanwhile` in this thread until they are done.
  template <class Meanwhile>
  void Run(Meanwhile meanwhile) {
    std::vector<Firewall::Worker*> workers;
    workers.reserve(kThreads);
    for (int i = 0; i < kThreads; ++i) workers.push_back(&harness_.firewall->AddWorker());
    std::atomic<int> running{kThreads};
    std::vector<std::thread> threads;
    threads.reserve(kThreads);
    for (unsigned i = 0; i < kThreads; ++i) {
      threads.emplace_back([&, i] {
        Clients(*harness_.firewall, *workers[i], i).Run(kStart);
        --running;
      });
    }
    while (running > 0) meanwhile();
    for (std::thread& thread : threads) thread.join();
  }

  std::int64_t Counted(Zone zone, TimeNs now) const {
    return static_cast<std::int64_t>(UsageOf(*harness_.firewall, zone, now).families[0].counted);
  }
  std::int64_t Living(Zone zone, TimeNs now) const {
    const ZoneUsage usage = UsageOf(*harness_.firewall, zone, now);
    return static_cast<std::int64_t>(usage.families[0].live - usage.families[0].time_wait);
  }

  FirewallHarness harness_{Options()};
};

TEST_F(ZoneThreads, CountsAreExactWhenTheThreadsRest) {
  Run([] { std::this_thread::yield(); });
  EXPECT_EQ(Counted(kFull, kStart), Living(kFull, kStart));
  EXPECT_EQ(Counted(kRoomy, kStart), Living(kRoomy, kStart));
  // Reopening goes an eighth beyond, and each other worker may have let one more in.
  EXPECT_LE(Living(kFull, kStart), 200 + 200 / 8 + 1 + kThreads - 1);
  EXPECT_GT(UsageOf(*harness_.firewall, kFull, kStart).families[0].zone_full, 0u);
  // Two of the longest ticks behind the last one's end.
  constexpr TimeNs kEnd = kStart + (86400 + 140) * kSecond;
  EXPECT_EQ(Counted(kFull, kEnd), 0);
  EXPECT_EQ(Counted(kRoomy, kEnd), 0);
}

// A walk begins to count a zone while its entries change. Each change of limits may leave an entry that was counted
// once too often or too seldom, at the very slot of the walk; not more, and not for longer than entries live.
TEST_F(ZoneThreads, LimitsComeAndGoWhileWorkersRun) {
  TrackingOptions with = Options().tracking;
  TrackingOptions without = with;
  without.zones.erase(kRoomy);
  int changes = 0;
  Run([&] {
    ASSERT_TRUE(harness_.firewall->SetTracking(++changes % 2 == 0 ? with : without, kStart).ok());
    std::this_thread::sleep_for(std::chrono::microseconds(200));
  });
  ASSERT_TRUE(harness_.firewall->SetTracking(with, kStart).ok());
  EXPECT_GT(changes, 2);
  EXPECT_NEAR(static_cast<double>(Counted(kRoomy, kStart)), static_cast<double>(Living(kRoomy, kStart)), kThreads);
  EXPECT_EQ(Counted(kFull, kStart), Living(kFull, kStart)) << "its limit stayed";
  constexpr TimeNs kEnd = kStart + (86400 + 140) * kSecond;
  EXPECT_EQ(Counted(kRoomy, kEnd), 0);
}

}  // namespace
}  // namespace tidegate::test
