// Admission "oldest_half_open_drop": at the quota the oldest handshake among those that share the new one's sets makes
// room for it. Under a flood of F SYNs a second a handshake has quota / F seconds to complete, nearly exactly: whoever
// is nearer than that gets through, while a draw (random_half_open_drop) lets in some of everybody.
#ifndef TIDEGATE_ADMIT_OLDEST_HALF_OPEN_DROP_H_
#define TIDEGATE_ADMIT_OLDEST_HALF_OPEN_DROP_H_

#include <cstdint>
#include <string_view>

#include "tidegate/admission.h"
#include "tidegate/policy_options.h"

namespace tidegate {

class OldestHalfOpenDrop {
 public:
  static constexpr std::string_view kName = "oldest_half_open_drop";
  static constexpr bool kByClass = true;
  static constexpr bool kDisplacesOldest = true;

  explicit OldestHalfOpenDrop(const PolicyOptions& options) : max_(options.half_open_max) {}

  Admission Admit(const Applicant& applicant, const Pressure& pressure) const {
    if (applicant.cls != ConnClass::kHalfOpen || pressure.half_open < max_) return Admission::Enter();
    return Admission::DisplaceOldest(DropReason::kHalfOpenQuota);
  }

 private:
  std::uint64_t max_;
};
static_assert(AdmissionPolicy<OldestHalfOpenDrop>);

}  // namespace tidegate

#endif  // TIDEGATE_ADMIT_OLDEST_HALF_OPEN_DROP_H_
