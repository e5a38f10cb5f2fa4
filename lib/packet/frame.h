// What the readers of the single headers share: how far they may read, and how far the packet goes.
#ifndef TIDEGATE_LIB_PACKET_FRAME_H_
#define TIDEGATE_LIB_PACKET_FRAME_H_

#include <cstddef>
#include <cstdint>

namespace tidegate::internal {

// All numbers count from the Ethernet header.
struct Frame {
  const std::uint8_t* data;
  std::size_t captured;  // bytes that may be read
  std::size_t on_wire;   // bytes the frame had
};

// The IP packet within a frame, once its length is known. Behind its end there is only the padding of a short frame.
struct IpExtent {
  std::size_t end = 0;       // of the packet on the wire
  std::size_t readable = 0;  // the lesser of that and of what was captured: no header may pass it

  IpExtent() = default;
  IpExtent(const Frame& frame, std::size_t ip_end)
      : end(ip_end), readable(ip_end < frame.captured ? ip_end : frame.captured) {}
};

}  // namespace tidegate::internal

#endif  // TIDEGATE_LIB_PACKET_FRAME_H_
