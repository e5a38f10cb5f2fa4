// A cell from JSON, with the place of what is wrong kept apart from the message: a manifest puts cells together from
// several places and names the one at fault.
#ifndef TIDEGATE_TESTBED_CELL_READ_CELL_H_
#define TIDEGATE_TESTBED_CELL_READ_CELL_H_

#include <optional>
#include <string_view>
#include <vector>

#include "testbed/cell/cell.h"
#include "testbed/cell/json_members.h"

namespace tidegate::testbed {

// The names of a cell's fields.
std::vector<std::string_view> CellFields();

// Sets `problem` if something is wrong; the cell means nothing then. Paths begin with "$". Whether a workload exists
// and likes its parameters is for MakeWorkload() to say.
Cell ReadCell(const Json& json, std::optional<Problem>& problem);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_CELL_READ_CELL_H_
