// From a policy's name to an object: what the registries of eviction and of admission share.
#ifndef TIDEGATE_FIREWALL_POLICY_REGISTRY_H_
#define TIDEGATE_FIREWALL_POLICY_REGISTRY_H_

#include <memory>
#include <string_view>
#include <tuple>
#include <vector>

#include "tidegate/policy_options.h"

namespace tidegate {

// The names of a tuple of policies, in its order.
template <class... Policies>
std::vector<std::string_view> PolicyNames(std::type_identity<std::tuple<Policies...>>) {
  return {Policies::kName...};
}

// Wrapper<P>(options) for the policy P of the given name, as a pointer to Interface; null if there is none.
template <class Interface, template <class> class Wrapper, class... Policies>
std::unique_ptr<Interface> MakePolicy(std::type_identity<std::tuple<Policies...>>, std::string_view name,
                                      const PolicyOptions& options) {
  std::unique_ptr<Interface> made;
  ((name == Policies::kName ? void(made = std::make_unique<Wrapper<Policies>>(options)) : void()), ...);
  return made;
}

}  // namespace tidegate

#endif  // TIDEGATE_FIREWALL_POLICY_REGISTRY_H_
