// The verbs that read results. Each takes the words behind the verb and returns the exit status.
#ifndef TIDEGATE_TESTBED_REPORT_COMMANDS_H_
#define TIDEGATE_TESTBED_REPORT_COMMANDS_H_

#include "testbed/commands/arguments.h"

namespace tidegate::testbed {

int ReportCommand(Args args);   // DIR -o report.html [--plots DIR2] [--speed FILE]
int CompareCommand(Args args);  // OLD NEW --max-regress P

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REPORT_COMMANDS_H_
