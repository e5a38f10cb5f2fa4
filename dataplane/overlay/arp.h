// ARP for a tunnel end's own address and for the hops towards the others (RFC 826).
#ifndef TIDEGATE_DATAPLANE_OVERLAY_ARP_H_
#define TIDEGATE_DATAPLANE_OVERLAY_ARP_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace tidegate {

inline constexpr std::size_t kArpFrameBytes = 42;
inline constexpr std::uint16_t kArpRequest = 1;
inline constexpr std::uint16_t kArpReply = 2;

using MacBytes = std::array<std::uint8_t, 6>;

// Addresses of IPv4 in network order.
struct ArpMessage {
  std::uint16_t operation = 0;
  MacBytes sender_mac{};
  std::uint32_t sender = 0;
  std::uint32_t target = 0;
};

// Nothing if the frame is no ARP message of Ethernet and IPv4, or comes from a group's address.
std::optional<ArpMessage> ReadArp(const std::uint8_t* frame, std::size_t captured);

// Write kArpFrameBytes. A request goes to everybody.
void WriteArpRequest(std::uint8_t* frame, const MacBytes& own_mac, std::uint32_t own, std::uint32_t wanted);
void WriteArpReply(std::uint8_t* frame, const MacBytes& own_mac, std::uint32_t own, const ArpMessage& request);

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_OVERLAY_ARP_H_
