// The scalars of a JSON value under dotted names.
#ifndef TIDEGATE_TESTBED_REPORT_FLATTEN_H_
#define TIDEGATE_TESTBED_REPORT_FLATTEN_H_

#include <string>
#include <utility>
#include <vector>

#include "testbed/cell/cell.h"

namespace tidegate::testbed {

using FlatFields = std::vector<std::pair<std::string, Json>>;  // {"workload.rate", 17000}, in the order of the document

enum class Arrays {
  kElements,  // {"overlay.0.name", "syn_flood"}
  kSkip,      // histograms and timelines
};

// Empty objects and arrays have no scalars; null is none. `prefix`: "", or "cell." with its point.
void Flatten(const Json& json, const std::string& prefix, Arrays arrays, FlatFields& fields);

// A scalar as people read it: texts without quotes, numbers with as many digits as they need.
std::string ScalarText(const Json& scalar);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REPORT_FLATTEN_H_
