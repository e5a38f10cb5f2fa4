// Finds packets whose checksum was made with another address than their IP header shows at this point of their way.
#ifndef TIDEGATE_LIB_PACKET_REWRITTEN_ADDRESS_H_
#define TIDEGATE_LIB_PACKET_REWRITTEN_ADDRESS_H_

#include "tidegate/packet_view.h"

namespace tidegate::internal {

// True for an IPv4 source route that is not at its end (RFC 791 section 3.1), for an IPv6 routing header that is not
// (RFC 8200 sections 4.4 and 8.1), and for Mobile IPv6's home address option (RFC 6275 section 6.3): the pseudo-header
// of these has the final destination, or the home address.
//
// REQUIRES: ParsePacket() returned kNone; view.ip_version is not 0.
bool HasRewrittenAddress(const PacketView& view);

}  // namespace tidegate::internal

#endif  // TIDEGATE_LIB_PACKET_REWRITTEN_ADDRESS_H_
