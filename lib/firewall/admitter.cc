#include "firewall/admitter.h"

#include <type_traits>
#include <vector>

#include "admit/policies.h"
#include "firewall/policy_registry.h"
#include "tidegate/firewall.h"

namespace tidegate {
namespace {

template <class Policy>
constexpr bool EntryBySynAck() {
  if constexpr (requires { Policy::kEntryBySynAck; }) return Policy::kEntryBySynAck;
  return false;
}

template <class Policy>
constexpr bool DisplacesOldest() {
  if constexpr (requires { Policy::kDisplacesOldest; }) return Policy::kDisplacesOldest;
  return false;
}

template <class Policy>
bool ByClass(const Policy& policy) {
  if constexpr (requires { Policy::kByClass; }) return Policy::kByClass;
  if constexpr (requires { policy.by_class(); }) return policy.by_class();
  return false;
}

template <class Policy>
class PolicyAdmitter final : public Admitter {
 public:
  explicit PolicyAdmitter(const PolicyOptions& options) : policy_(options) {
    by_class_ = ByClass(policy_);
    notes_established_ = NotesEstablished<Policy> && !by_class_;
    entry_by_syn_ack_ = EntryBySynAck<Policy>();
    displaces_oldest_ = DisplacesOldest<Policy>();
  }

  Admission Admit(const Applicant& applicant, const Pressure& pressure) const override {
    return policy_.Admit(applicant, pressure);
  }
  void NoteEstablished([[maybe_unused]] const Applicant& applicant) const override {
    if constexpr (NotesEstablished<Policy>) policy_.OnEstablished(applicant);
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
