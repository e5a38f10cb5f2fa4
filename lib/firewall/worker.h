// What one thread of the packet path owns.
#ifndef TIDEGATE_FIREWALL_WORKER_H_
#define TIDEGATE_FIREWALL_WORKER_H_

#include <atomic>
#include <cstdint>
#include <optional>

#include "account/worker_counters.h"
#include "firewall/burst.h"
#include "firewall/settings.h"
#include "table/table_worker.h"
#include "tidegate/firewall.h"
#include "tidegate/security_groups.h"
#include "track/ageing.h"

namespace tidegate {

class alignas(64) Firewall::Worker {
 public:
  TableWorker table4;
  TableWorker table6;

  // Odd during a burst. FirewallImpl::AwaitBursts() waits for the end of those that may know something outdated.
  std::atomic<std::uint64_t> bursts{0};

  // Of the burst under way.
  const Settings* settings = nullptr;
  const SecurityPolicy* policy = nullptr;     // of these settings
  const ZoneOptions* only_options = nullptr;  // of all zones, if none has its own
  WorkerCounters counters;
  Burst burst;
  bool inserted = false;  // an entry that the burst's lookup could not know yet
  // Half-open connections of a family as the other workers count them: asked once a burst, when first needed.
  std::optional<std::int64_t> half_open_elsewhere4;
  std::optional<std::int64_t> half_open_elsewhere6;

  // What adaptive ageing leaves of a family's timeouts, in its steps, and when that was asked last.
  std::uint64_t share4 = AdaptiveAgeing::kSteps;
  std::uint64_t share6 = AdaptiveAgeing::kSteps;
  TimeNs aged_at = 0;

  template <class Key>
  FamilyBurst<Key>& family() {
    if constexpr (Key::kIsV6) {
      return burst.v6;
    } else {
      return burst.v4;
    }
  }
  template <class Key>
  TableWorker& table() {
    return Key::kIsV6 ? table6 : table4;
  }
  template <class Key>
  const TableWorker& table() const {
    return Key::kIsV6 ? table6 : table4;
  }
};

}  // namespace tidegate

#endif  // TIDEGATE_FIREWALL_WORKER_H_
