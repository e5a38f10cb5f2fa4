// Connections in zones, for the tests of what zones have of their own.
#ifndef TIDEGATE_FIREWALL_ZONE_TEST_UTIL_H_
#define TIDEGATE_FIREWALL_ZONE_TEST_UTIL_H_

#include <algorithm>
#include <cstdint>

#include "firewall/firewall_test_util.h"

namespace tidegate::test {

// Sends the packets of TCP connections to port 22, one for each client address, in a zone and a family.
class ZoneTraffic {
 public:
  ZoneTraffic(FirewallHarness& harness, Zone zone, bool v6 = false)
      : ZoneTraffic(*harness.firewall, *harness.worker, zone, v6) {}
  ZoneTraffic(Firewall& firewall, Firewall::Worker& worker, Zone zone, bool v6 = false)
      : firewall_(firewall), worker_(worker), zone_(zone), v6_(v6) {}

  PacketResult Syn(std::uint32_t client, TimeNs at, std::uint32_t isn = 1000) {
    return Segment(client, true, kTcpSyn, isn, 0, at);
  }
  // The whole handshake; the last packet's result.
  PacketResult Open(std::uint32_t client, TimeNs at, std::uint32_t isn = 1000) {
    const PacketResult syn = Syn(client, at, isn);
    if (syn.verdict != Verdict::kPass) return syn;
    Segment(client, false, kTcpSyn | kTcpAck, isn + 4000, isn + 1, at);
    return Ack(client, at, isn);
  }
  // A keep-alive's answer: nothing new, on a connection that is open.
  PacketResult Ack(std::uint32_t client, TimeNs at, std::uint32_t isn = 1000) {
    return Segment(client, true, kTcpAck, isn + 1, isn + 4001, at);
  }
  // FINs of both sides, the server's first: TIME-WAIT.
  PacketResult Close(std::uint32_t client, TimeNs at, std::uint32_t isn = 1000) {
    Segment(client, false, kTcpFin | kTcpAck, isn + 4001, isn + 1, at);
    Segment(client, true, kTcpFin | kTcpAck, isn + 1, isn + 4002, at);
    return Segment(client, false, kTcpAck, isn + 4002, isn + 2, at);
  }
  PacketResult Udp(std::uint32_t client, TimeNs at) {
    return Send(BuildUdp({.src = Client(client), .dst = Server()}), true, at);
  }

 private:
  IpAddress Client(std::uint32_t number) const {
    if (!v6_) return Ip4(0x0a000000 + number);
    IpAddress address = Ip("2001:db8:1::");
    address.bytes[14] = static_cast<std::uint8_t>(number >> 8);
    address.bytes[15] = static_cast<std::uint8_t>(number);
    return address;
  }
  IpAddress Server() const { return Ip(v6_ ? "2001:db8::4" : "192.168.0.4"); }

  PacketResult Segment(std::uint32_t client, bool inbound, std::uint8_t flags, std::uint32_t seq, std::uint32_t ack,
                       TimeNs at) {
    const TcpSpec spec{.src = Client(client), .dst = Server(), .flags = flags, .seq = seq, .ack = ack};
    return Send(BuildTcp(inbound ? spec : Reversed(spec)), inbound, at);
  }
  PacketResult Send(const Bytes& frame, bool inbound, TimeNs at) {
    const auto size = static_cast<std::uint32_t>(frame.size());
    const PacketIn packet{.data = frame.data(),
                          .captured = size,
                          .on_wire = size,
                          .from = inbound ? kNoPort : kVm,
                          .to = inbound ? kVm : kNoPort,
                          .zone = zone_};
    PacketResult result;
    firewall_.Process(worker_, {&packet, 1}, at, {&result, 1});
    return result;
  }

  Firewall& firewall_;
  Firewall::Worker& worker_;
  Zone zone_;
  bool v6_;
};

inline ZoneUsage UsageOf(const Firewall& firewall, Zone zone, TimeNs now) {
  const std::vector<ZoneUsage> zones = firewall.Zones(now);
  const auto found = std::find_if(zones.begin(), zones.end(), [zone](const ZoneUsage& u) { return u.zone == zone; });
  EXPECT_NE(found, zones.end()) << "zone " << zone;
  return found == zones.end() ? ZoneUsage() : *found;
}

}  // namespace tidegate::test

#endif  // TIDEGATE_FIREWALL_ZONE_TEST_UTIL_H_
