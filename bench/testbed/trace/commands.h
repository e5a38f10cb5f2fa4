// The verbs about traces. Each takes the words behind the verb and returns the exit status.
#ifndef TIDEGATE_TESTBED_TRACE_COMMANDS_H_
#define TIDEGATE_TESTBED_TRACE_COMMANDS_H_

#include "testbed/commands/arguments.h"

namespace tidegate::testbed {

int MissesCommand(Args args);  // FILE --policy a,b --slots N
int ExportCommand(Args args);  // CELL.json -o FILE.oracleGeneral

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_TRACE_COMMANDS_H_
