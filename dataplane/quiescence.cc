#include "quiescence.h"

#include <rte_lcore.h>
#include <rte_malloc.h>

#include <chrono>
#include <thread>

namespace tidegate {

absl::StatusOr<std::unique_ptr<Quiescence>> Quiescence::Make(unsigned workers) {
  const std::size_t bytes = rte_rcu_qsbr_get_memsize(workers);
  auto* state = static_cast<rte_rcu_qsbr*>(rte_zmalloc("tidegate quiescence", bytes, RTE_CACHE_LINE_SIZE));
  if (state == nullptr) return absl::ResourceExhaustedError("no memory to follow the workers' quiescent states");
  std::unique_ptr<Quiescence> self(new Quiescence(state));
  rte_rcu_qsbr_init(state, workers);
  for (unsigned worker = 0; worker < workers; ++worker) rte_rcu_qsbr_thread_register(state, worker);
  return self;
}

Quiescence::~Quiescence() { rte_free(state_); }

void Quiescence::Wait() const {
  const std::uint64_t token = rte_rcu_qsbr_start(state_);
  // Not rte_rcu_qsbr_synchronize(), which spins on a processor that a worker may need.
  while (rte_rcu_qsbr_check(state_, token, /*wait=*/false) == 0) {
    std::this_thread::sleep_for(std::chrono::microseconds(20));
  }
}

}  // namespace tidegate
