// tidegate-testbed list: what can be named in a cell.
#include <iostream>
#include <string>

#include "testbed/cell/policy_names.h"
#include "testbed/commands/command.h"
#include "testbed/commands/commands.h"
#include "testbed/commands/policy_lines.h"
#include "testbed/reference/policies.h"
#include "testbed/workload/workloads.h"

namespace tidegate::testbed {
namespace {

void Print(std::string_view name, std::string_view what) {
  std::string row = "  " + std::string(name);
  row.resize(row.size() < 26 ? 26 : row.size() + 1, ' ');
  std::cout << row << what << "\n";
}

void PrintWorkloads(bool attacks) {
  for (const WorkloadEntry& entry : Workloads()) {
    if (entry.attack == attacks) Print(entry.name, entry.what);
  }
}

}  // namespace

int ListCommand(Args args) {
  Arguments arguments({}, {});
  int exit_status = kOk;
  if (!ReadArguments("list", args, arguments, exit_status)) return exit_status;
  std::cout << "\"workload\"\n";
  PrintWorkloads(false);
  std::cout << "\"overlay\": attacks\n";
  PrintWorkloads(true);
  std::cout << "\"eviction\", \"table\": \"set\" (the packet path's): who has to go\n";
  for (const std::string_view name : EvictionNames(false)) Print(name, EvictionLine(name));
  std::cout << "\"eviction\", \"table\": \"full\" (fully associative, a reference)\n";
  for (const ReferencePolicyEntry& entry : ReferencePolicies()) Print(entry.name, entry.idea);
  std::cout << "\"admission\": who may enter\n";
  for (const std::string_view name : AdmissionNames()) Print(name, AdmissionLine(name));
  std::cout << "\"ageing\"\n";
  for (const std::string_view name : AgeingNames()) Print(name, AgeingLine(name));
  return kOk;
}

}  // namespace tidegate::testbed
