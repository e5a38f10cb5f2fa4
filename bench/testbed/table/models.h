// From names to a firewall.
#ifndef TIDEGATE_TESTBED_TABLE_MODELS_H_
#define TIDEGATE_TESTBED_TABLE_MODELS_H_

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "testbed/table/conn_model.h"
#include "testbed/table/firewall_model.h"
#include "testbed/table/model_options.h"
#include "testbed/table/set_table.h"

namespace tidegate::testbed {

// The table's slots for so many connections, and the highest slot number and one more.
std::uint64_t SlotsFor(std::uint64_t capacity);

// Null if there is no admission policy of the name in `options`.
std::unique_ptr<const Admitter> MakeAdmitter(const ModelOptions& options);

// The datapath's table with a policy of any type: what a plug-in exports (docs/testbed.md).
template <EvictionPolicy Policy>
std::unique_ptr<FirewallModel> MakeSetModel(const ModelOptions& options) {
  return std::make_unique<ConnModel<SetTable<Policy>>>(options, MakeAdmitter(options), SetTable<Policy>(options));
}

// Null if the datapath has no such eviction policy.
std::unique_ptr<FirewallModel> MakeSetModel(std::string_view eviction, const ModelOptions& options);
// Null if there is no such reference policy.
std::unique_ptr<FirewallModel> MakeFullModel(std::string_view eviction, const ModelOptions& options);
// With room for everybody.
std::unique_ptr<FirewallModel> MakeUnboundedModel(const ModelOptions& options);
// With the policy of a shared object, which stays loaded.
absl::StatusOr<std::unique_ptr<FirewallModel>> MakePluginModel(const std::string& path, const ModelOptions& options);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_TABLE_MODELS_H_
