#include "table/table_memory.h"

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

TableMemory::TableMemory(std::size_t bytes) : bytes_(RoundUp(bytes, kHugePage)) {
  // MAP_POPULATE: without it a page that cannot be had would be found out by SIGBUS, in the packet path.
  data_ = Map(bytes_, MAP_HUGETLB | MAP_POPULATE);
  huge_pages_ = data_ != nullptr;
  if (huge_pages_) return;
  data_ = Map(bytes_, 0);
  if (data_ == nullptr) {
    bytes_ = 0;
    return;
  }
  madvise(data_, bytes_, MADV_HUGEPAGE);
  madvise(data_, bytes_, MADV_POPULATE_WRITE);
}

TableMemory& TableMemory::operator=(TableMemory&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(bytes_, other.bytes_);
  std::swap(huge_pages_, other.huge_pages_);
  return *this;
}

TableMemory::~TableMemory() {
  if (data_ != nullptr) munmap(data_, bytes_);
}

}  // namespace tidegate
