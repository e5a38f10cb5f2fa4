#include "testbed/cell/json_members.h"

#include <algorithm>
#include <utility>

#include "config/json_text.h"

namespace tidegate::testbed {
namespace {

constexpr std::size_t kLongestValue = 60;

// For messages: short, on one line.
std::string Describe(const Json& value) {
  if (value.is_object()) return "an object";
  if (value.is_array()) return "an array";
  std::string text = config::OneLine(nlohmann::json(value));
  if (text.size() <= kLongestValue) return text;
  std::size_t end = kLongestValue;
  while (end > 0 && (text[end] & 0xc0) == 0x80) --end;  // not within a UTF-8 sequence
  return text.substr(0, end) + "...";
}

bool IsPlainKey(std::string_view key) {
  return !key.empty() && std::ranges::all_of(key, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

}  // namespace

std::string PathOf(const std::string& path, std::string_view key) {
  if (IsPlainKey(key)) return path + "." + std::string(key);
  return path + "[" + config::OneLine(nlohmann::json(key)) + "]";
}

std::string PathOf(const std::string& path, std::size_t index) { return path + "[" + std::to_string(index) + "]"; }

std::string Mismatch(const Json& found, std::string_view expected) {
  return "found " + Describe(found) + ", expected " + std::string(expected);
}

std::string Missing(std::string_view expected) { return "found nothing, expected " + std::string(expected); }

std::string JoinNames(const std::vector<std::string_view>& names) {
  std::string joined;
  for (const std::string_view name : names) joined.append(joined.empty() ? "" : ", ").append(name);
  return joined;
}

Members::Members(const Json& json, std::string path, std::optional<Problem>& problem)
    : json_(json), path_(std::move(path)), problem_(problem) {
  if (!json_.is_object() && !problem_) problem_ = Problem{path_, Mismatch(json_, "an object")};
}

const Json* Members::Find(std::string_view name) {
  known_.push_back(name);
  if (!json_.is_object()) return nullptr;
  const auto found = json_.find(name);
  return found == json_.end() ? nullptr : &*found;
}

void Members::Fail(std::string_view name, std::string what) {
  if (!problem_) problem_ = Problem{PathTo(name), std::move(what)};
}

std::optional<std::uint64_t> Members::ReadCount(std::string_view name, std::uint64_t least, std::uint64_t most) {
  const Json* const found = Find(name);
  if (found == nullptr) return std::nullopt;
  // A negative number is the only integer that is not stored as unsigned, if it was read from text.
  const bool whole = found->is_number_unsigned() || (found->is_number_integer() && found->get<std::int64_t>() >= 0);
  if (whole) {
    const auto count = found->get<std::uint64_t>();
    if (count >= least && count <= most) return count;
  }
  Fail(name, Mismatch(*found, "a whole number from " + std::to_string(least) + " to " + std::to_string(most)));
  return std::nullopt;
}

void Members::Flag(std::string_view name, bool& out) {
  const Json* const found = Find(name);
  if (found == nullptr) return;
  if (!found->is_boolean()) return Fail(name, Mismatch(*found, "true or false"));
  out = found->get<bool>();
}

void Members::Text(std::string_view name, std::string& out) {
  const Json* const found = Find(name);
  if (found == nullptr) return;
  if (!found->is_string()) return Fail(name, Mismatch(*found, "a text"));
  out = found->get<std::string>();
}

std::optional<std::size_t> Members::OneOf(std::string_view name, const std::vector<std::string_view>& names) {
  const Json* const found = Find(name);
  if (found == nullptr) return std::nullopt;
  if (found->is_string()) {
    const auto which = std::ranges::find(names, std::string_view(found->get_ref<const std::string&>()));
    if (which != names.end()) return static_cast<std::size_t>(which - names.begin());
  }
  Fail(name, Mismatch(*found, names.size() == 1 ? std::string(names[0]) : "one of " + JoinNames(names)));
  return std::nullopt;
}

void Members::Finish() {
  if (!json_.is_object()) return;
  for (const auto& [key, value] : json_.items()) {
    if (std::ranges::find(known_, std::string_view(key)) != known_.end()) continue;
    return Fail(key, "found an unknown field, expected one of " + JoinNames(known_));
  }
}

}  // namespace tidegate::testbed
