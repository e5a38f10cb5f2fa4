// Options of the form "--name VALUE", each one row of a table: its name, what it takes, its default and its meaning.
//
// Example:
//   OptionTable table({{"--clients", "N", "4", "clients", [&](std::string_view v) { return ParseCount(v, &clients);
//   }}}); absl::Status status = table.Parse(args);
#ifndef TIDEGATE_BENCH_E2E_OPTION_TABLE_H_
#define TIDEGATE_BENCH_E2E_OPTION_TABLE_H_

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"

namespace tidegate::e2e {

struct Option {
  std::string_view name;      // with its dashes
  std::string_view argument;  // what it takes, for the help
  std::string_view fallback;  // the default, for the help
  std::string_view help;
  std::function<absl::Status(std::string_view)> set;
};

class OptionTable {
 public:
  explicit OptionTable(std::vector<Option> options) : options_(std::move(options)) {}

  // Sets what is given. Fails with one line that begins with the option at fault.
  absl::Status Parse(std::span<const std::string_view> args) const;

  // A line for each option.
  std::string Help() const;

 private:
  std::vector<Option> options_;
};

// An error that says what was found and what was expected.
absl::Status NotAsExpected(std::string_view found, const std::string& expected);

// A whole number from `min` to `max`.
absl::Status ParseCount(std::string_view text, std::uint64_t min, std::uint64_t max, std::uint64_t* out);

// Seconds above zero, fractions allowed, at most a day.
absl::Status ParseSeconds(std::string_view text, double* out);

}  // namespace tidegate::e2e

#endif  // TIDEGATE_BENCH_E2E_OPTION_TABLE_H_
