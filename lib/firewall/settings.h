// What bursts are decided by and what may change between two of them: the rules, the zones' options, and the policies,
// which are made for these.
//
// One constant whole: a change makes another one that shares what stays, and the packet path loads a single pointer at
// the beginning of each burst (FirewallImpl::Publish()).
#ifndef TIDEGATE_FIREWALL_SETTINGS_H_
#define TIDEGATE_FIREWALL_SETTINGS_H_

#include <memory>

#include "firewall/admitter.h"
#include "firewall/inserter.h"
#include "tidegate/flow_key.h"
#include "tidegate/security_groups.h"
#include "zone/zone_settings.h"

namespace tidegate {

struct Settings {
  std::shared_ptr<const SecurityPolicy> policy;
  std::shared_ptr<const ZoneSettings> zones;
  std::shared_ptr<const Admitter> admitter;
  std::shared_ptr<const Inserter<FlowKey4>> inserter4;
  std::shared_ptr<const Inserter<FlowKey6>> inserter6;

  template <class Key>
  const Inserter<Key>& inserter() const {
    if constexpr (Key::kIsV6) {
      return *inserter6;
    } else {
      return *inserter4;
    }
  }
};

}  // namespace tidegate

#endif  // TIDEGATE_FIREWALL_SETTINGS_H_
