#include "testbed/workload/parameters.h"

#include <algorithm>
#include <cmath>

#include "absl/strings/str_format.h"

namespace tidegate::testbed {

const Json* Parameters::Take(std::string_view name) {
  known_.emplace(name);
  const auto found = json_.find(name);
  return found == json_.end() ? nullptr : &*found;
}

void Parameters::Fail(std::string_view name, const std::string& expected) {
  if (!status_.ok()) return;
  status_ = absl::InvalidArgumentError(absl::StrFormat("%s.%s: found %s, expected %s", where_, std::string(name),
                                                       json_[std::string(name)].dump(), expected));
}

double Parameters::Number(std::string_view name, double otherwise, double least, double most) {
  const Json* const value = Take(name);
  if (value == nullptr) return otherwise;
  const double number = value->is_number() ? value->get<double>() : std::nan("");
  if (number >= least && number <= most) return number;
  Fail(name, absl::StrFormat("a number from %g to %g", least, most));
  return otherwise;
}

std::uint64_t Parameters::Count(std::string_view name, std::uint64_t otherwise, std::uint64_t least,
                                std::uint64_t most) {
  const Json* const value = Take(name);
  if (value == nullptr) return otherwise;
  const std::uint64_t number = value->is_number_unsigned() ? value->get<std::uint64_t>() : 0;
  if (value->is_number_unsigned() && number >= least && number <= most) return number;
  Fail(name, absl::StrFormat("a whole number from %d to %d", least, most));
  return otherwise;
}

std::uint64_t Parameters::Sampled(std::string_view name, std::uint64_t otherwise, std::uint64_t least,
                                  std::uint64_t most) {
  return std::max<std::uint64_t>(1, Count(name, otherwise, least, most) / sample());
}

double Parameters::Rate(std::string_view name, double otherwise) {
  return Number(name, otherwise, 0.001, 1e9) / static_cast<double>(sample());
}

TimeNs Parameters::Seconds(std::string_view name, double otherwise, double least, double most) {
  return static_cast<TimeNs>(std::llround(Number(name, otherwise, least, most) * 1e9));
}

bool Parameters::Flag(std::string_view name, bool otherwise) {
  const Json* const value = Take(name);
  if (value == nullptr) return otherwise;
  if (value->is_boolean()) return value->get<bool>();
  Fail(name, "true or false");
  return otherwise;
}

std::string Parameters::Text(std::string_view name, std::string_view otherwise) {
  const Json* const value = Take(name);
  if (value == nullptr) return std::string(otherwise);
  if (value->is_string()) return value->get<std::string>();
  Fail(name, "a text");
  return std::string(otherwise);
}

std::size_t Parameters::Choice(std::string_view name, std::span<const std::string_view> names) {
  const Json* const value = Take(name);
  if (value == nullptr) return 0;
  const auto found =
      value->is_string() ? std::find(names.begin(), names.end(), value->get<std::string>()) : names.end();
  if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  std::string expected;
  for (const std::string_view known : names) expected.append(expected.empty() ? "one of " : ", ").append(known);
  Fail(name, expected);
  return 0;
}

void Parameters::Reject(std::string_view name, std::string_view why) {
  if (status_.ok())
    status_ = absl::InvalidArgumentError(absl::StrFormat("%s.%s: %s", where_, std::string(name), std::string(why)));
}

absl::Status Parameters::Finish() const {
  if (!status_.ok()) return status_;
  for (const auto& [name, value] : json_.items()) {
    if (known_.contains(name)) continue;
    std::string expected;
    for (const std::string& known : known_) expected += (expected.empty() ? "" : ", ") + known;
    return absl::InvalidArgumentError(
        absl::StrFormat("%s.%s: no such parameter, expected one of %s", where_, name, expected));
  }
  return absl::OkStatus();
}

}  // namespace tidegate::testbed
