// An axis of a manifest: a list of choices, each of which sets one field or several.
#ifndef TIDEGATE_TESTBED_SWEEP_AXIS_H_
#define TIDEGATE_TESTBED_SWEEP_AXIS_H_

#include <optional>
#include <string>
#include <vector>

#include "testbed/cell/json_members.h"
#include "testbed/sweep/draft.h"

namespace tidegate::testbed {

using Choice = std::vector<Assignment>;

struct ManifestAxis {
  std::string place;  // "$.vary.capacity"
  std::vector<Choice> choices;
};

// The members of an object of fields. `problem` is left alone if there is none.
Choice ReadAssignments(const Json& fields, const std::string& place, std::optional<Problem>& problem);

// The axes of "vary".
std::vector<ManifestAxis> ReadAxes(const Json& vary, const std::string& place, std::optional<Problem>& problem);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_SWEEP_AXIS_H_
