// Frames between named stations, and what surrounds them in an overlay: written out here by the RFCs, so that a test of
// the dataplane does not believe the dataplane.
#ifndef TIDEGATE_TESTS_DATAPLANE_NETWORK_FRAMES_H_
#define TIDEGATE_TESTS_DATAPLANE_NETWORK_FRAMES_H_

#include <cstdint>
#include <string>

#include "support/packet_builder.h"

namespace tidegate::test {

// 02:00:00:00:00:NN.
Bytes Mac(std::uint8_t number);
inline const Bytes kBroadcast = Bytes(6, 0xff);

// The frame with other Ethernet addresses.
Bytes Between(const Bytes& from, const Bytes& to, Bytes frame);

// ARP for IPv4 (RFC 826).
Bytes ArpRequest(const Bytes& sender_mac, const char* sender, const char* target);
Bytes ArpReply(const Bytes& sender_mac, const char* sender, const Bytes& target_mac, const char* target);

// A neighbour advertisement or solicitation (RFC 4861 sections 4.3, 4.4) with the link-layer address option, or a
// router advertisement.
Bytes NeighbourMessage(std::uint8_t type, const char* source, const char* target, const Bytes& link_address);

struct Tunnel {
  Bytes from_mac = Mac(0xf1);
  Bytes to_mac = Mac(0xf0);
  const char* from = "192.0.2.2";
  const char* to = "192.0.2.1";
  std::uint32_t vni = 100;
  std::uint16_t udp_port = 4789;
  std::uint8_t tos = 0;
};

// RFC 7348 section 5.
Bytes Vxlan(const Tunnel& tunnel, const Bytes& inner);

}  // namespace tidegate::test

#endif  // TIDEGATE_TESTS_DATAPLANE_NETWORK_FRAMES_H_
