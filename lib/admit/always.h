// Admission "always": every connection the rules allow.
#ifndef TIDEGATE_ADMIT_ALWAYS_H_
#define TIDEGATE_ADMIT_ALWAYS_H_

#include <string_view>

#include "tidegate/admission.h"
#include "tidegate/policy_options.h"

namespace tidegate {

struct AdmitAlways {
  static constexpr std::string_view kName = "always";
  static constexpr bool kByClass = true;

  AdmitAlways() = default;
  explicit AdmitAlways(const PolicyOptions&) {}

  Admission Admit(const Applicant&, const Pressure&) const { return Admission::Enter(); }
};
static_assert(AdmissionPolicy<AdmitAlways>);

}  // namespace tidegate

#endif  // TIDEGATE_ADMIT_ALWAYS_H_
