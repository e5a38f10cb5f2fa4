// A cell's result for people at a terminal.
#ifndef TIDEGATE_TESTBED_COMMANDS_SUMMARY_H_
#define TIDEGATE_TESTBED_COMMANDS_SUMMARY_H_

#include <string>

#include "testbed/cell/cell.h"

namespace tidegate::testbed {

// Some lines; what the result does not have is left out.
std::string Summary(const Json& result);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_COMMANDS_SUMMARY_H_
