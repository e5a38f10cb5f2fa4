// The admission policy chosen by name, behind one virtual call for each new connection.
#ifndef TIDEGATE_FIREWALL_ADMITTER_H_
#define TIDEGATE_FIREWALL_ADMITTER_H_

#include <memory>
#include <string_view>

#include "tidegate/admission.h"
#include "tidegate/policy_options.h"

namespace tidegate {

class Admitter {
 public:
  // Null if no policy has this name.
  static std::unique_ptr<const Admitter> Make(std::string_view name, const PolicyOptions& options);

  virtual ~Admitter() = default;
  virtual Admission Admit(const Applicant& applicant, const Pressure& pressure) const = 0;
  // A handshake is complete. Nothing to do unless notes_established().
  virtual void NoteEstablished(const Applicant& applicant) const = 0;

  bool notes_established() const { return notes_established_; }
  // Nothing of an applicant is asked but its class.
  bool by_class() const { return by_class_; }
  // A SYN-ACK of a protected endpoint makes the entry of the connection that it answers.
  bool entry_by_syn_ack() const { return entry_by_syn_ack_; }
  // Admission::Kind::kDisplaceOldest is among its answers.
  bool displaces_oldest() const { return displaces_oldest_; }

 protected:
  bool notes_established_ = false;
  bool by_class_ = false;
  bool entry_by_syn_ack_ = false;
  bool displaces_oldest_ = false;
};

}  // namespace tidegate

#endif  // TIDEGATE_FIREWALL_ADMITTER_H_
