// Admission policies: may a new connection that the rules allow enter the table at all?
//
// Asked before a slot is looked for, so that what is refused costs no entry.
#ifndef TIDEGATE_ADMISSION_H_
#define TIDEGATE_ADMISSION_H_

#include <concepts>
#include <string_view>

#include "tidegate/conn_state.h"
#include "tidegate/drop_reason.h"
#include "tidegate/pressure.h"

namespace tidegate {

// What is known of a new connection when it asks.
struct Applicant {
  ConnClass cls = ConnClass::kHalfOpen;  // that it would enter with
};

// Admit() returns kNone to let the connection in, else the reason under which its packet is dropped. Called from any
// thread; allocates nothing, blocks on nothing.
template <class P>
concept AdmissionPolicy = requires(const P policy, const Applicant& applicant, const Pressure& pressure) {
  { P::kName } -> std::convertible_to<std::string_view>;
  { policy.Admit(applicant, pressure) } -> std::same_as<DropReason>;
};

}  // namespace tidegate

#endif  // TIDEGATE_ADMISSION_H_
