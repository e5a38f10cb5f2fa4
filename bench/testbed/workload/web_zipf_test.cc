// What browsers do: rates, popularity, how long connections are and how they end.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <vector>

#include "testbed/workload/addresses.h"
#include "testbed/workload/workload_test_util.h"

namespace tidegate::testbed {
namespace {

constexpr TimeNs kLength = 300 * kSecond;

const FakeStage& Browsing() {
  static const FakeStage& stage = *[] {
    auto* made = new FakeStage;
    made->Play(*WorkloadOf(R"({"name": "web_zipf", "browsers": 2000})"), kLength);
    return made;
  }();
  return stage;
}

double ShareOf(const FakeStage& stage, const std::function<bool(const Played&)>& condition) {
  return static_cast<double>(stage.Count(condition)) / static_cast<double>(stage.played().size());
}

// 2,000 browsers, a page each 30 s, 3.5 connections a page.
TEST(WebZipf, OpensConnectionsAtTheRateOfItsReaders) {
  EXPECT_NEAR(static_cast<double>(Browsing().played().size()), 2000 / 30.0 * 3.5 * 300, 2000);
}

TEST(WebZipf, SitesArePopularByZipfsLaw) {
  std::map<std::uint32_t, double> visits;
  for (const Played& played : Browsing().played()) ++visits[played.plan.server_address - kServers - 4];
  double sum = 0;
  for (int k = 1; k <= 1000; ++k) sum += 1.0 / k;
  const auto all = static_cast<double>(Browsing().played().size());
  for (const std::uint32_t site : {0u, 1u, 3u, 9u})
    EXPECT_NEAR(visits[site] / all, 1 / ((site + 1) * sum), 0.01) << site;
  EXPECT_GT(visits.size(), 900u);
}

TEST(WebZipf, ExchangesHaveABodyAndATail) {
  std::vector<std::uint32_t> counts;
  for (const Played& played : Browsing().played()) counts.push_back(played.plan.exchanges);
  std::sort(counts.begin(), counts.end());
  EXPECT_EQ(counts.front(), 1u);
  EXPECT_EQ(counts[counts.size() / 2], 3u);
  EXPECT_EQ(counts[counts.size() * 3 / 4], 4u);
  EXPECT_GE(counts[counts.size() * 97 / 100], 15u);
  EXPECT_GT(counts.back(), 500u);
  EXPECT_LE(counts.back(), 1000u);
}

TEST(WebZipf, ConnectionsEndInThePromisedShares) {
  const auto ends_by = [](Closing closing) {
    return [=](const Played& played) { return played.plan.closing == closing; };
  };
  EXPECT_NEAR(ShareOf(Browsing(), ends_by(Closing::kReset)), 0.15, 0.01);
  EXPECT_NEAR(ShareOf(Browsing(), ends_by(Closing::kClientFirst)), 0.2, 0.01);
  EXPECT_NEAR(ShareOf(Browsing(), ends_by(Closing::kServerFirst)), 0.65, 0.01);
}

// A server closes after its own keep-alive, from 5 to 60 s; a fifth of the gaps before that are a reader's.
TEST(WebZipf, ServersCloseAfterTheirKeepAlive) {
  std::map<std::uint32_t, TimeNs> keep_alives;
  std::uint64_t gaps = 0;
  std::uint64_t reading = 0;
  for (const Played& played : Browsing().played()) {
    if (played.end == 0 || played.plan.closing != Closing::kServerFirst) continue;
    const TimeNs keep_alive = played.pauses.back();
    EXPECT_GE(keep_alive, 5 * kSecond);
    EXPECT_LE(keep_alive, 60 * kSecond);
    EXPECT_EQ(keep_alives.try_emplace(played.plan.server_address, keep_alive).first->second, keep_alive);
    gaps += played.pauses.size() - 1;
    for (const TimeNs pause : played.pauses) reading += pause >= 5 * kSecond;
    reading -= 1;
    EXPECT_LE(*std::max_element(played.pauses.begin(), played.pauses.end()), keep_alive);
  }
  // Longer connections are not over yet, which takes a few of both.
  EXPECT_NEAR(static_cast<double>(reading) / static_cast<double>(gaps), 0.2, 0.01);
  double sum = 0;
  for (const auto& [server, keep_alive] : keep_alives) sum += static_cast<double>(keep_alive) / 1e9;
  EXPECT_NEAR(sum / static_cast<double>(keep_alives.size()), 55 / std::log(12.0), 1);
}

TEST(WebZipf, APageTakesSeveralConnectionsAtOnce) {
  std::map<std::pair<std::uint32_t, TimeNs>, int> pages;
  for (const Played& played : Browsing().played()) ++pages[{played.plan.client_address, played.at}];
  std::map<int, int> sizes;
  for (const auto& [page, connections] : pages) ++sizes[connections];
  EXPECT_EQ(sizes.size(), 6u);
  for (const auto& [size, count] : sizes) EXPECT_NEAR(count, static_cast<double>(pages.size()) / 6, 250) << size;
}

// Whoever is refused or cut off reloads after 5 s what has not come, twice at most.
TEST(WebZipf, ReadersReloadWhatDidNotCome) {
  FakeStage stage;
  stage.fate = [](const Plan&, TimeNs) { return Ending::kBroken; };
  stage.Play(*WorkloadOf(R"({"name": "web_zipf", "browsers": 1, "think_s": 86400, "exchanges": 50, "tail_share": 0})"),
             1'000'000 * kSecond);
  std::map<std::uint32_t, std::vector<const Played*>> tries;
  for (const Played& played : stage.played()) tries[played.plan.owner].push_back(&played);
  ASSERT_FALSE(tries.empty());
  for (const auto& [owner, connections] : tries) {
    for (std::size_t i = 0; i + 1 < connections.size() && i % 3 < 2; ++i) {
      EXPECT_EQ(connections[i + 1]->at, connections[i]->end + 5 * kSecond);
      EXPECT_EQ(connections[i + 1]->plan.exchanges, connections[i]->plan.exchanges - 1);
      EXPECT_NE(connections[i + 1]->plan.client_port, connections[i]->plan.client_port);
    }
    EXPECT_EQ(connections.size() % 3, 0u);
  }
}

}  // namespace
}  // namespace tidegate::testbed
