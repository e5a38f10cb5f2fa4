#include "testbed/commands/command.h"

#include <algorithm>
#include <iostream>

namespace tidegate::testbed {

int Complain(std::string_view verb, const absl::Status& status, int exit_status) {
  std::cerr << "tidegate-testbed: " << verb << ": " << std::string(status.message()) << "\n";
  return exit_status;
}

bool ReadArguments(std::string_view verb, Args args, Arguments& arguments, int& exit_status) {
  if (std::ranges::find(args, "--help") != args.end() || std::ranges::find(args, "-h") != args.end()) {
    std::cout << "tidegate-testbed " << verb << " " << arguments.Help();
    exit_status = kOk;
    return false;
  }
  const absl::Status status = arguments.Parse(args);
  if (!status.ok()) exit_status = Complain(verb, status);
  return status.ok();
}

}  // namespace tidegate::testbed
