// What a parsed frame's view promises to those who use it, checked against the frame's bytes.
#ifndef TIDEGATE_TESTS_FUZZ_VIEW_CHECK_H_
#define TIDEGATE_TESTS_FUZZ_VIEW_CHECK_H_

#include <cstddef>
#include <cstdint>

#include "tidegate/packet_view.h"

namespace tidegate::fuzz {

// True for the reasons that ParsePacket() may give, kNone included.
bool IsParserReason(DropReason reason);

// True for the reasons that more captured bytes may cure. IPv6 extension headers have one for all their faults.
bool SaysCutShort(DropReason reason);

// Whether two views of the same bytes hold the same.
bool SameView(const PacketView& a, const PacketView& b);

// Ends the process where the view of an accepted frame contradicts the frame. REQUIRES: ParsePacket() returned kNone.
void CheckView(const std::uint8_t* data, std::size_t captured, std::size_t on_wire, const PacketView& view);

}  // namespace tidegate::fuzz

#endif  // TIDEGATE_TESTS_FUZZ_VIEW_CHECK_H_
