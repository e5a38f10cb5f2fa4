#include "network_frames.h"

#include <algorithm>

namespace tidegate::test {
namespace {

void Put(Bytes& to, const Bytes& bytes) { to.insert(to.end(), bytes.begin(), bytes.end()); }
void Put16(Bytes& to, std::size_t number) {
  to.push_back(static_cast<std::uint8_t>(number >> 8));
  to.push_back(static_cast<std::uint8_t>(number));
}
void PutAddress(Bytes& to, const char* text) {
  const IpAddress address = Ip(text);
  to.insert(to.end(), address.bytes.begin(), address.bytes.begin() + (address.v6 ? 16 : 4));
}

Bytes Arp(const Bytes& to, std::uint16_t operation, const Bytes& sender_mac, const char* sender,
          const Bytes& target_mac, const char* target) {
  Bytes frame;
  Put(frame, to);
  Put(frame, sender_mac);
  Put(frame, {0x08, 0x06, 0, 1, 8, 0, 6, 4});
  Put16(frame, operation);
  Put(frame, sender_mac);
  PutAddress(frame, sender);
  Put(frame, target_mac);
  PutAddress(frame, target);
  return frame;
}

}  // namespace

Bytes Mac(std::uint8_t number) { return {2, 0, 0, 0, 0, number}; }

Bytes Between(const Bytes& from, const Bytes& to, Bytes frame) {
  std::copy(to.begin(), to.end(), frame.begin());
  std::copy(from.begin(), from.end(), frame.begin() + 6);
  return frame;
}

Bytes ArpRequest(const Bytes& sender_mac, const char* sender, const char* target) {
  return Arp(kBroadcast, 1, sender_mac, sender, Bytes(6, 0), target);
}

Bytes ArpReply(const Bytes& sender_mac, const char* sender, const Bytes& target_mac, const char* target) {
  return Arp(target_mac, 2, sender_mac, sender, target_mac, target);
}

Bytes NeighbourMessage(std::uint8_t type, const char* source, const char* target, const Bytes& link_address) {
  Bytes message = {type, 0, 0, 0};
  Put(message, Bytes(type == 134 ? 12 : 4, 0));
  if (type != 134) PutAddress(message, target);
  Put(message, {static_cast<std::uint8_t>(type == 136 ? 2 : 1), 1});
  Put(message, link_address);
  Bytes pseudo;
  PutAddress(pseudo, source);
  PutAddress(pseudo, "ff02::1");
  Put16(pseudo, 0);
  Put16(pseudo, message.size());
  Put(pseudo, {0, 0, 0, 58});
  Put(pseudo, message);
  const std::uint16_t sum = InternetChecksum(pseudo);
  message[2] = static_cast<std::uint8_t>(sum >> 8);
  message[3] = static_cast<std::uint8_t>(sum);
  IpSpec spec{.src = Ip(source), .dst = Ip("ff02::1"), .protocol = 58, .payload = message};
  spec.frame.ttl = 255;
  return Between(link_address, {0x33, 0x33, 0, 0, 0, 1}, BuildIp(spec));
}

Bytes Vxlan(const Tunnel& tunnel, const Bytes& inner) {
  Bytes udp;
  Put16(udp, 50000);
  Put16(udp, tunnel.udp_port);
  Put16(udp, 16 + inner.size());
  Put16(udp, 0);
  Put(udp, {0x08, 0, 0, 0, static_cast<std::uint8_t>(tunnel.vni >> 16), static_cast<std::uint8_t>(tunnel.vni >> 8),
            static_cast<std::uint8_t>(tunnel.vni), 0});
  Put(udp, inner);
  Bytes frame = BuildIp({.src = Ip(tunnel.from), .dst = Ip(tunnel.to), .protocol = 17, .payload = udp});
  frame[15] = tunnel.tos;
  frame[24] = frame[25] = 0;
  const std::uint16_t sum = InternetChecksum(Bytes(frame.begin() + 14, frame.begin() + 34));
  frame[24] = static_cast<std::uint8_t>(sum >> 8);
  frame[25] = static_cast<std::uint8_t>(sum);
  return Between(tunnel.from_mac, tunnel.to_mac, frame);
}

}  // namespace tidegate::test
