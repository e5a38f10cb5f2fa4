// Admission "first_syn_drop": a connection is let in when it is tried for the second time, which every TCP does after a
// second (RFC 6298) and most forged floods never do. Costs each client that second. Between 0.25 s and 68 s after the
// first SYN, with the same tuple and sequence number; 131,072 of them are remembered, as fingerprints.
//
// Only handshakes: a datagram may never be sent again.
#ifndef TIDEGATE_ADMIT_FIRST_SYN_DROP_H_
#define TIDEGATE_ADMIT_FIRST_SYN_DROP_H_

#include <string_view>

#include "admit/attempts.h"
#include "tidegate/admission.h"
#include "tidegate/policy_options.h"

namespace tidegate {

class FirstSynDrop {
 public:
  static constexpr std::string_view kName = "first_syn_drop";

  explicit FirstSynDrop(const PolicyOptions&) {}

  Admission Admit(const Applicant& applicant, const Pressure&) const {
    if (applicant.cls != ConnClass::kHalfOpen) return Admission::Enter();
    return tried_.TriedBefore(applicant) ? Admission::Enter() : Admission::Refuse(DropReason::kFirstSyn);
  }

 private:
  Attempts<1u << 17> tried_;
};
static_assert(AdmissionPolicy<FirstSynDrop>);

}  // namespace tidegate

#endif  // TIDEGATE_ADMIT_FIRST_SYN_DROP_H_
