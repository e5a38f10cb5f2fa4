// Reads lists of sizes.
#include "conntrack/size.h"

#include <algorithm>
#include <charconv>
#include <string>
#include <system_error>

#include "e2e/option_table.h"

namespace tidegate::bench {
namespace {

using Text = std::string_view;
using Capacities = std::vector<std::uint64_t>;

bool ParseNumber(Text text, std::uint64_t min, std::uint64_t max, std::uint64_t* out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *out);
  return error == std::errc() && end == text.data() + text.size() && *out >= min && *out <= max;
}

bool ParseCapacity(Text text, std::uint64_t* out) {
  constexpr Text kPower = "2^";
  if (!text.starts_with(kPower)) return ParseNumber(text, 1, kMaxCapacity, out);
  std::uint64_t exponent = 0;
  if (!ParseNumber(text.substr(kPower.size()), 0, 27, &exponent)) return false;
  *out = std::uint64_t{1} << exponent;
  return true;
}

// Empty if it is none of them.
Capacities Named(Text word, std::uint64_t base) {
  constexpr std::uint64_t kOne = 1;
  if (word == "base") return {base};
  if (word == "large") return {base, kOne << 20, kOne << 23};
  if (word == "huge") return {base, kOne << 20, kOne << 23, kOne << 26};
  std::uint64_t capacity = 0;
  return ParseCapacity(word, &capacity) ? Capacities{capacity} : Capacities{};
}

// In 128 bits: the product of two large options may not fit into 64.
std::uint64_t Resident(std::uint64_t capacity, const Size& base) {
  using Wide = unsigned __int128;
  const auto resident = static_cast<std::uint64_t>(Wide{capacity} * base.resident / base.capacity);
  return std::max<std::uint64_t>(resident, 1);
}

}  // namespace

absl::StatusOr<std::vector<Size>> ParseSizes(Text text, const Size& base) {
  std::vector<Size> sizes;
  for (bool more = true; more;) {
    const std::size_t comma = text.find(',');
    const Text word = text.substr(0, comma);
    const Capacities named = Named(word, base.capacity);
    if (named.empty()) {
      return e2e::NotAsExpected(word, "base, large, huge or a list of capacities from 1 to 2^27, as 2^20 or 1048576");
    }
    for (const std::uint64_t capacity : named) {
      const Size size{capacity, Resident(capacity, base)};
      const bool known =
          std::any_of(sizes.begin(), sizes.end(), [&](Size other) { return other.resident == size.resident; });
      if (!known) sizes.push_back(size);
    }
    more = comma != Text::npos;
    if (more) text.remove_prefix(comma + 1);
  }
  return sizes;
}

}  // namespace tidegate::bench
