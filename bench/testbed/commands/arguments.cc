#include "testbed/commands/arguments.h"

#include <algorithm>
#include <charconv>
#include <system_error>

namespace tidegate::testbed {
namespace {

absl::Status Wrong(std::string_view word, const std::string& what) {
  return absl::InvalidArgumentError(std::string(word) + ": " + what);
}

}  // namespace

absl::Status Arguments::Parse(Args args) {
  bool options_over = false;
  for (std::size_t i = 0; i < args.size(); ++i) {
    const std::string_view word = args[i];
    if (!options_over && word == "--") {
      options_over = true;
    } else if (!options_over && word.size() > 1 && word[0] == '-') {
      if (absl::Status status = TakeOption(args, i); !status.ok()) return status;
    } else if (operands_.size() == operand_names_.size()) {
      return Wrong(word, "found one operand too many, expected " + Help().substr(0, Help().find('\n')));
    } else {
      operands_.emplace_back(word);
    }
  }
  if (operands_.size() == operand_names_.size()) return absl::OkStatus();
  return absl::InvalidArgumentError("found no " + std::string(operand_names_[operands_.size()]) + ", expected " +
                                    Help().substr(0, Help().find('\n')));
}

absl::Status Arguments::TakeOption(Args args, std::size_t& i) {
  const std::size_t equals = args[i].starts_with("--") ? args[i].find('=') : std::string_view::npos;
  const std::string_view name = args[i].substr(0, equals);
  const OptionRow* const row = FindRow(name);
  if (row == nullptr) return Wrong(name, "no such option; --help lists them");
  if (Has(name)) return Wrong(name, "found twice, expected once");
  if (row->argument.empty()) {
    if (equals != std::string_view::npos) return Wrong(name, "found a value, expected none");
    values_[std::string(name)] = "";
    return absl::OkStatus();
  }
  if (equals == std::string_view::npos && i + 1 == args.size()) {
    return Wrong(name, "found nothing after it, expected " + std::string(row->argument));
  }
  values_[std::string(name)] = equals == std::string_view::npos ? args[++i] : args[i].substr(equals + 1);
  return absl::OkStatus();
}

const OptionRow* Arguments::FindRow(std::string_view name) const {
  const auto row = std::ranges::find(options_, name, &OptionRow::name);
  return row == options_.end() ? nullptr : &*row;
}

std::optional<std::string> Arguments::Value(std::string_view option) const {
  const auto found = values_.find(option);
  if (found == values_.end()) return std::nullopt;
  return found->second;
}

absl::StatusOr<std::uint64_t> Arguments::Count(std::string_view option, std::uint64_t otherwise, std::uint64_t least,
                                               std::uint64_t most) const {
  const std::optional<std::string> text = Value(option);
  if (!text) return otherwise;
  std::uint64_t count = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), count);
  if (error == std::errc() && end == text->data() + text->size() && count >= least && count <= most) return count;
  return Wrong(option, "found \"" + *text + "\", expected a whole number from " + std::to_string(least) + " to " +
                           std::to_string(most));
}

std::string Arguments::Help() const {
  std::string text;
  for (const std::string_view name : operand_names_) text += (text.empty() ? "" : " ") + std::string(name);
  if (!options_.empty()) text += text.empty() ? "[OPTION...]" : " [OPTION...]";
  text += "\n";
  for (const OptionRow& row : options_) {
    std::string left = "  " + std::string(row.name) + (row.argument.empty() ? "" : " ") + std::string(row.argument);
    left.resize(std::max<std::size_t>(left.size() + 1, 20), ' ');
    text += left + std::string(row.help) + "\n";
  }
  return text;
}

}  // namespace tidegate::testbed
