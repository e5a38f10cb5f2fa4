#include "testbed/sweep/axis.h"

#include <algorithm>
#include <utility>

#include "testbed/cell/read_cell.h"

namespace tidegate::testbed {
namespace {

bool IsField(std::string_view dotted) {
  const std::vector<std::string_view> fields = CellFields();
  return std::ranges::find(fields, StepsOf(dotted).front()) != fields.end();
}

ManifestAxis ReadAxis(const std::string& name, const Json& values, const std::string& place,
                      std::optional<Problem>& problem) {
  ManifestAxis axis{place, {}};
  if (!values.is_array() || values.empty()) {
    problem = Problem{place, values.is_array() ? Missing("a list with at least one value")
                                               : Mismatch(values, "a list with at least one value")};
    return axis;
  }
  const bool one_field = IsField(name);
  for (std::size_t i = 0; i < values.size() && !problem; ++i) {
    const std::string value_place = PathOf(place, i);
    axis.choices.push_back(one_field ? Choice{{name, values[i], value_place}}
                                     : ReadAssignments(values[i], value_place, problem));
  }
  return axis;
}

// A field of `earlier` that a choice would set again, as a whole or as a part of its own.
const Assignment* SetAgain(const ManifestAxis& earlier, const Assignment& later) {
  for (const Choice& choice : earlier.choices) {
    for (const Assignment& assignment : choice) {
      if (Covers(later.field, assignment.field)) return &assignment;
    }
  }
  return nullptr;
}

std::optional<Problem> FindConflict(const std::vector<ManifestAxis>& axes, const ManifestAxis& later) {
  for (const ManifestAxis& earlier : axes) {
    for (const Choice& choice : later.choices) {
      for (const Assignment& assignment : choice) {
        const Assignment* const first = SetAgain(earlier, assignment);
        if (first == nullptr) continue;
        return Problem{assignment.place,
                       Mismatch(assignment.field, "each field once: " + first->place + " sets it too")};
      }
    }
  }
  return std::nullopt;
}

}  // namespace

Choice ReadAssignments(const Json& fields, const std::string& place, std::optional<Problem>& problem) {
  Choice choice;
  if (!fields.is_object()) {
    problem = Problem{place, Mismatch(fields, "an object of fields: " + JoinNames(CellFields()))};
    return choice;
  }
  for (const auto& [name, value] : fields.items()) {
    if (!IsField(name)) {
      problem = Problem{PathOf(place, name), "found an unknown field, expected one of " + JoinNames(CellFields())};
      return choice;
    }
    choice.push_back({name, value, PathOf(place, name)});
  }
  return choice;
}

std::vector<ManifestAxis> ReadAxes(const Json& vary, const std::string& place, std::optional<Problem>& problem) {
  std::vector<ManifestAxis> axes;
  if (!vary.is_object()) {
    problem = Problem{place, Mismatch(vary, "an object of lists")};
    return axes;
  }
  for (const auto& [name, values] : vary.items()) {
    ManifestAxis axis = ReadAxis(name, values, PathOf(place, name), problem);
    if (!problem) problem = FindConflict(axes, axis);
    if (problem) return axes;
    axes.push_back(std::move(axis));
  }
  return axes;
}

}  // namespace tidegate::testbed
