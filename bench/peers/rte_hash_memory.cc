// Makes a table of rte_hash.
#include "peers/rte_hash_memory.h"

#include <rte_errno.h>
#include <rte_hash_crc.h>

#include <string>
#include <utility>

#include "tidegate/flow_key.h"

namespace tidegate::bench {
namespace {

// Keys, buckets twice (those that extend others too) and the rings of what is free.
std::size_t HeapBytes(std::uint64_t entries) { return entries * 112 + (std::size_t{4} << 20); }

}  // namespace

absl::StatusOr<std::unique_ptr<RteHashMemory>> RteHashMemory::Create(std::uint64_t entries, std::uint8_t flags) {
  if (absl::Status status = StartEal(); !status.ok()) return status;
  auto heap = DpdkHeap::Create(HeapBytes(entries));
  if (!heap.ok()) return heap.status();
  std::unique_ptr<RteHashMemory> memory(new RteHashMemory(*std::move(heap)));
  const int socket = memory->heap_->socket();
  const std::string name = "rte_hash_" + std::to_string(socket);
  rte_hash_parameters parameters{};
  parameters.name = name.c_str();
  parameters.entries = static_cast<std::uint32_t>(entries);
  parameters.key_len = sizeof(FlowKey4);
  parameters.hash_func = rte_hash_crc;
  parameters.socket_id = socket;
  parameters.extra_flag = flags;
  memory->hash_ = rte_hash_create(&parameters);
  if (memory->hash_ == nullptr) {
    return absl::ResourceExhaustedError(std::string("rte_hash_create: ") + rte_strerror(rte_errno));
  }
  return memory;
}

}  // namespace tidegate::bench
