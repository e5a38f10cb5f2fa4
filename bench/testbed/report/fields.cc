// Finds and checks fields.
#include "testbed/report/fields.h"

#include <algorithm>
#include <charconv>
#include <system_error>

#include "testbed/report/cat.h"

namespace tidegate::testbed {

namespace {

// A member by its name, or an element by its number.
const Json* Find(const Json& json, std::string_view name) {
  if (json.is_object()) {
    const auto found = json.find(name);
    return found == json.end() ? nullptr : &*found;
  }
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), index);
  const bool number = error == std::errc() && end == name.data() + name.size();
  return json.is_array() && number && index < json.size() ? &json[index] : nullptr;
}

}  // namespace

const Json* FindPath(const Json& json, std::string_view path) {
  const Json* at = &json;
  while (at != nullptr && !path.empty()) {
    const std::string_view name = path.substr(0, path.find('.'));
    path.remove_prefix(std::min(path.size(), name.size() + 1));
    at = Find(*at, name);
  }
  return at == nullptr || at->is_null() ? nullptr : at;
}

void Fields::Fail(std::string_view path, std::string_view expected) {
  if (status_.ok()) status_ = absl::InvalidArgumentError(Cat(where_, ": ", path, ": expected ", expected));
}

std::optional<double> Fields::MaybeNumber(std::string_view path) {
  const Json* value = FindPath(json_, path);
  if (value == nullptr) return std::nullopt;
  if (value->is_number()) return value->get<double>();
  Fail(path, "a number");
  return std::nullopt;
}

double Fields::Number(std::string_view path) {
  const std::optional<double> value = MaybeNumber(path);
  if (!value) Fail(path, "a number");
  return value.value_or(0);
}

std::uint64_t Fields::Count(std::string_view path) {
  const Json* value = FindPath(json_, path);
  if (value != nullptr && value->is_number_unsigned()) return value->get<std::uint64_t>();
  // Built in memory, a small number may have become a signed one.
  if (value != nullptr && value->is_number_integer() && value->get<std::int64_t>() >= 0) {
    return static_cast<std::uint64_t>(value->get<std::int64_t>());
  }
  Fail(path, "a whole number");
  return 0;
}

std::string Fields::TextOr(std::string_view path, std::string_view otherwise) {
  const Json* value = FindPath(json_, path);
  if (value == nullptr) return std::string(otherwise);
  if (value->is_string()) return value->get<std::string>();
  Fail(path, "a text");
  return "";
}

std::string Fields::Text(std::string_view path) {
  if (FindPath(json_, path) == nullptr) Fail(path, "a text");
  return TextOr(path, "");
}

bool Fields::FlagOr(std::string_view path, bool otherwise) {
  const Json* value = FindPath(json_, path);
  if (value == nullptr) return otherwise;
  if (value->is_boolean()) return value->get<bool>();
  Fail(path, "true or false");
  return otherwise;
}

const Json& Fields::Object(std::string_view path) {
  static const Json kEmpty = Json::object();
  const Json* value = FindPath(json_, path);
  if (value != nullptr && value->is_object()) return *value;
  Fail(path, "an object");
  return kEmpty;
}

const Json* Fields::Array(std::string_view path) {
  const Json* value = FindPath(json_, path);
  if (value == nullptr || value->is_array()) return value;
  Fail(path, "an array");
  return nullptr;
}

std::vector<double> Fields::Numbers(std::string_view path) {
  std::vector<double> numbers;
  const Json* array = Array(path);
  if (array == nullptr) return numbers;
  numbers.reserve(array->size());
  for (const Json& value : *array) {
    if (!value.is_number()) Fail(path, "an array of numbers");
    numbers.push_back(value.is_number() ? value.get<double>() : 0);
  }
  return numbers;
}

std::vector<std::pair<double, double>> Fields::Pairs(std::string_view path) {
  std::vector<std::pair<double, double>> pairs;
  const Json* array = Array(path);
  if (array == nullptr) return pairs;
  pairs.reserve(array->size());
  for (const Json& pair : *array) {
    if (pair.is_array() && pair.size() == 2 && pair[0].is_number() && pair[1].is_number()) {
      pairs.emplace_back(pair[0].get<double>(), pair[1].get<double>());
    } else {
      Fail(path, "pairs of numbers");
    }
  }
  return pairs;
}

}  // namespace tidegate::testbed
