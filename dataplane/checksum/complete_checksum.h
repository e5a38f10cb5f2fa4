// Checksums that a sender has left to somebody behind it. Between the memory of virtual machines a packet's checksum is
// often not there yet (VIRTIO_NET_F_CSUM); a device that sends it to others without that agreement must not get it so.
#ifndef TIDEGATE_DATAPLANE_CHECKSUM_COMPLETE_CHECKSUM_H_
#define TIDEGATE_DATAPLANE_CHECKSUM_COMPLETE_CHECKSUM_H_

#include <cstddef>
#include <cstdint>

namespace tidegate {

// Writes the checksums of TCP, UDP or SCTP, and of an IPv4 header. What is no such packet, a fragment, or not all here,
// stays as it is. REQUIRES: `bytes` can be written. Cost: as to verify one, 10 to 200 ns.
void CompleteChecksums(std::uint8_t* frame, std::size_t bytes);

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_CHECKSUM_COMPLETE_CHECKSUM_H_
