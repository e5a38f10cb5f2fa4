// A value of a JSON tree that knows its place, and the readers that check it.
//
// The first error wins and is kept aside; after it all readers still return something harmless. So code that reads a
// configuration is a list of what it reads, with one look at the error at its end.
#ifndef TIDEGATE_CONFIG_JSON_NODE_H_
#define TIDEGATE_CONFIG_JSON_NODE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "nlohmann/json.hpp"

namespace tidegate::config {

using Names = std::vector<std::string_view>;

// "a, b, c".
std::string Join(const Names& names);

class JsonNode {
 public:
  // The root. REQUIRES: tree and error outlive the node and all nodes got from it; error is empty.
  JsonNode(const nlohmann::json& tree, std::string& error) : JsonNode(tree, "", error) {}

  // The root of another tree that this value leads to; `place` stands before the places in it.
  JsonNode Root(const nlohmann::json& tree, const std::string& place) const {
    return JsonNode(tree, place_ + ": " + place + ": ", *error_);
  }

  const std::string& place() const { return place_; }

  // Reports "PLACE: what", unless something was reported before.
  void Fail(const std::string& what) const;

  // Reports "PLACE: VALUE is what".
  void FailValue(const std::string& is_what) const;

  // Whether it is an object with keys of `known` and `ignored` only; reports what is wrong. The ignored ones are not
  // offered in the message.
  bool IsObject(const Names& known, const Names& ignored = {}) const;

  // The value of a key, if this is an object that has it.
  std::optional<JsonNode> Find(std::string_view key) const;
  bool Has(std::string_view key) const { return Find(key).has_value(); }

  // The same, but null stands for a key that is absent, as some APIs show members without a value.
  std::optional<JsonNode> FindValue(std::string_view key) const;

  // Reports a key that is missing.
  std::optional<JsonNode> Require(std::string_view key) const;

  // The elements of an array; reports a value that is none.
  std::vector<JsonNode> Elements() const;

  // The same one by one, for arrays that may have millions.
  template <typename Fn>
  void ForEachElement(Fn show) const {
    if (!value_->is_array()) return FailValue("no array");
    for (std::size_t i = 0; i < value_->size(); ++i) show(Element(i));
  }

  // The value itself; reports one of another type, or out of range.
  std::optional<std::string> String() const;
  std::optional<std::string> NonEmptyString() const;
  std::optional<std::uint64_t> Integer(std::uint64_t min, std::uint64_t max) const;
  std::optional<double> Number(double min, double max) const;
  std::optional<bool> Boolean() const;

  // A string that must be one of `names`; reports any other.
  std::optional<std::string> OneOf(const Names& names) const;

  // The integer at a key. Leaves `out` alone if the key is absent or its value is wrong.
  template <typename T>
  void ReadInteger(std::string_view key, std::uint64_t min, std::uint64_t max, T& out) const {
    const std::optional<JsonNode> node = Find(key);
    const std::optional<std::uint64_t> value = node ? node->Integer(min, max) : std::nullopt;
    if (value) out = static_cast<T>(*value);
  }

  // The value for messages: short, on one line.
  std::string Describe() const;

  bool failed() const { return !error_->empty(); }
  bool is_number() const { return value_->is_number(); }
  bool IsMinusOne() const {
    return value_->is_number_integer() && value_->get<std::int64_t>() == -1 && !value_->is_number_unsigned();
  }
  bool is_string() const { return value_->is_string(); }
  bool is_object() const { return value_->is_object(); }
  bool is_array() const { return value_->is_array(); }

 private:
  JsonNode(const nlohmann::json& value, std::string place, std::string& error)
      : value_(&value), place_(std::move(place)), error_(&error) {}

  JsonNode Element(std::size_t index) const;

  const nlohmann::json* value_;
  std::string place_;  // JSON pointer, behind the file's name if it is not the configuration itself
  std::string* error_;
};

}  // namespace tidegate::config

#endif  // TIDEGATE_CONFIG_JSON_NODE_H_
