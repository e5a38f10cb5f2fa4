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
constexpr bool ByClass() {
  if constexpr (requires { Policy::kByClass; }) return Policy::kByClass;
  return false;
}

template <class Policy>
class PolicyAdmitter final : public Admitter {
 public:
  explicit PolicyAdmitter(const PolicyOptions& options) : policy_(options) {
    notes_established_ = NotesEstablished<Policy>;
    entry_by_syn_ack_ = EntryBySynAck<Policy>();
    by_class_ = ByClass<Policy>();
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
