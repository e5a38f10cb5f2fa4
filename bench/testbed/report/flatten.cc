// Flattens.
#include "testbed/report/flatten.h"

#include "testbed/report/cat.h"

namespace tidegate::testbed {
namespace {

void FlattenField(const Json& value, const std::string& name, Arrays arrays, FlatFields& fields) {
  if (value.is_null() || (value.is_array() && arrays == Arrays::kSkip)) return;
  if (value.is_structured()) {
    Flatten(value, Cat(name, "."), arrays, fields);
  } else {
    fields.emplace_back(name, value);
  }
}

}  // namespace

void Flatten(const Json& json, const std::string& prefix, Arrays arrays, FlatFields& fields) {
  if (json.is_object()) {
    for (const auto& [name, value] : json.items()) FlattenField(value, Cat(prefix, name), arrays, fields);
  } else if (json.is_array()) {
    std::size_t index = 0;
    for (const Json& value : json) FlattenField(value, Cat(prefix, index++), arrays, fields);
  }
}

std::string ScalarText(const Json& scalar) { return scalar.is_string() ? scalar.get<std::string>() : scalar.dump(); }

}  // namespace tidegate::testbed
