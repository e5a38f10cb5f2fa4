// Cuts a packet that was put together into fragments again, for the wire behind the firewall.
//
// DPDK's own functions are not used for this: the one for IPv6 writes an identification of zero, the one for IPv4
// refuses packets with DF, and both make chains of buffers, which a device can only send in a mode that slows down
// every other packet. Here each fragment is written whole into a buffer of its own.
//
//   Cutter cutter(frame, 1500);
//   for (std::size_t i = 0; i < cutter.count(); ++i) cutter.Write(i, buffer);    // of cutter.BytesOf(i) bytes
#ifndef TIDEGATE_DATAPLANE_REASSEMBLY_CUTTER_H_
#define TIDEGATE_DATAPLANE_REASSEMBLY_CUTTER_H_

#include <cstddef>
#include <cstdint>

namespace tidegate {

// A frame with a whole IP packet and nothing behind it.
struct WholeFrame {
  const std::uint8_t* data = nullptr;
  std::size_t bytes = 0;
  std::uint16_t l2_bytes = 0;  // Ethernet and VLAN tags
  std::uint8_t ip_version = 0;
  std::uint32_t ipv6_id = 0;  // for the fragment header
};

class Cutter {
 public:
  // At most `ip_bytes` of IP in each fragment. REQUIRES: the IP header is right, its IPv4 options aside.
  Cutter(const WholeFrame& frame, std::size_t ip_bytes);

  // How many fragments; 0 if not even eight bytes of data fit beside the headers.
  std::size_t count() const { return count_; }

  // Of a fragment's frame, Ethernet header included.
  std::size_t BytesOf(std::size_t index) const { return frame_.l2_bytes + header_bytes_ + DataOf(index); }

  // Writes that frame. An IPv4 fragment keeps the flag DF, has the checksum of its header, and only the first one has
  // the options that are not to be copied; in their place the others have no-operations (RFC 791 section 3.1).
  void Write(std::size_t index, std::uint8_t* to) const;

 private:
  std::size_t DataOf(std::size_t index) const;
  void FinishIpv4(std::size_t index, std::uint8_t* header) const;
  void FinishIpv6(std::size_t index, std::uint8_t* header) const;
  bool IsLast(std::size_t index) const { return index + 1 == count_; }

  WholeFrame frame_;
  std::size_t kept_bytes_ = 0;    // of the whole packet's header, which every fragment has
  std::size_t header_bytes_ = 0;  // of a fragment
  std::size_t total_ = 0;         // bytes of data
  std::size_t step_ = 0;          // of them in each fragment but the last
  std::size_t count_ = 0;
};

// Whether a router may cut this packet: IPv4 without DF. IPv6 is cut by its sender only (RFC 8200 section 4.5).
bool MayBeCutSmaller(const WholeFrame& frame);

// Sets the checksum of an IPv4 header.
void SetIpv4Checksum(std::uint8_t* header);

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_REASSEMBLY_CUTTER_H_
