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
  virtual DropReason Admit(const Applicant& applicant, const Pressure& pressure) const = 0;
};

}  // namespace tidegate

#endif  // TIDEGATE_FIREWALL_ADMITTER_H_
