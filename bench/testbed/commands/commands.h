// The verbs of tidegate-testbed that are neither reports (testbed/report/commands.h) nor traces
// (testbed/trace/commands.h). Each takes the words behind the verb and returns the exit status.
#ifndef TIDEGATE_TESTBED_COMMANDS_COMMANDS_H_
#define TIDEGATE_TESTBED_COMMANDS_COMMANDS_H_

#include "testbed/commands/arguments.h"

namespace tidegate::testbed {

int ListCommand(Args args);   // what can be named in a cell
int RunCommand(Args args);    // one cell
int SweepCommand(Args args);  // many cells

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_COMMANDS_COMMANDS_H_
