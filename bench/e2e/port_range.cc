// Reads ranges and lists of ports.
#include "e2e/port_range.h"

#include <charconv>
#include <optional>
#include <string>
#include <system_error>

#include "absl/status/status.h"

namespace tidegate::e2e {
namespace {

std::optional<std::uint16_t> ParsePort(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size() || port == 0) return std::nullopt;
  return port;
}

}  // namespace

absl::StatusOr<PortRange> ParsePortRange(std::string_view text) {
  const std::size_t dash = text.find('-');
  const auto first = ParsePort(text.substr(0, dash));
  const auto last = dash == std::string_view::npos ? first : ParsePort(text.substr(dash + 1));
  if (!first || !last || *first > *last) {
    std::string message = "\"";
    message.append(text).append("\" is no port range; expected FIRST-LAST with 1 <= FIRST <= LAST <= 65535");
    return absl::InvalidArgumentError(message);
  }
  return PortRange{*first, *last};
}

absl::StatusOr<std::vector<std::uint16_t>> ParsePortList(std::string_view text) {
  std::vector<std::uint16_t> ports;
  for (bool more = true; more;) {
    const std::size_t comma = text.find(',');
    const auto range = ParsePortRange(text.substr(0, comma));
    if (!range.ok()) return range.status();
    for (std::uint32_t port = range->first; port <= range->last; ++port) {
      ports.push_back(static_cast<std::uint16_t>(port));
    }
    more = comma != std::string_view::npos;
    if (more) text.remove_prefix(comma + 1);
  }
  return ports;
}

}  // namespace tidegate::e2e
