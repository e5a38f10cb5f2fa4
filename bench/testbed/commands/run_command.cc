// tidegate-testbed run: plays one cell.
#include <unistd.h>

#include <filesystem>
#include <iostream>
#include <string>

#include "testbed/cell/json_file.h"
#include "testbed/cell/run_cell.h"
#include "testbed/commands/check_cell.h"
#include "testbed/commands/command.h"
#include "testbed/commands/commands.h"
#include "testbed/commands/summary.h"

namespace tidegate::testbed {
namespace {

constexpr std::string_view kVerb = "run";

absl::StatusOr<Cell> ReadCellFile(const std::string& path, const std::optional<std::string>& plugin) {
  absl::StatusOr<Json> json = ReadJsonFile(path);
  if (!json.ok()) return json.status();
  if (plugin && json->is_object()) (*json)["plugin"] = *plugin;
  absl::StatusOr<Cell> cell = CellFromJson(*json, NameOfFile(path));
  if (!cell.ok()) return cell;
  if (const auto problem = WorkloadCheck()(*cell)) {
    return absl::InvalidArgumentError(NameOfFile(path) + ": " + problem->path + ": " + problem->what);
  }
  return cell;
}

int Deliver(const Json& result, const std::optional<std::string>& file) {
  const bool terminal = ::isatty(STDOUT_FILENO) == 1;
  const std::string line = result.dump() + "\n";
  if (file) {
    if (const absl::Status status = WriteFileWhole(*file, line); !status.ok()) return Complain(kVerb, status, kFailed);
  }
  if (terminal) {
    std::cout << Summary(result);
  } else if (!file) {
    std::cout << line;
  }
  std::cout.flush();
  return std::cout ? kOk : Complain(kVerb, absl::InternalError("standard output: cannot be written"), kFailed);
}

}  // namespace

int RunCommand(Args args) {
  Arguments arguments({{"-o", "FILE", "write the result, one line of JSON, to FILE; there is no half-written one"},
                       {"--plugin", "FILE.so", "the eviction policy of a shared object (testbed/plugin/plugin.h)"}},
                      {"CELL.json|-"});
  int exit_status = kOk;
  if (!ReadArguments(kVerb, args, arguments, exit_status)) return exit_status;
  const absl::StatusOr<Cell> cell = ReadCellFile(arguments.operand(0), arguments.Value("--plugin"));
  if (!cell.ok()) return Complain(kVerb, cell.status());
  const absl::StatusOr<Json> result = RunCell(*cell);
  if (!result.ok()) return Complain(kVerb, result.status(), kFailed);
  return Deliver(*result, arguments.Value("-o"));
}

}  // namespace tidegate::testbed
