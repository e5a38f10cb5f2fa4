// How large a table is and how full: "base" is what --capacity, --clients and --ports say; the others have the same
// share of their capacity resident.
#ifndef TIDEGATE_BENCH_CONNTRACK_SIZE_H_
#define TIDEGATE_BENCH_CONNTRACK_SIZE_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace tidegate::bench {

struct Size {
  std::uint64_t capacity = 0;
  std::uint64_t resident = 0;

  bool operator==(const Size&) const = default;
};

inline constexpr std::uint64_t kMaxCapacity = std::uint64_t{1} << 27;

// A list of: base; large, which is base, 2^20 and 2^23; huge, which is large and 2^26; a capacity as "2^N" or a number.
// They come as written; the second of two with as many connections is left out, as benchmarks are named by them.
absl::StatusOr<std::vector<Size>> ParseSizes(std::string_view text, const Size& base);

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_CONNTRACK_SIZE_H_
