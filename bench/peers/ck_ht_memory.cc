// Gives ck_ht its memory, and knows from that where its slots are.
#include "peers/ck_ht_memory.h"

#include <bit>

namespace tidegate::bench {
namespace {

constexpr std::size_t kHeaderBytes = 96;  // of ck_ht's map, before the bounds
constexpr std::size_t kLine = 64;
constexpr unsigned kMode = CK_HT_MODE_BYTESTRING | CK_HT_WORKLOAD_DELETE;

// Slots, a byte each for the bound of a probe, and the header.
std::size_t BytesFor(std::uint64_t slots) { return slots * (sizeof(ck_ht_entry_t) + 1) + 4096; }

}  // namespace

CkHtMemory::CkHtMemory(std::uint64_t slots) : arena_(BytesFor(slots)) {
  const Use use(*this);
  callbacks_.malloc = &Allocate;
  callbacks_.free = &Free;
  ok_ = ck_ht_init(&table_, kMode, nullptr, &callbacks_, slots, 0);
}

CkHtMemory::~CkHtMemory() {
  const Use use(*this);
  if (ok_) ck_ht_destroy(&table_);
}

void CkHtMemory::Reset() {
  const Use use(*this);
  quiet_ = true;
  ck_ht_reset_spmc(&table_);
  quiet_ = false;
}

void* CkHtMemory::Allocate(std::size_t bytes) {
  auto* const map = static_cast<std::byte*>(current_->arena_.Take(bytes));
  current_->FindEntries(map, bytes);
  return map;
}

// A table that grew keeps its former slots until it is gone, as readers may be in them: at most as much again.
void CkHtMemory::Free(void* map, std::size_t bytes, bool defer) {
  if (!defer || current_->quiet_) current_->arena_.GiveBack(map, bytes);
}

// ck_ht lays out: header, a byte for each slot, padding, slots. Prefetching by it is right or does no harm.
void CkHtMemory::FindEntries(std::byte* map, std::size_t bytes) {
  const std::uint64_t slots = std::bit_floor(bytes / (sizeof(ck_ht_entry_t) + 1));
  entries_ = reinterpret_cast<const ck_ht_entry_t*>(map + (kHeaderBytes + slots + kLine - 1) / kLine * kLine);
  mask_.store(slots - 1, std::memory_order_release);  // pairs with the acquire in FirstSlot()
}

}  // namespace tidegate::bench
