#include "table/table_memory.h"

#include <linux/mman.h>
#include <sys/mman.h>

#include <cstdint>

namespace tidegate {
namespace {

constexpr std::size_t kHugePage = std::size_t{2} << 20;

std::size_t RoundUp(std::size_t bytes, std::size_t unit) { return (bytes + unit - 1) / unit * unit; }

std::byte* Map(std::size_t bytes, int flags) {
  void* data = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | flags, -1, 0);
  return data == MAP_FAILED ? nullptr : static_cast<std::byte*>(data);
}

}  // namespace

TableMemory::TableMemory(std::size_t bytes) : bytes_(bytes), mapped_(RoundUp(bytes, kHugePage)) {
  // MAP_HUGE_2MB: the system's own choice may be pages of 1 GiB. MAP_POPULATE: without it a page that cannot be had
  // would be found out by SIGBUS, in the packet path.
  data_ = Map(mapped_, MAP_HUGETLB | MAP_HUGE_2MB | MAP_POPULATE);
  huge_pages_ = data_ != nullptr;
  if (huge_pages_) return;
  // Rounded up as well: the kernel aligns a mapping to huge pages only if it is a multiple of them.
  data_ = Map(mapped_, 0);
  if (data_ == nullptr) {
    bytes_ = mapped_ = 0;
    return;
  }
  madvise(data_, mapped_, MADV_HUGEPAGE);
  madvise(data_, mapped_, MADV_POPULATE_WRITE);
}

TableMemory& TableMemory::operator=(TableMemory&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(bytes_, other.bytes_);
  std::swap(mapped_, other.mapped_);
  std::swap(huge_pages_, other.huge_pages_);
  return *this;
}

TableMemory::~TableMemory() {
  if (data_ != nullptr) munmap(data_, mapped_);
}

}  // namespace tidegate
