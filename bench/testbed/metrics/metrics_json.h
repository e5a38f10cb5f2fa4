// Metrics as they are written.
#ifndef TIDEGATE_TESTBED_METRICS_METRICS_JSON_H_
#define TIDEGATE_TESTBED_METRICS_METRICS_JSON_H_

#include "nlohmann/json.hpp"
#include "testbed/metrics/metrics.h"

namespace tidegate::testbed {

// Adds the members that docs/testbed.md lists, in its order, but for what describes the cell.
void AddMetrics(const Metrics& metrics, CostMode mode, nlohmann::ordered_json& result);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_METRICS_METRICS_JSON_H_
