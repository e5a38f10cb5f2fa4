#include "testbed/table/models.h"

#include <dlfcn.h>

#include <tuple>
#include <type_traits>
#include <utility>

#include "absl/status/status.h"
#include "evict/policies.h"
#include "testbed/plugin/plugin.h"
#include "testbed/reference/policies.h"
#include "testbed/table/full_table.h"

namespace tidegate::testbed {
namespace {

template <class... Policies>
std::unique_ptr<FirewallModel> MakeByName(std::type_identity<std::tuple<Policies...>>, std::string_view name,
                                          const ModelOptions& options) {
  std::unique_ptr<FirewallModel> made;
  ((name == Policies::kName ? void(made = MakeSetModel<Policies>(options)) : void()), ...);
  return made;
}

}  // namespace

std::uint64_t SlotsFor(std::uint64_t capacity) { return OwnedConnTable4::Create(capacity)->slot_count(); }

std::unique_ptr<const Admitter> MakeAdmitter(const ModelOptions& options) {
  return Admitter::Make(options.admission, options.policy);
}

std::unique_ptr<FirewallModel> MakeSetModel(std::string_view eviction, const ModelOptions& options) {
  return MakeByName(std::type_identity<EvictionPolicies>{}, eviction, options);
}

std::unique_ptr<FirewallModel> MakeFullModel(std::string_view eviction, const ModelOptions& options) {
  const std::uint64_t slots = SlotsFor(options.capacity);
  std::unique_ptr<ReferencePolicy> policy =
      MakeReferencePolicy(eviction, static_cast<std::uint32_t>(slots), options.seed);
  if (policy == nullptr) return nullptr;
  return std::make_unique<ConnModel<FullTable>>(options, MakeAdmitter(options),
                                                FullTable(options, slots, std::move(policy)));
}

std::unique_ptr<FirewallModel> MakeUnboundedModel(const ModelOptions& options) {
  return std::make_unique<ConnModel<FullTable>>(options, MakeAdmitter(options), FullTable(options, kNoNode, nullptr));
}

absl::StatusOr<std::unique_ptr<FirewallModel>> MakePluginModel(const std::string& path, const ModelOptions& options) {
  void* const library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) return absl::InvalidArgumentError(dlerror());
  const auto version = reinterpret_cast<PluginVersion*>(dlsym(library, kPluginVersionName));
  const auto make = reinterpret_cast<PluginMake*>(dlsym(library, kPluginMakeName));
  if (version == nullptr || make == nullptr) {
    return absl::InvalidArgumentError(path + ": exports no policy, expected the functions " + kPluginVersionName +
                                      " and " + kPluginMakeName);
  }
  if (version() != kPluginVersion) {
    return absl::InvalidArgumentError(path + ": is built for version " + std::to_string(version()) +
                                      " of the plug-in interface, expected " + std::to_string(kPluginVersion));
  }
  std::unique_ptr<FirewallModel> model(make(options));
  if (model == nullptr) return absl::InvalidArgumentError(path + ": made no policy");
  return model;
}

}  // namespace tidegate::testbed
