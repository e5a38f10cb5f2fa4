// Cuts frames of packet_builder.h into IP fragments, also such as no sender would make.
//
//   std::vector<Bytes> pieces = CutIntoFragments(BuildUdp({.payload = 4000}), {.ip_bytes = 1500});
#ifndef TIDEGATE_TESTS_SUPPORT_FRAGMENT_BUILDER_H_
#define TIDEGATE_TESTS_SUPPORT_FRAGMENT_BUILDER_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "support/packet_builder.h"

namespace tidegate::test {

struct FragmentSpec {
  std::size_t offset = 0;  // in the packet's data, behind the IPv4 header with its options or the IPv6 header
  std::size_t length = 8;
  bool more = true;
  std::uint32_t id = 4711;
};

// One fragment of a frame that is not fragmented, with the bytes of the frame where it has them and zeros behind its
// end. The frame has no VLAN tags.
Bytes BuildFragment(const Bytes& frame, const FragmentSpec& spec);

struct CutSpec {
  std::size_t ip_bytes = 1500;  // of each fragment at most, headers included
  std::uint32_t id = 4711;
};

// The whole frame as a sender would cut it.
std::vector<Bytes> CutIntoFragments(const Bytes& frame, const CutSpec& spec = {});

// Bytes of the packet's data: what the fragments share.
std::size_t DataBytes(const Bytes& frame);

}  // namespace tidegate::test

#endif  // TIDEGATE_TESTS_SUPPORT_FRAGMENT_BUILDER_H_
