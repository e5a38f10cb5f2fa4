// Admission policies: may a new connection that the rules allow enter the table at all?
//
// Asked before a slot is looked for, so that what is refused costs no entry.
//
// A policy that wants to know whose handshakes were completed has a second verb:
//
//   void OnEstablished(const Applicant& applicant) const;
//
// One that asks for nothing but the class says so and spares the packet path the rest, the second verb as well:
//
//   static constexpr bool kByClass = true;   // or, if it depends on the options: bool by_class() const;
//
#ifndef TIDEGATE_ADMISSION_H_
#define TIDEGATE_ADMISSION_H_

#include <concepts>
#include <cstdint>
#include <string_view>

#include "tidegate/conn_state.h"
#include "tidegate/drop_reason.h"
#include "tidegate/pressure.h"
#include "tidegate/time.h"

namespace tidegate {

// What is known of a new connection when it asks.
struct Applicant {
  ConnClass cls = ConnClass::kHalfOpen;  // that it would enter with
  bool answered_here = false;            // its answer comes from a protected endpoint, through this firewall
  std::uint64_t source = 0;              // whose it is: a keyed hash of the sender's network, /24 or /48
  std::uint64_t attempt = 0;             // a keyed hash of its tuple and, for TCP, its sequence number
  TimeNs now = 0;
  std::uint64_t random = 0;  // drawn for this decision
};

// What becomes of it.
class Admission {
 public:
  enum class Kind : std::uint8_t {
    kEnter,
    kDisplace,        // it enters, and a half-open entry of its sets goes for it; if there is none, it is refused
    kDisplaceOldest,  // the same, and not any of them but the oldest
    kPassBy,          // its packet passes without an entry; the answer will make one
    kRefuse,
  };

  static constexpr Admission Enter() { return {Kind::kEnter, DropReason::kNone}; }
  static constexpr Admission Displace(DropReason otherwise) { return {Kind::kDisplace, otherwise}; }
  // REQUIRES: the policy says `static constexpr bool kDisplacesOldest = true;`
  static constexpr Admission DisplaceOldest(DropReason otherwise) { return {Kind::kDisplaceOldest, otherwise}; }
  static constexpr Admission PassBy() { return {Kind::kPassBy, DropReason::kNone}; }
  static constexpr Admission Refuse(DropReason reason) { return {Kind::kRefuse, reason}; }

  constexpr Kind kind() const { return kind_; }
  constexpr DropReason reason() const { return reason_; }  // under which its packet is dropped, if it is

  constexpr bool operator==(const Admission&) const = default;

 private:
  constexpr Admission(Kind kind, DropReason reason) : kind_(kind), reason_(reason) {}

  Kind kind_;
  DropReason reason_;
};

// Called from any thread; allocates nothing, blocks on nothing.
template <class P>
concept AdmissionPolicy = requires(const P policy, const Applicant& applicant, const Pressure& pressure) {
  { P::kName } -> std::convertible_to<std::string_view>;
  { policy.Admit(applicant, pressure) } -> std::same_as<Admission>;
};

// The policy wants to know of complete handshakes.
template <class P>
concept NotesEstablished = requires(const P policy, const Applicant& applicant) {
  policy.OnEstablished(applicant);
};

}  // namespace tidegate

#endif  // TIDEGATE_ADMISSION_H_
