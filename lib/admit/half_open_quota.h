// Admission "half_open_quota": at most so many handshakes at a time, so that a SYN flood leaves room for the rest.
//
// Only connections that would enter half-open are refused. Handshakes that have timed out do not count.
#ifndef TIDEGATE_ADMIT_HALF_OPEN_QUOTA_H_
#define TIDEGATE_ADMIT_HALF_OPEN_QUOTA_H_

#include <cstdint>
#include <string_view>

#include "tidegate/admission.h"
#include "tidegate/policy_options.h"

namespace tidegate {

class HalfOpenQuota {
 public:
  static constexpr std::string_view kName = "half_open_quota";
  static constexpr bool kByClass = true;

  explicit HalfOpenQuota(const PolicyOptions& options) : max_(options.half_open_max) {}

  Admission Admit(const Applicant& applicant, const Pressure& pressure) const {
    if (applicant.cls != ConnClass::kHalfOpen || pressure.half_open < max_) return Admission::Enter();
    return Admission::Refuse(DropReason::kHalfOpenQuota);
  }

 private:
  std::uint64_t max_;
};
static_assert(AdmissionPolicy<HalfOpenQuota>);

}  // namespace tidegate

#endif  // TIDEGATE_ADMIT_HALF_OPEN_QUOTA_H_
