// Who wants to know which entries go while they are alive.
#ifndef TIDEGATE_TESTBED_TABLE_EVICTION_WATCHER_H_
#define TIDEGATE_TESTBED_TABLE_EVICTION_WATCHER_H_

#include <cstdint>
#include <vector>

#include "absl/functional/function_ref.h"

namespace tidegate::testbed {

class EvictionWatcher {
 public:
  virtual ~EvictionWatcher() = default;

  // The entry in `slot` goes now. `rivals` lists the slots that could have gone instead, itself among them; it may be
  // called until this returns.
  virtual void OnEvict(std::uint32_t slot, absl::FunctionRef<void(std::vector<std::uint32_t>&)> rivals) = 0;
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_TABLE_EVICTION_WATCHER_H_
