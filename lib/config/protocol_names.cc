// Names of IP protocols in rules.
#include "config/protocol_names.h"

#include <charconv>

namespace tidegate::config {

std::optional<std::uint8_t> ProtocolNumber(std::string_view text) {
  for (const ProtocolName& row : kProtocolNames) {
    if (row.name == text) return row.number;
  }
  if (text.starts_with("number_")) text.remove_prefix(7);
  std::uint8_t number = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stop != end) return std::nullopt;
  return number;
}

}  // namespace tidegate::config
