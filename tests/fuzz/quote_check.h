// What is read of the packet that an ICMP error quotes, against the error's bytes.
#ifndef TIDEGATE_TESTS_FUZZ_QUOTE_CHECK_H_
#define TIDEGATE_TESTS_FUZZ_QUOTE_CHECK_H_

#include <cstddef>

#include "tidegate/packet_view.h"

namespace tidegate::fuzz {

// Ends the process where the quote of an ICMP error contradicts the error; does nothing for other packets. REQUIRES:
// ParsePacket() of these `captured` bytes returned kNone.
void CheckQuote(const PacketView& view, std::size_t captured);

}  // namespace tidegate::fuzz

#endif  // TIDEGATE_TESTS_FUZZ_QUOTE_CHECK_H_
