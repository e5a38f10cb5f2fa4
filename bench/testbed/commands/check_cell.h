// What can be wrong with a cell that reads well: its workloads.
#ifndef TIDEGATE_TESTBED_COMMANDS_CHECK_CELL_H_
#define TIDEGATE_TESTBED_COMMANDS_CHECK_CELL_H_

#include <optional>
#include <set>
#include <string>

#include "testbed/cell/cell.h"
#include "testbed/cell/json_members.h"

namespace tidegate::testbed {

// Whether each workload exists and its parameters are what it takes. Remembers what was well: the cells of a manifest
// have few different workloads, and to make one may be to read a trace.
class WorkloadCheck {
 public:
  std::optional<Problem> operator()(const Cell& cell);

 private:
  std::optional<Problem> Check(const WorkloadSpec& spec, const Cell& cell, const std::string& path);

  std::set<std::string> well_;
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_COMMANDS_CHECK_CELL_H_
