// A census that several threads write and advance at once: nothing is lost between them.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <memory>
#include <random>
#include <thread>
#include <vector>

#include "zone/zone_census.h"

namespace tidegate {
namespace {

constexpr TimeNs kStart = 1'000 * kSecond;
constexpr int kThreads = 3;
constexpr TimeNs kApart = 100 * kMillisecond;

SlotWord HalfOpenUntil(TimeNs end, TimeNs now) {
  return SlotWord::Make(ConnClass::kHalfOpen, 1, false, ExpiryTick(ConnClass::kHalfOpen, end, now), 0);
}

// Each thread adds entries, removes some of them and leaves the others to expire, while its time runs through several
// turns of the ring. The threads' times stay close, as those of workers do: one that is held up holds up the others.
class Churn {
 public:
  Churn(ZoneCensus& census, int rounds) : census_(census), rounds_(rounds) {
    for (auto& time : times_) time.store(kStart);
  }

  void Run() {
    std::vector<std::thread> threads;
    threads.reserve(kThreads);
    for (int i = 0; i < kThreads; ++i) threads.emplace_back([this, i] { RunOne(static_cast<unsigned>(i)); });
    for (std::thread& thread : threads) thread.join();
  }

  // Of the entries left in place, those that have not ended at `now`.
  std::uint64_t LeftAt(TimeNs now) const {
    std::uint64_t left = 0;
    for (const std::vector<TimeNs>& ends : left_) {
      for (const TimeNs end : ends) left += end > now;
    }
    return left;
  }
  // The time of the thread that is ahead.
  TimeNs now() const { return *std::max_element(ends_.begin(), ends_.end()); }

 private:
  void RunOne(unsigned thread) {
    std::mt19937_64 random(thread);
    TimeNs now = kStart;
    for (int i = 0; i < rounds_; ++i) {
      now += random() % (30 * kMillisecond);
      times_[thread].store(now);
      while (now > *std::min_element(times_.begin(), times_.end()) + kApart) std::this_thread::yield();
      const TickClock clock(now);
      const TimeNs end = now + 5 * kSecond + random() % (25 * kSecond);
      const SlotWord word = HalfOpenUntil(end, now);
      census_.Add(word, clock);
      census_.Advance(now);
      if (random() % 2 == 0) {
        census_.Remove(word, clock);
      } else {
        left_[thread].push_back(end);
      }
    }
    times_[thread].store(~TimeNs{0} - kApart);  // holds up nobody any more
    ends_[thread] = now;
  }

  ZoneCensus& census_;
  const int rounds_;
  std::array<std::atomic<TimeNs>, kThreads> times_{};
  std::array<TimeNs, kThreads> ends_{};
  std::array<std::vector<TimeNs>, kThreads> left_;
};

TEST(ZoneCensusThreads, EveryEntryIsCountedOnceUntilItEnds) {
  ZoneCensus census(false);
  Churn churn(census, 100'000);
  churn.Run();
  const TimeNs now = churn.now();
  ASSERT_GT(now, kStart + 1'100 * kSecond) << "the ring has turned twice";
  census.Advance(now);
  // A tick longer than they live: between those that live now and those that lived two ticks ago.
  EXPECT_GE(census.half_open(), churn.LeftAt(now));
  EXPECT_LE(census.half_open(), churn.LeftAt(now - 2 * kSecond));
  census.Advance(now + 32 * kSecond);
  EXPECT_EQ(census.half_open(), 0u);
  EXPECT_EQ(census.entries(), 0u);
}

}  // namespace
}  // namespace tidegate
