// The key sets of a run: made when a benchmark first asks for one, kept while there is room, since a run may come back
// to a size at any time (random interleaving).
#ifndef TIDEGATE_BENCH_CONNTRACK_KEY_STORE_H_
#define TIDEGATE_BENCH_CONNTRACK_KEY_STORE_H_

#include <cstddef>
#include <list>
#include <memory>

#include "conntrack/key_set.h"

namespace tidegate::bench {

// Not for several threads at once.
class KeyStore {
 public:
  static constexpr std::size_t kDefaultBudget = std::size_t{1} << 30;  // enough for 2^17, 2^20 and 2^23 at once

  explicit KeyStore(const e2e::PortRange& ports, std::size_t budget = kDefaultBudget)
      : ports_(ports), budget_(budget) {}

  // A set of so many keys. Those that were not asked for the longest are forgotten while all together are larger than
  // the budget; the one that is returned is kept in any case.
  std::shared_ptr<const KeySet> Get(std::size_t size);

  const e2e::PortRange& ports() const { return ports_; }

 private:
  void MakeRoom(std::size_t bytes);

  e2e::PortRange ports_;
  std::size_t budget_;
  std::list<std::shared_ptr<const KeySet>> sets_;  // the last used one first
};

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_CONNTRACK_KEY_STORE_H_
