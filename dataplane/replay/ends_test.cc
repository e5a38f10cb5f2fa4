// Ports of captured packets by their addresses.
#include "ends.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "support/packet_builder.h"

namespace tidegate::replay {
namespace {

using test::Bytes;
using test::Ip;

PortSpec Port(std::vector<IpAddress> addresses, Zone zone) {
  PortSpec port;
  port.name = "port at " + ToString(addresses[0]) + " in " + std::to_string(zone);
  port.addresses = std::move(addresses);
  port.zone = zone;
  return port;
}

// Two neighbours in zone 0; in zone 5 another tenant with the address of the first, and with one of its own.
std::vector<PortSpec> Ports() {
  return {Port({Ip("192.168.0.4"), Ip("2001:db8::4")}, 0), Port({Ip("192.168.0.5")}, 0), Port({Ip("192.168.0.4")}, 5),
          Port({Ip("192.168.0.9")}, 5)};
}

Ends EndsOf(const Bytes& frame, std::size_t captured) {
  const std::vector<PortSpec> ports = Ports();
  const auto policy = SecurityPolicy::Compile({}, ports);
  EXPECT_TRUE(policy.ok()) << policy.status();
  PacketView view;
  ParsePacket(frame.data(), captured, frame.size(), view);
  return EndFinder(**policy, ports).Find(view, captured);
}

Ends EndsOf(const Bytes& frame) { return EndsOf(frame, frame.size()); }

TEST(EndFinder, FindsPortsByTheAddressesOfAPacket) {
  const struct {
    const char* source;
    const char* destination;
    Ends ends;
  } kRows[] = {
      {"10.0.0.1", "192.168.0.4", {kNoPort, 0, 0}},
      {"192.168.0.4", "10.0.0.1", {0, kNoPort, 0}},
      {"192.168.0.4", "192.168.0.5", {0, 1, 0}},
      {"2001:db8::9", "2001:db8::4", {kNoPort, 0, 0}},
      {"10.0.0.1", "10.0.0.2", {kNoPort, kNoPort, 0}},
      {"10.0.0.1", "192.168.0.9", {kNoPort, 3, 5}},  // known in zone 5 only
      {"192.168.0.4", "192.168.0.9", {2, 3, 5}},     // one end in zone 0, both in zone 5
  };
  for (const auto& row : kRows) {
    const Bytes frame = test::BuildTcp({.src = Ip(row.source), .dst = Ip(row.destination)});
    EXPECT_EQ(EndsOf(frame), row.ends) << row.source << " to " << row.destination;
  }
}

TEST(EndFinder, ReadsTheAddressesOfADamagedPacketIfTheyAreThere) {
  const Bytes frame = test::BuildTcp({.src = Ip("10.0.0.1"), .dst = Ip("192.168.0.4")});
  EXPECT_EQ(EndsOf(frame, 14 + 20 + 4), (Ends{kNoPort, 0, 0}));  // ends within the TCP header
  EXPECT_EQ(EndsOf(frame, 14 + 19), Ends());                     // ends within the IP header
  EXPECT_EQ(EndsOf(frame, 0), Ends());
}

TEST(EndFinder, ReadsArp) {
  const Bytes request = test::BuildArpRequest({.sender = Ip("192.168.0.4"), .target = Ip("192.168.0.5")});
  EXPECT_EQ(EndsOf(request), (Ends{0, 1, 0}));
  EXPECT_EQ(EndsOf(request, 14 + 27), Ends());
  Bytes other = request;
  other[14 + 4] = 8;  // longer hardware addresses: nothing is where it was
  EXPECT_EQ(EndsOf(other), Ends());
}

}  // namespace
}  // namespace tidegate::replay
