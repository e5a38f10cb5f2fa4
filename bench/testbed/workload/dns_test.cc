// What resolvers, QUIC clients and NTP clients do.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <vector>

#include "testbed/workload/workload_test_util.h"

namespace tidegate::testbed {
namespace {

constexpr TimeNs kLength = 100 * kSecond;

bool IsQuery(const Played& played) { return played.plan.server_port == 53; }
bool IsQuic(const Played& played) { return played.plan.server_port == 443; }
bool IsNtp(const Played& played) { return played.plan.server_port == 123; }

const FakeStage& Asking() {
  static const FakeStage& stage = *[] {
    auto* made = new FakeStage;
    made->Play(*WorkloadOf(R"({"name": "dns", "rate": 500, "ntp_clients": 2000})"), kLength);
    return made;
  }();
  return stage;
}

TEST(Dns, QueriesAreTwoPackets) {
  EXPECT_EQ(Asking().Count([](const auto& played) { return played.plan.transport != Transport::kUdp; }), 0u);
  EXPECT_EQ(Asking().Count([](const auto& played) { return IsQuery(played) && played.plan.exchanges != 1; }), 0u);
}

TEST(Dns, ConversationsBeginAtTheRate) {
  std::map<std::uint64_t, int> tries;
  for (const Played& played : Asking().played()) {
    if (!IsNtp(played)) ++tries[std::uint64_t{played.plan.client_address} << 16 | played.plan.client_port];
  }
  EXPECT_NEAR(static_cast<double>(tries.size()), 500 * 100, 700);
  EXPECT_NEAR(static_cast<double>(Asking().Count(IsQuic)) / static_cast<double>(tries.size()), 0.05, 0.005);
}

// 12 % of the queries are not answered; each is sent again once, 5 s later, from the same port.
TEST(Dns, AQueryWithoutAnAnswerIsSentAgain) {
  std::map<std::uint64_t, std::vector<const Played*>> queries;
  for (const Played& played : Asking().played()) {
    if (IsQuery(played))
      queries[std::uint64_t{played.plan.client_address} << 16 | played.plan.client_port].push_back(&played);
  }
  std::uint64_t lost = 0;
  for (const auto& [client, tries] : queries) {
    const bool answered = tries[0]->plan.answer == Answer::kAccept;
    lost += !answered;
    if (tries[0]->at > kLength - 6 * kSecond) continue;
    EXPECT_EQ(tries.size(), answered ? 1u : 2u);
    if (tries.size() > 1) {
      EXPECT_EQ(tries[1]->at, tries[0]->end + 5 * kSecond);
    }
  }
  EXPECT_NEAR(static_cast<double>(lost) / static_cast<double>(queries.size()), 0.12, 0.01);
}

TEST(Dns, QuicConversationsAreLongAndIdleForNoMoreThan30Seconds) {
  std::vector<std::uint32_t> exchanges;
  TimeNs longest = 0;
  for (const Played& played : Asking().played()) {
    if (!IsQuic(played)) continue;
    exchanges.push_back(played.plan.exchanges);
    for (const TimeNs pause : played.pauses) longest = std::max(longest, pause);
  }
  std::sort(exchanges.begin(), exchanges.end());
  EXPECT_NEAR(exchanges[exchanges.size() / 2], 10, 1);
  EXPECT_GT(longest, 29 * kSecond);
  EXPECT_LE(longest, 30 * kSecond);
}

// A QUIC client goes on from the same port with what is left; a query that was refused comes again after 5 s.
TEST(Dns, WhoIsCutOffGoesOn) {
  FakeStage stage;
  stage.fate = [](const Plan& plan, TimeNs now) {
    if (now > 10 * kSecond) return Ending::kDone;
    return plan.server_port == 443 ? Ending::kBroken : Ending::kGaveUp;
  };
  stage.Play(*WorkloadOf(R"({"name": "dns", "rate": 20, "quic_share": 0.5, "ntp_clients": 0, "attempts": 100})"),
             300 * kSecond);
  std::map<std::uint64_t, const Played*> last;
  for (const Played& played : stage.played()) {
    const Played*& before = last[std::uint64_t{played.plan.client_address} << 16 | played.plan.client_port];
    if (before != nullptr && IsQuic(played)) {
      EXPECT_EQ(played.at, before->end + kSecond);
      EXPECT_EQ(played.plan.exchanges, std::max(1u, before->plan.exchanges - 1));
    } else if (before != nullptr) {
      EXPECT_EQ(played.at, before->end + 5 * kSecond);
    }
    before = &played;
  }
}

// Each client polls at a power of two of seconds, so that 1/64 + 1/128 + ... + 1/1024 of five come in a second.
TEST(Dns, NtpClientsPollFromTheirOwnPort) {
  std::map<std::uint32_t, std::vector<TimeNs>> polls;
  for (const Played& played : Asking().played()) {
    if (!IsNtp(played)) continue;
    EXPECT_EQ(played.plan.client_port, 123);
    polls[played.plan.client_address].push_back(played.at);
  }
  EXPECT_NEAR(static_cast<double>(Asking().Count(IsNtp)), 2000 / 5.0 * 100 * (31 / 1024.0), 120);
  for (const auto& [client, times] : polls) {
    if (times.size() > 1) {
      EXPECT_EQ(times[1] - times[0], 64 * kSecond);
    }
  }
}

}  // namespace
}  // namespace tidegate::testbed
