// VXLAN over UDP and IPv4 (RFC 7348): the fifty bytes around a frame.
#ifndef TIDEGATE_DATAPLANE_OVERLAY_VXLAN_H_
#define TIDEGATE_DATAPLANE_OVERLAY_VXLAN_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "tidegate/drop_reason.h"

namespace tidegate {

inline constexpr std::uint16_t kVxlanPort = 4789;
inline constexpr std::uint32_t kMaxVni = (1u << 24) - 1;

// Ethernet, IPv4, UDP, VXLAN.
inline constexpr std::size_t kVxlanBytes = 14 + 20 + 8 + 8;
// What is left for the inner IP packet: the inner Ethernet header counts as well.
inline constexpr std::size_t kVxlanMtuBytes = kVxlanBytes;

// What surrounds a frame that came through a tunnel.
struct VxlanOuter {
  std::size_t bytes = 0;  // in front of the inner frame
  std::uint32_t vni = 0;
  std::uint32_t source = 0;  // in network order
  std::uint8_t ecn = 0;
};

// Reads an outer header whose destination is `own`, an address in network order, and `udp_port`. kNotVxlan for anything
// else, kBadVxlan for a packet that is cut short, in fragments (RFC 7348 section 4.3: a tunnel end may drop them), with
// another outer length than the frame has room for, or without the flag that says that the VNI is valid. The UDP
// checksum may be zero; another is not looked at, as the inner packet has its own.
DropReason ReadVxlan(const std::uint8_t* frame, std::size_t captured, std::uint32_t own, std::uint16_t udp_port,
                     VxlanOuter& outer);

// The two ECN bits that the inner packet of a decapsulated frame gets (RFC 6040 section 4.2), or nothing if the packet
// has to be dropped: it was marked in the tunnel, and its ends do not know of ECN.
std::optional<std::uint8_t> DecapsulatedEcn(std::uint8_t inner, std::uint8_t outer);

// Applies it to the IP packet in an Ethernet frame. False if the packet has to be dropped. Frames of other kinds stay.
bool TakeOverEcn(std::uint8_t* frame, std::size_t captured, std::uint8_t outer_ecn);

// One end of one tunnel towards another, as the bytes in front of a frame; only the lengths, the entropy and the ECN
// bits differ between two packets.
class VxlanHeader {
 public:
  // Ethernet and IPv4 addresses as they are sent.
  struct Ends {
    std::array<std::uint8_t, 6> own_mac;
    std::uint32_t own;
    std::uint32_t other;
    std::uint16_t udp_port;
  };

  explicit VxlanHeader(const Ends& ends);

  // Writes kVxlanBytes in front of an inner frame of `inner_bytes`. The outer source port is taken from `entropy`, so
  // that the network between spreads flows over its paths (RFC 7348 section 5); the ECN bits are the inner packet's
  // (RFC 6040 section 4.1); the packet must not be cut (DF), and so needs no identification (RFC 6864).
  void Write(std::uint8_t* to, const std::array<std::uint8_t, 6>& next_hop, std::uint32_t vni, std::size_t inner_bytes,
             std::uint32_t entropy, std::uint8_t ecn) const;

 private:
  std::array<std::uint8_t, kVxlanBytes> bytes_{};
};

// A number that the packets of a connection share, in one direction. From addresses, protocol and ports; of frames
// without IP, from the Ethernet addresses; of fragments, without ports.
std::uint32_t FlowEntropy(const std::uint8_t* frame, std::size_t captured);

// The ECN bits of an Ethernet frame's IP packet; 0 without one.
std::uint8_t EcnOf(const std::uint8_t* frame, std::size_t captured);

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_OVERLAY_VXLAN_H_
