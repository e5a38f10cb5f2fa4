// Reads options by a table.
#include "e2e/option_table.h"

#include <algorithm>
#include <charconv>
#include <system_error>

namespace tidegate::e2e {
namespace {

template <typename Number>
bool ParseNumber(std::string_view text, Number* out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), *out);
  return error == std::errc() && end == text.data() + text.size();
}

}  // namespace

absl::Status OptionTable::Parse(std::span<const std::string_view> args) const {
  for (std::size_t i = 0; i < args.size(); i += 2) {
    const auto option = std::find_if(options_.begin(), options_.end(),
                                     [&](const Option& candidate) { return candidate.name == args[i]; });
    if (option == options_.end()) {
      return absl::InvalidArgumentError(std::string(args[i]) + ": no such option; --help lists them");
    }
    if (i + 1 == args.size()) {
      return absl::InvalidArgumentError(std::string(option->name) + ": expected " + std::string(option->argument) +
                                        " after it");
    }
    const absl::Status status = option->set(args[i + 1]);
    if (!status.ok()) {
      return absl::InvalidArgumentError(std::string(option->name) + ": " + std::string(status.message()));
    }
  }
  return absl::OkStatus();
}

std::string OptionTable::Help() const {
  std::string text;
  for (const Option& option : options_) {
    std::string left = "  " + std::string(option.name) + " " + std::string(option.argument);
    left.resize(std::max<std::size_t>(left.size() + 1, 28), ' ');
    text += left + std::string(option.help);
    if (!option.fallback.empty()) text += " (default " + std::string(option.fallback) + ")";
    text += "\n";
  }
  return text;
}

absl::Status NotAsExpected(std::string_view found, const std::string& expected) {
  std::string message = "\"";
  message.append(found).append("\" found, expected ").append(expected);
  return absl::InvalidArgumentError(message);
}

absl::Status ParseCount(std::string_view text, std::uint64_t min, std::uint64_t max, std::uint64_t* out) {
  std::uint64_t value = 0;
  if (!ParseNumber(text, &value) || value < min || value > max) {
    return NotAsExpected(text, "a whole number from " + std::to_string(min) + " to " + std::to_string(max));
  }
  *out = value;
  return absl::OkStatus();
}

absl::Status ParseSeconds(std::string_view text, double* out) {
  constexpr double kDay = 86400;
  double value = 0;
  if (!ParseNumber(text, &value) || !(value > 0) || value > kDay) {
    return NotAsExpected(text, "seconds above 0 and up to 86400");
  }
  *out = value;
  return absl::OkStatus();
}

}  // namespace tidegate::e2e
