// Admission "half_open_quota": at most so many handshakes at a time, so that a SYN flood leaves room for the rest; and
// at most so many of one source network, a /24 or a /48, so that a flood from few places leaves room within the quota.
//
// Only connections that would enter half-open are refused. Handshakes that have timed out do not count.
#ifndef TIDEGATE_ADMIT_HALF_OPEN_QUOTA_H_
#define TIDEGATE_ADMIT_HALF_OPEN_QUOTA_H_

#include <cstdint>
#include <string_view>

#include "admit/source_handshakes.h"
#include "tidegate/admission.h"
#include "tidegate/policy_options.h"

namespace tidegate {

class HalfOpenQuota {
 public:
  static constexpr std::string_view kName = "half_open_quota";

  explicit HalfOpenQuota(const PolicyOptions& options)
      : max_(options.half_open_max),
        max_of_source_(options.half_open_per_source),
        handshakes_(options.timeouts.Of(ConnState::kSynSent)) {}

  // Nothing of a source is asked unless it has a quota.
  bool by_class() const { return max_of_source_ == 0; }

  Admission Admit(const Applicant& applicant, const Pressure& pressure) const {
    if (applicant.cls != ConnClass::kHalfOpen) return Admission::Enter();
    if (pressure.half_open >= max_) return Admission::Refuse(DropReason::kHalfOpenQuota);
    if (max_of_source_ == 0) return Admission::Enter();
    if (handshakes_.UnderWay(applicant.source, applicant.now) >= max_of_source_) {
      return Admission::Refuse(DropReason::kSourceQuota);
    }
    handshakes_.Begin(applicant.source, applicant.now);
    return Admission::Enter();
  }
  void OnEstablished(const Applicant& applicant) const {
    if (max_of_source_ != 0) handshakes_.Complete(applicant.source, applicant.now);
  }

 private:
  std::uint64_t max_;
  std::uint64_t max_of_source_;  // 0: any number
  SourceHandshakes handshakes_;
};
static_assert(AdmissionPolicy<HalfOpenQuota> && NotesEstablished<HalfOpenQuota>);

}  // namespace tidegate

#endif  // TIDEGATE_ADMIT_HALF_OPEN_QUOTA_H_
