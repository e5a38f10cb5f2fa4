// Starts DPDK for a benchmark and gives it memory.
#include "peers/dpdk_memory.h"

#include <rte_eal.h>
#include <rte_errno.h>
#include <rte_malloc.h>
#include <sched.h>
#include <unistd.h>

#include <array>
#include <utility>

namespace tidegate::bench {
namespace {

constexpr std::size_t kPage = std::size_t{2} << 20;

absl::Status Failed(const std::string& what) {
  return absl::UnavailableError(what + ": " + rte_strerror(rte_errno) + " (the peers of DPDK need it; see --peers)");
}

absl::Status InitEal() {
  // EAL keeps pointers into its arguments. Its own memory is small: the tables bring theirs.
  static std::array<char[40], 9> words = {"bench_conntrack",
                                          "--no-huge",
                                          "--no-shconf",
                                          "--no-telemetry",
                                          "--no-pci",
                                          "-m64",
                                          "--log-level=lib.*:critical",
                                          "--lcores=0@0",
                                          "--file-prefix=tidegate-bench"};
  std::array<char*, words.size()> argv;
  for (std::size_t i = 0; i < words.size(); ++i) argv[i] = words[i];
  if (rte_eal_init(static_cast<int>(argv.size()), argv.data()) < 0) return Failed("DPDK cannot start");
  rmdir(rte_eal_get_runtime_dir());  // made in any case, and empty
  return absl::OkStatus();
}

}  // namespace

absl::Status StartEal() {
  static const absl::Status started = [] {
    cpu_set_t before;
    const bool known = sched_getaffinity(0, sizeof(before), &before) == 0;
    absl::Status status = InitEal();
    if (known) sched_setaffinity(0, sizeof(before), &before);
    return status;
  }();
  return started;
}

absl::StatusOr<std::unique_ptr<DpdkHeap>> DpdkHeap::Create(std::size_t bytes) {
  static unsigned heaps = 0;
  TableMemory block((bytes + kPage - 1) / kPage * kPage);
  if (block.data() == nullptr) return absl::ResourceExhaustedError("no memory of " + std::to_string(bytes) + " bytes");
  std::unique_ptr<DpdkHeap> heap(new DpdkHeap("bench" + std::to_string(heaps++), std::move(block)));
  const absl::Status status = heap->Open();
  if (!status.ok()) return status;
  return heap;
}

absl::Status DpdkHeap::Open() {
  if (rte_malloc_heap_create(name_.c_str()) != 0) return Failed("DPDK makes no heap");
  const auto pages = static_cast<unsigned>(block_.bytes() / kPage);
  if (rte_malloc_heap_memory_add(name_.c_str(), block_.data(), block_.bytes(), nullptr, pages, kPage) != 0) {
    return Failed("DPDK takes no memory");
  }
  socket_ = rte_malloc_heap_get_socket(name_.c_str());
  return absl::OkStatus();
}

DpdkHeap::~DpdkHeap() {
  rte_malloc_heap_memory_remove(name_.c_str(), block_.data(), block_.bytes());
  rte_malloc_heap_destroy(name_.c_str());
}

std::size_t DpdkHeap::AllocatedBytes() const {
  rte_malloc_socket_stats stats{};
  rte_malloc_get_socket_stats(socket_, &stats);
  return stats.heap_allocsz_bytes;
}

}  // namespace tidegate::bench
