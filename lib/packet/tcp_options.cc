// The walk of tcp_options.h: a SYN takes this way, an established connection's segments seldom.
#include "packet/tcp_options.h"

#include <algorithm>

#include "packet/byte_order.h"

namespace tidegate::internal {
namespace {

// RFC 9293 section 3.2, RFC 7323, RFC 2018.
enum Kind : std::uint8_t {
  kEnd = 0,
  kNop = 1,
  kMss = 2,
  kWindowScale = 3,
  kSackPermitted = 4,
  kSack = 5,
  kTimestamps = 8
};

constexpr std::size_t kSackBlockBytes = 8;

// RFC 7323 section 2.3: a greater shift count must be used as 14.
constexpr std::uint8_t kMaxWindowScale = 14;

// Whether an option of this kind may be that long.
bool IsRightLength(std::uint8_t kind, std::size_t length) {
  switch (kind) {
    case kMss:
      return length == 4;
    case kWindowScale:
      return length == 3;
    case kSackPermitted:
      return length == 2;
    case kSack:
      return length > 2 && length % kSackBlockBytes == 2;
    case kTimestamps:
      return length == 10;
    default:
      return length >= 2;
  }
}

// Edges are compared in the circle of sequence numbers (RFC 9293 section 3.4).
void TakeSack(const std::uint8_t* option, TcpFields& tcp) {
  for (std::size_t at = 2; at < option[1]; at += kSackBlockBytes) {
    const std::uint32_t right = Load32(option + at + 4);
    if (!tcp.has_sack || static_cast<std::int32_t>(right - tcp.sack_end) > 0) tcp.sack_end = right;
    tcp.has_sack = true;
  }
}

// REQUIRES: IsRightLength(option[0], option[1]).
void TakeOption(const std::uint8_t* option, TcpFields& tcp) {
  switch (option[0]) {
    case kWindowScale:
      tcp.window_scale = std::min(option[2], kMaxWindowScale);
      tcp.has_window_scale = true;
      break;
    case kSackPermitted:
      tcp.sack_permitted = true;
      break;
    case kSack:
      TakeSack(option, tcp);
      break;
    case kTimestamps:
      tcp.ts_value = Load32(option + 2);
      tcp.ts_echo = Load32(option + 6);
      tcp.has_timestamps = true;
      break;
    default:  // the maximum segment size changes nothing for a firewall, and neither do unknown kinds
      break;
  }
}

}  // namespace

DropReason WalkTcpOptions(const std::uint8_t* options, std::size_t size, TcpFields& tcp) {
  std::size_t at = 0;
  while (at < size && options[at] != kEnd) {
    if (options[at] == kNop) {
      ++at;
      continue;
    }
    if (size - at < 2) return DropReason::kBadTcpOptions;
    const std::size_t length = options[at + 1];
    if (length > size - at || !IsRightLength(options[at], length)) return DropReason::kBadTcpOptions;
    TakeOption(options + at, tcp);
    at += length;
  }
  return DropReason::kNone;
}

}  // namespace tidegate::internal
