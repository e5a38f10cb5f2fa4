#include "overlay/arp.h"

#include <algorithm>
#include <cstring>

#include "packet/byte_order.h"
#include "tidegate/packet_view.h"

namespace tidegate {
namespace {

constexpr std::uint8_t kEthernetIpv4[] = {0, 1, 8, 0, 6, 4};
constexpr MacBytes kEverybody = {0xff, 0xff, 0xff, 0xff, 0xff, 0xff};

struct Line {
  MacBytes to;
  std::uint16_t operation;
  MacBytes sender_mac;
  std::uint32_t sender;
  MacBytes target_mac;
  std::uint32_t target;
};

void Write(std::uint8_t* frame, const Line& line) {
  std::memcpy(frame, line.to.data(), 6);
  std::memcpy(frame + 6, line.sender_mac.data(), 6);
  internal::StoreBigEndian(frame + 12, kEtherTypeArp);
  std::memcpy(frame + 14, kEthernetIpv4, sizeof(kEthernetIpv4));
  internal::StoreBigEndian(frame + 20, line.operation);
  std::memcpy(frame + 22, line.sender_mac.data(), 6);
  std::memcpy(frame + 28, &line.sender, 4);
  std::memcpy(frame + 32, line.target_mac.data(), 6);
  std::memcpy(frame + 38, &line.target, 4);
}

}  // namespace

std::optional<ArpMessage> ReadArp(const std::uint8_t* frame, std::size_t captured) {
  if (captured < kArpFrameBytes || internal::Load16(frame + 12) != kEtherTypeArp) return std::nullopt;
  if (std::memcmp(frame + 14, kEthernetIpv4, sizeof(kEthernetIpv4)) != 0 || (frame[22] & 1) != 0) return std::nullopt;
  ArpMessage message{.operation = internal::Load16(frame + 20)};
  std::memcpy(message.sender_mac.data(), frame + 22, 6);
  std::memcpy(&message.sender, frame + 28, 4);
  std::memcpy(&message.target, frame + 38, 4);
  return message;
}

void WriteArpRequest(std::uint8_t* frame, const MacBytes& own_mac, std::uint32_t own, std::uint32_t wanted) {
  Write(frame, {kEverybody, kArpRequest, own_mac, own, {}, wanted});
}

void WriteArpReply(std::uint8_t* frame, const MacBytes& own_mac, std::uint32_t own, const ArpMessage& request) {
  Write(frame, {request.sender_mac, kArpReply, own_mac, own, request.sender_mac, request.sender});
}

}  // namespace tidegate
