// What the verbs of tidegate-testbed have in common.
#ifndef TIDEGATE_TESTBED_COMMANDS_COMMAND_H_
#define TIDEGATE_TESTBED_COMMANDS_COMMAND_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "testbed/commands/arguments.h"

namespace tidegate::testbed {

inline constexpr int kOk = 0;
inline constexpr int kFailed = 1;    // what was asked for did not work out
inline constexpr int kWrongUse = 2;  // of options, or of a file that does not say what it should

// "tidegate-testbed: VERB: what" on standard error; returns `exit_status`.
int Complain(std::string_view verb, const absl::Status& status, int exit_status = kWrongUse);

// Reads a verb's arguments, or prints its help for --help. Returns whether it should go on; if not, `exit_status` is
// what to end with.
bool ReadArguments(std::string_view verb, Args args, Arguments& arguments, int& exit_status);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_COMMANDS_COMMAND_H_
