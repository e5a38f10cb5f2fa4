// What a model of a firewall is made of.
#ifndef TIDEGATE_TESTBED_TABLE_MODEL_OPTIONS_H_
#define TIDEGATE_TESTBED_TABLE_MODEL_OPTIONS_H_

#include <cstdint>
#include <string>

#include "testbed/metrics/cost_model.h"
#include "testbed/table/eviction_watcher.h"
#include "tidegate/policy_options.h"

namespace tidegate::testbed {

struct ModelOptions {
  std::uint64_t capacity = 1;  // of the table; it has more slots than that
  std::string admission = "always";
  std::string ageing = "fixed";
  CostMode mode = CostMode::kStrict;
  std::uint64_t seed = 1;
  PolicyOptions policy{};
  EvictionWatcher* watcher = nullptr;  // outlives the model
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_TABLE_MODEL_OPTIONS_H_
