// Short names that tell things apart.
#ifndef TIDEGATE_TESTBED_REPORT_LABELS_H_
#define TIDEGATE_TESTBED_REPORT_LABELS_H_

#include <string>
#include <vector>

#include "testbed/cell/cell.h"

namespace tidegate::testbed {

// Something with a name that others may have too, and all it is made of.
struct Named {
  std::string name;
  Json fields;
};

// The names; of those that are alike with the fields they differ in: "web, rate=17000".
std::vector<std::string> DistinctLabels(const std::vector<Named>& things);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REPORT_LABELS_H_
