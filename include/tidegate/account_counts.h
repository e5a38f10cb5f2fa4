// What a connection has carried, for tables with accounting.
#ifndef TIDEGATE_ACCOUNT_COUNTS_H_
#define TIDEGATE_ACCOUNT_COUNTS_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "tidegate/time.h"

namespace tidegate {

inline constexpr std::size_t kOriginalDirection = 0;
inline constexpr std::size_t kReplyDirection = 1;

// By direction. A packet is counted before its bytes are, so another thread may see the one without the others.
struct AccountCounts {
  std::array<std::uint64_t, 2> packets{};
  std::array<std::uint64_t, 2> bytes{};
  TimeNs start = 0;  // of the connection, up to 65.5 us early

  bool operator==(const AccountCounts&) const = default;
};

}  // namespace tidegate

#endif  // TIDEGATE_ACCOUNT_COUNTS_H_
