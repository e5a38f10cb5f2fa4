// Builds SCTP packets chunk by chunk, with the right lengths, padding and checksum.
//
//   BuildSctp({.src = Ip("10.0.0.1"), .dst = Ip("10.0.0.2"), .tag = 0, .chunks = {InitChunk(kSctpInit, 0x11111111)}});
#ifndef TIDEGATE_TESTS_SUPPORT_SCTP_BUILDER_H_
#define TIDEGATE_TESTS_SUPPORT_SCTP_BUILDER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "support/packet_builder.h"
#include "tidegate/ip_address.h"
#include "tidegate/packet_view.h"

namespace tidegate::test {

struct SctpChunk {
  std::uint8_t type = kSctpData;
  std::uint8_t flags = 0;
  Bytes value{};
  std::optional<std::uint16_t> length{};  // instead of the right one, so that a test may lie
};

struct SctpSpec {
  IpAddress src = Ip4(0x0a000001);
  IpAddress dst = Ip4(0xc0a80004);
  std::uint16_t src_port = 40000;
  std::uint16_t dst_port = 3868;
  std::uint32_t tag = 0;
  std::vector<SctpChunk> chunks{};
  FrameSpec frame{};
};

Bytes BuildSctp(const SctpSpec& spec);

// INIT or INIT ACK, without optional parameters (RFC 9260 sections 3.3.2 and 3.3.3).
SctpChunk InitChunk(std::uint8_t type, std::uint32_t initiate_tag);
// A chunk of this type with the least it may contain. `reflects_tag`: with the T bit.
SctpChunk PlainChunk(std::uint8_t type, bool reflects_tag = false);
SctpChunk DataChunk(std::size_t bytes);

// RFC 9260 appendix A, bit by bit.
std::uint32_t SctpChecksum(const Bytes& packet);

}  // namespace tidegate::test

#endif  // TIDEGATE_TESTS_SUPPORT_SCTP_BUILDER_H_
