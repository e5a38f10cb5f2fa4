// What the verification of a packet's checksums says, against sums taken byte by byte.
#ifndef TIDEGATE_TESTS_FUZZ_CHECKSUM_CHECK_H_
#define TIDEGATE_TESTS_FUZZ_CHECKSUM_CHECK_H_

#include <cstddef>

#include "tidegate/packet_view.h"

namespace tidegate::fuzz {

// Ends the process where VerifyChecksums() is wrong. REQUIRES: ParsePacket() of these `captured` bytes returned kNone.
void CheckChecksums(const PacketView& view, std::size_t captured);

}  // namespace tidegate::fuzz

#endif  // TIDEGATE_TESTS_FUZZ_CHECKSUM_CHECK_H_
