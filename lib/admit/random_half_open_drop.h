// Admission "random_half_open_drop": at the quota a handshake drawn at random makes room for the new one, so that a
// flood, which has most of them, loses most (L. Ricciulli, P. Lincoln, P. Kakkar, "TCP SYN Flooding Defense", CNDS
// 1999). Drawn among the entries that share the new one's sets; if none of them is half-open, the new one is refused.
#ifndef TIDEGATE_ADMIT_RANDOM_HALF_OPEN_DROP_H_
#define TIDEGATE_ADMIT_RANDOM_HALF_OPEN_DROP_H_

#include <cstdint>
#include <string_view>

#include "tidegate/admission.h"
#include "tidegate/policy_options.h"

namespace tidegate {

class RandomHalfOpenDrop {
 public:
  static constexpr std::string_view kName = "random_half_open_drop";
  static constexpr bool kByClass = true;

  explicit RandomHalfOpenDrop(const PolicyOptions& options) : max_(options.half_open_max) {}

  Admission Admit(const Applicant& applicant, const Pressure& pressure) const {
    if (applicant.cls != ConnClass::kHalfOpen || pressure.half_open < max_) return Admission::Enter();
    return Admission::Displace(DropReason::kHalfOpenQuota);
  }

 private:
  std::uint64_t max_;
};
static_assert(AdmissionPolicy<RandomHalfOpenDrop>);

}  // namespace tidegate

#endif  // TIDEGATE_ADMIT_RANDOM_HALF_OPEN_DROP_H_
