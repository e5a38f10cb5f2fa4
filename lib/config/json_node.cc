// The readers, and how their errors are worded.
#include "config/json_node.h"

#include <algorithm>

#include "config/json_text.h"

namespace tidegate::config {
namespace {

constexpr std::size_t kLongestValue = 60;

bool Contains(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

std::string Join(const Names& names) {
  std::string joined;
  for (std::string_view name : names) joined.append(joined.empty() ? "" : ", ").append(name);
  return joined;
}

void JsonNode::Fail(const std::string& what) const {
  const bool is_root = place_.empty() || place_.ends_with(": ");
  if (error_->empty()) *error_ = place_ + (is_root ? "the top level" : "") + ": " + what;
}

void JsonNode::FailValue(const std::string& is_what) const { Fail(Describe() + " is " + is_what); }

bool JsonNode::IsObject(const Names& known, const Names& ignored) const {
  if (!value_->is_object()) {
    FailValue("no object, expected one with the keys " + Join(known));
    return false;
  }
  for (const auto& [key, value] : value_->items()) {
    if (Contains(known, key) || Contains(ignored, key)) continue;
    JsonNode(value, place_ + PointerStep(key), *error_).Fail("unknown key, expected one of " + Join(known));
    return false;
  }
  return true;
}

std::optional<JsonNode> JsonNode::Find(std::string_view key) const {
  if (!value_->is_object()) return std::nullopt;
  const auto found = value_->find(key);
  if (found == value_->end()) return std::nullopt;
  return JsonNode(*found, place_ + PointerStep(key), *error_);
}

std::optional<JsonNode> JsonNode::Require(std::string_view key) const {
  std::optional<JsonNode> node = Find(key);
  if (!node) Fail("the key \"" + std::string(key) + "\" is missing");
  return node;
}

std::optional<JsonNode> JsonNode::FindValue(std::string_view key) const {
  std::optional<JsonNode> node = Find(key);
  if (node && node->value_->is_null()) return std::nullopt;
  return node;
}

JsonNode JsonNode::Element(std::size_t index) const {
  return JsonNode((*value_)[index], place_ + PointerStep(index), *error_);
}

std::vector<JsonNode> JsonNode::Elements() const {
  std::vector<JsonNode> elements;
  ForEachElement([&](const JsonNode& element) { elements.push_back(element); });
  return elements;
}

std::optional<std::string> JsonNode::String() const {
  if (value_->is_string()) return value_->get<std::string>();
  FailValue("no string");
  return std::nullopt;
}

std::optional<std::string> JsonNode::NonEmptyString() const {
  std::optional<std::string> text = String();
  if (!text || !text->empty()) return text;
  FailValue("too short, expected at least one character");
  return std::nullopt;
}

std::optional<std::uint64_t> JsonNode::Integer(std::uint64_t min, std::uint64_t max) const {
  const std::string expected = ", expected " + std::to_string(min) + " to " + std::to_string(max);
  if (!value_->is_number_integer()) {
    FailValue("no integer" + expected);
    return std::nullopt;
  }
  // A negative number is the only integer that is not stored as unsigned.
  const bool negative = !value_->is_number_unsigned() && value_->get<std::int64_t>() < 0;
  const auto number = value_->get<std::uint64_t>();
  if (!negative && number >= min && number <= max) return number;
  FailValue("out of range" + expected);
  return std::nullopt;
}

std::optional<double> JsonNode::Number(double min, double max) const {
  const std::string expected = ", expected " + nlohmann::json(min).dump() + " to " + nlohmann::json(max).dump();
  if (!value_->is_number()) {
    FailValue("no number" + expected);
    return std::nullopt;
  }
  const double number = value_->get<double>();
  if (number >= min && number <= max) return number;
  FailValue("out of range" + expected);
  return std::nullopt;
}

std::optional<bool> JsonNode::Boolean() const {
  if (value_->is_boolean()) return value_->get<bool>();
  FailValue("no boolean, expected true or false");
  return std::nullopt;
}

std::optional<std::string> JsonNode::OneOf(const Names& names) const {
  if (value_->is_string() && Contains(names, value_->get_ref<const std::string&>())) return value_->get<std::string>();
  FailValue("unknown, expected one of " + Join(names));
  return std::nullopt;
}

std::string JsonNode::Describe() const {
  if (value_->is_object()) return "an object";
  if (value_->is_array()) return "an array";
  std::string text = OneLine(*value_);
  if (text.size() <= kLongestValue) return text;
  std::size_t end = kLongestValue;
  while (end > 0 && (text[end] & 0xc0) == 0x80) --end;  // not within a UTF-8 sequence
  return text.substr(0, end) + "...";
}

}  // namespace tidegate::config
