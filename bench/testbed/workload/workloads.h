// The workloads by name.
#ifndef TIDEGATE_TESTBED_WORKLOAD_WORKLOADS_H_
#define TIDEGATE_TESTBED_WORKLOAD_WORKLOADS_H_

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "testbed/cell/cell.h"
#include "testbed/workload/parameters.h"
#include "testbed/workload/workload.h"

namespace tidegate::testbed {

struct WorkloadEntry {
  std::string_view name;
  std::string_view what;  // one line
  bool attack;            // meant to be laid over another one
  std::unique_ptr<Workload> (*make)(Parameters& parameters);
};

std::span<const WorkloadEntry> Workloads();

// `where`: what lines about errors begin with.
absl::StatusOr<std::unique_ptr<Workload>> MakeWorkload(const WorkloadSpec& spec, const Cell& cell,
                                                       const std::string& where);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_WORKLOAD_WORKLOADS_H_
