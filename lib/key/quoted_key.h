// The key of the packet that an ICMP error quotes.
#ifndef TIDEGATE_LIB_KEY_QUOTED_KEY_H_
#define TIDEGATE_LIB_KEY_QUOTED_KEY_H_

#include "key/flow_key_inl.h"
#include "packet/icmp_error.h"

namespace tidegate::internal {

// Makes the key that the quoted packet itself had, and returns the side that sent it, which is the one the error is
// for. REQUIRES: quote.kind is kPacket; its addresses are of the key's family; zone <= kMaxZone.
template <std::size_t kAddressBytes>
inline FlowSide QuotedFlowKey(const IcmpQuote& quote, Zone zone, BasicFlowKey<kAddressBytes>& key) {
  return FillKey({quote.src_address, quote.dst_address, quote.src_port, quote.dst_port, zone, quote.protocol}, key);
}

}  // namespace tidegate::internal

#endif  // TIDEGATE_LIB_KEY_QUOTED_KEY_H_
