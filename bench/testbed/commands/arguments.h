// The words behind a verb: operands in order, and options, each one row of a table.
//
//   Arguments arguments({{"-o", "FILE", "write to FILE"}, {"--list", "", "only list"}}, {"MANIFEST.json"});
//   if (absl::Status status = arguments.Parse(args); !status.ok()) ...
//   arguments.operand(0); arguments.Value("-o"); arguments.Has("--list");
#ifndef TIDEGATE_TESTBED_COMMANDS_ARGUMENTS_H_
#define TIDEGATE_TESTBED_COMMANDS_ARGUMENTS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace tidegate::testbed {

using Args = std::span<const std::string_view>;

struct OptionRow {
  std::string_view name;      // with its dashes
  std::string_view argument;  // what it takes; empty: nothing
  std::string_view help;
};

class Arguments {
 public:
  // All operands are needed.
  Arguments(std::vector<OptionRow> options, std::vector<std::string_view> operands)
      : options_(std::move(options)), operand_names_(std::move(operands)) {}

  // "-o FILE", "--hosts FILE" and "--hosts=FILE"; "--" ends the options. Fails with one line that begins with the word
  // at fault.
  absl::Status Parse(Args args);

  bool Has(std::string_view option) const { return values_.contains(option); }
  std::optional<std::string> Value(std::string_view option) const;
  // The option's value, from `least` to `most`; `otherwise` if it is not given.
  absl::StatusOr<std::uint64_t> Count(std::string_view option, std::uint64_t otherwise, std::uint64_t least,
                                      std::uint64_t most) const;
  // REQUIRES: Parse() was well.
  const std::string& operand(std::size_t i) const { return operands_[i]; }

  // "MANIFEST.json [OPTION...]", and a line for each option.
  std::string Help() const;

 private:
  absl::Status TakeOption(Args args, std::size_t& i);
  const OptionRow* FindRow(std::string_view name) const;

  std::vector<OptionRow> options_;
  std::vector<std::string_view> operand_names_;
  std::map<std::string, std::string, std::less<>> values_;
  std::vector<std::string> operands_;
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_COMMANDS_ARGUMENTS_H_
