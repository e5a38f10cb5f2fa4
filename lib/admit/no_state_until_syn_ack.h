// Admission "no_state_until_syn_ack": an allowed SYN to a protected endpoint passes without an entry, and the
// endpoint's SYN-ACK makes it. A flood of SYNs then costs the table nothing; the endpoint has its own defence (SYN
// cookies, RFC 4987). What the SYN offered is not known to the entry: windows are taken for scaled by the most there
// is, if the SYN-ACK scales.
//
// A SYN of a protected endpoint has its entry at once: its answer comes from outside, where it must not make one.
#ifndef TIDEGATE_ADMIT_NO_STATE_UNTIL_SYN_ACK_H_
#define TIDEGATE_ADMIT_NO_STATE_UNTIL_SYN_ACK_H_

#include <string_view>

#include "tidegate/admission.h"
#include "tidegate/policy_options.h"

namespace tidegate {

struct NoStateUntilSynAck {
  static constexpr std::string_view kName = "no_state_until_syn_ack";
  static constexpr bool kEntryBySynAck = true;

  explicit NoStateUntilSynAck(const PolicyOptions&) {}

  Admission Admit(const Applicant& applicant, const Pressure&) const {
    const bool later = applicant.cls == ConnClass::kHalfOpen && applicant.answered_here;
    return later ? Admission::PassBy() : Admission::Enter();
  }
};
static_assert(AdmissionPolicy<NoStateUntilSynAck>);

}  // namespace tidegate

#endif  // TIDEGATE_ADMIT_NO_STATE_UNTIL_SYN_ACK_H_
