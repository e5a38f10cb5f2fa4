// What a device has already found out about a packet's checksums.
#ifndef TIDEGATE_CHECKSUM_STATUS_H_
#define TIDEGATE_CHECKSUM_STATUS_H_

#include <cstdint>

namespace tidegate {

// The first byte behind the Ethernet and VLAN headers is meant to be that of the IP header looked at: what a device
// says about the inner packet of a tunnel is kUnknown here.
//
// No device verifies ICMP, though some drivers call such packets good: kGood and kGoodL4 speak of TCP, UDP and SCTP.
enum class ChecksumStatus : std::uint8_t {
  kUnknown,  // nothing, or not everything
  kGood,     // the IPv4 header and layer 4 are right
  kGoodL4,   // layer 4 is right; about the header it said nothing
  kBadIp,    // the IPv4 header is wrong
  kBadL4,    // layer 4 is wrong
};

}  // namespace tidegate

#endif  // TIDEGATE_CHECKSUM_STATUS_H_
