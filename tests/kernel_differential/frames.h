// Turns the packets of conversations into Ethernet frames.
#ifndef TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_FRAMES_H_
#define TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_FRAMES_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "kernel_differential/conversation.h"
#include "support/packet_builder.h"
#include "tidegate/ip_address.h"

namespace tidegate::differential {

// Who the two sides of a conversation are.
struct Ends {
  std::array<IpAddress, 2> address;  // by side
  std::array<std::uint16_t, 2> port{};
};

// The ends of the number-th connection: no two numbers below 2^22 have a client address in common.
Ends EndsOf(std::uint32_t number, bool v6);

// The number of the connection whose client has this address; none if it is not a client's.
std::optional<std::uint32_t> NumberOfClient(const IpAddress& address);

// REQUIRES: step < conversation.steps.size(); what an ICMP error quotes stands before it.
test::Bytes FrameOf(const Conversation& conversation, std::size_t step, const Ends& ends);

// The frame's number: the IPv4 identification, or the IPv6 flow label. 16 bits.
void SetFrameTag(test::Bytes& frame, std::uint16_t tag);

}  // namespace tidegate::differential

#endif  // TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_FRAMES_H_
