#include "firewall/admitter.h"

#include <type_traits>
#include <vector>

#include "admit/policies.h"
#include "firewall/policy_registry.h"
#include "tidegate/firewall.h"

namespace tidegate {
namespace {

template <class Policy>
class PolicyAdmitter final : public Admitter {
 public:
  explicit PolicyAdmitter(const PolicyOptions& options) : policy_(options) {}

  DropReason Admit(const Applicant& applicant, const Pressure& pressure) const override {
    return policy_.Admit(applicant, pressure);
  }

 private:
  Policy policy_;
};

}  // namespace

std::unique_ptr<const Admitter> Admitter::Make(std::string_view name, const PolicyOptions& options) {
  return MakePolicy<Admitter, PolicyAdmitter>(std::type_identity<AdmissionPolicies>{}, name, options);
}

std::vector<std::string_view> AdmissionPolicyNames() { return PolicyNames(std::type_identity<AdmissionPolicies>{}); }

}  // namespace tidegate
