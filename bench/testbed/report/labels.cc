// Tells things apart.
#include "testbed/report/labels.h"

#include <map>
#include <set>

#include "testbed/report/cat.h"
#include "testbed/report/flatten.h"

namespace tidegate::testbed {
namespace {

using FieldMap = std::map<std::string, std::string>;

FieldMap FieldsOf(const Json& json) {
  FlatFields flat;
  Flatten(json, "", Arrays::kElements, flat);
  FieldMap fields;
  for (const auto& [name, value] : flat) fields[name] = ScalarText(value);
  return fields;
}

// The names of those that are not the same in all.
std::set<std::string> DifferingFields(const std::vector<FieldMap>& all) {
  std::map<std::string, std::set<std::string>> values;
  std::map<std::string, std::size_t> uses;
  for (const FieldMap& fields : all) {
    for (const auto& [name, value] : fields) {
      values[name].insert(value);
      ++uses[name];
    }
  }
  std::set<std::string> differing;
  for (const auto& [name, distinct] : values) {
    if (distinct.size() > 1 || uses[name] < all.size()) differing.insert(name);
  }
  return differing;
}

std::string Qualified(const std::string& name, const FieldMap& fields, const std::set<std::string>& differing) {
  std::string label = name;
  for (const std::string& field : differing) {
    const auto value = fields.find(field);
    if (value == fields.end()) continue;
    // The last part says enough: "workload.rate" is a rate.
    const std::size_t point = field.rfind('.');
    Append(label, ", ", field.substr(point == std::string::npos ? 0 : point + 1), "=", value->second);
  }
  return label;
}

}  // namespace

std::vector<std::string> DistinctLabels(const std::vector<Named>& things) {
  std::map<std::string, std::vector<std::size_t>> by_name;
  for (std::size_t i = 0; i < things.size(); ++i) by_name[things[i].name].push_back(i);
  std::vector<std::string> labels(things.size());
  for (const auto& [name, indices] : by_name) {
    std::vector<FieldMap> all;
    all.reserve(indices.size());
    for (const std::size_t i : indices) all.push_back(FieldsOf(things[i].fields));
    const std::set<std::string> differing = DifferingFields(all);
    for (std::size_t k = 0; k < indices.size(); ++k) labels[indices[k]] = Qualified(name, all[k], differing);
  }
  return labels;
}

}  // namespace tidegate::testbed
