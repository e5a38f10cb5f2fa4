// What comes out of a NAT: few addresses, each port for one connection at a time, and again afterwards.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <map>
#include <set>

#include "testbed/workload/workload_test_util.h"

namespace tidegate::testbed {
namespace {

bool IsQuery(const Played& played) { return played.plan.transport == Transport::kUdp; }
bool IsLong(const Played& played) { return played.plan.exchanges == std::numeric_limits<std::uint32_t>::max(); }

TEST(NatGateway, ConnectionsComeInTheirShares) {
  FakeStage stage;
  stage.Play(*WorkloadOf(R"({"name": "nat_gateway", "hosts": 2000})"), 100 * kSecond);
  const auto longs = static_cast<double>(stage.Count(IsLong));
  const double others = static_cast<double>(stage.played().size()) - longs;
  EXPECT_NEAR(longs, 1000, 50);
  EXPECT_GE(stage.OpenAt(99 * kSecond), stage.Count(IsLong));
  EXPECT_NEAR(others, 2000 * 0.2 * 100, 600);
  EXPECT_NEAR(static_cast<double>(stage.Count(IsQuery)) / others, 0.53, 0.01);
}

TEST(NatGateway, AHostKeepsItsAddress) {
  FakeStage stage;
  stage.Play(*WorkloadOf(R"({"name": "nat_gateway", "hosts": 100, "addresses": 3})"), 100 * kSecond);
  std::map<std::uint32_t, int> addresses;
  for (const Played& played : stage.played()) ++addresses[played.plan.client_address];
  EXPECT_EQ(addresses.size(), 3u);
}

// One address with 50 ports: at most 50 at once of each protocol, and a UDP port rests for 20 s.
TEST(NatGateway, PortsAreGivenOnceAtATimeAndRest) {
  FakeStage stage;
  stage.Play(*WorkloadOf(R"({"name": "nat_gateway", "hosts": 50, "addresses": 1, "ports": 50, "long_share": 0.2,
                             "udp_rest_s": 20})"),
             600 * kSecond);
  std::map<std::pair<Transport, std::uint16_t>, const Played*> last;
  std::set<std::uint16_t> ports;
  for (const Played& played : stage.played()) {
    const Played*& before = last[{played.plan.transport, played.plan.client_port}];
    if (before != nullptr) {
      ASSERT_NE(before->end, 0u);
      EXPECT_GE(played.at, before->end + (IsQuery(played) ? 20 * kSecond : 0));
    }
    before = &played;
    ports.insert(played.plan.client_port);
  }
  EXPECT_EQ(ports.size(), 50u);
  EXPECT_GE(*ports.begin(), 1024);
  // 5.3 queries a second would need 106 ports.
  EXPECT_NEAR(static_cast<double>(stage.Count(IsQuery)), 600 / 20.0 * 50, 100);
}

// A tuple comes again while the firewall still has it in TIME-WAIT.
TEST(NatGateway, TcpPortsComeAgainAtOnce) {
  FakeStage stage;
  stage.Play(*WorkloadOf(R"({"name": "nat_gateway", "hosts": 1000, "addresses": 1, "ports": 1000, "dns_share": 0,
                             "long_share": 0})"),
             60 * kSecond);
  std::map<std::uint16_t, TimeNs> ends;
  int reused = 0;
  for (const Played& played : stage.played()) {
    const auto found = ends.find(played.plan.client_port);
    if (found != ends.end()) reused += played.at - found->second < 10 * kSecond;
    if (played.end != 0) ends[played.plan.client_port] = played.end;
  }
  EXPECT_GT(reused, 1000);
}

TEST(NatGateway, WhoIsCutOffComesAgain) {
  FakeStage stage;
  stage.fate = [](const Plan&, TimeNs now) { return now < 20 * kSecond ? Ending::kBroken : Ending::kDone; };
  stage.Play(*WorkloadOf(R"({"name": "nat_gateway", "hosts": 100, "rate": 0.001, "long_share": 1, "pause_s": 10})"),
             200 * kSecond);
  EXPECT_EQ(stage.Count([](const auto& played) { return IsLong(played) && played.open_at(199 * kSecond); }), 100u);
}

}  // namespace
}  // namespace tidegate::testbed
