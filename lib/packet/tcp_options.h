// Reads a list of TCP options in any order.
#ifndef TIDEGATE_LIB_PACKET_TCP_OPTIONS_H_
#define TIDEGATE_LIB_PACKET_TCP_OPTIONS_H_

#include <cstddef>
#include <cstdint>

#include "tidegate/packet_view.h"

namespace tidegate::internal {

// Sets the option fields of `tcp` from `size` bytes at `options`. kBadTcpOptions if an option's length is below two,
// reaches past the end, or is not the one its kind has; options of unknown kind are skipped.
DropReason WalkTcpOptions(const std::uint8_t* options, std::size_t size, TcpFields& tcp);

}  // namespace tidegate::internal

#endif  // TIDEGATE_LIB_PACKET_TCP_OPTIONS_H_
