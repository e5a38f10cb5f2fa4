// Memory that DPDK's allocators hand out, of the same kind as every other table's here.
#ifndef TIDEGATE_BENCH_PEERS_DPDK_MEMORY_H_
#define TIDEGATE_BENCH_PEERS_DPDK_MEMORY_H_

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "table/table_memory.h"

namespace tidegate::bench {

// Starts DPDK's environment layer (EAL) at the first call: no devices, no files, no output; this thread is its main one
// and may run where it ran before.
absl::Status StartEal();

// A heap of its own, which DPDK calls a socket, out of one block of memory.
class DpdkHeap {
 public:
  // REQUIRES: StartEal().
  static absl::StatusOr<std::unique_ptr<DpdkHeap>> Create(std::size_t bytes);
  DpdkHeap(const DpdkHeap&) = delete;
  DpdkHeap& operator=(const DpdkHeap&) = delete;
  // REQUIRES: all that was allocated is freed.
  ~DpdkHeap();

  int socket() const { return socket_; }
  std::size_t AllocatedBytes() const;

 private:
  DpdkHeap(std::string name, TableMemory block) : name_(std::move(name)), block_(std::move(block)) {}
  absl::Status Open();

  std::string name_;
  TableMemory block_;
  int socket_ = 0;
};

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_PEERS_DPDK_MEMORY_H_
