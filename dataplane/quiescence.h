// When may be freed what workers used a moment ago? When each of them has been between two walks of its graph since:
// quiescent-state-based reclamation, DPDK's (rte_rcu). The firewall in the library does the same for its rules, by the
// bursts of its own workers, as it does not know DPDK.
#ifndef TIDEGATE_DATAPLANE_QUIESCENCE_H_
#define TIDEGATE_DATAPLANE_QUIESCENCE_H_

#include <rte_rcu_qsbr.h>

#include <memory>

#include "absl/status/statusor.h"

namespace tidegate {

class Quiescence {
 public:
  // Fails with one line if there is no memory.
  static absl::StatusOr<std::unique_ptr<Quiescence>> Make(unsigned workers);
  ~Quiescence();
  Quiescence(const Quiescence&) = delete;
  Quiescence& operator=(const Quiescence&) = delete;

  // A worker's thread: before its first walk, between two walks, and behind the last one. Between() is two loads, and a
  // store to a line of the worker's own when somebody waits.
  void Enter(unsigned worker) { rte_rcu_qsbr_thread_online(state_, worker); }
  void Between(unsigned worker) { rte_rcu_qsbr_quiescent(state_, worker); }
  void Leave(unsigned worker) { rte_rcu_qsbr_thread_offline(state_, worker); }

  // Any other thread: returns when no walk is under way that had begun before. Sleeps meanwhile; no worker waits for
  // it.
  void Wait() const;

 private:
  explicit Quiescence(rte_rcu_qsbr* state) : state_(state) {}

  rte_rcu_qsbr* state_;
};

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_QUIESCENCE_H_
