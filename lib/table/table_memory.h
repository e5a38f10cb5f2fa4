// The memory of a table: one block, from huge pages where there are some.
#ifndef TIDEGATE_TABLE_TABLE_MEMORY_H_
#define TIDEGATE_TABLE_TABLE_MEMORY_H_

#include <cstddef>
#include <utility>

namespace tidegate {

// Owns a zeroed, 64-byte aligned block. Movable.
class TableMemory {
 public:
  TableMemory() = default;
  // Tries reserved huge pages of 2 MiB, then ordinary ones with the wish for transparent huge pages. data() is null if
  // neither is to be had.
  explicit TableMemory(std::size_t bytes);
  TableMemory(TableMemory&& other) noexcept { *this = std::move(other); }
  TableMemory& operator=(TableMemory&& other) noexcept;
  TableMemory(const TableMemory&) = delete;
  TableMemory& operator=(const TableMemory&) = delete;
  ~TableMemory();

  std::byte* data() const { return data_; }
  // As asked for; what is mapped is rounded up to whole pages.
  std::size_t bytes() const { return bytes_; }
  bool huge_pages() const { return huge_pages_; }

 private:
  std::byte* data_ = nullptr;
  std::size_t bytes_ = 0;
  std::size_t mapped_ = 0;
  bool huge_pages_ = false;
};

}  // namespace tidegate

#endif  // TIDEGATE_TABLE_TABLE_MEMORY_H_
