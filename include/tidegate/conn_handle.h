// Names one connection in a table, for as long as it lives.
#ifndef TIDEGATE_CONN_HANDLE_H_
#define TIDEGATE_CONN_HANDLE_H_

#include <cstdint>

namespace tidegate {

// A slot and the generation it had. When the slot is reused the generation is another, so an old handle finds nothing
// instead of a stranger. Plain data: may be kept, copied and passed between threads.
struct ConnHandle {
  static constexpr std::uint32_t kNoSlot = 0xffffffff;

  std::uint32_t slot = kNoSlot;
  std::uint32_t generation = 0;
  bool v6 = false;  // which of the two tables

  explicit operator bool() const { return slot != kNoSlot; }
  bool operator==(const ConnHandle&) const = default;
};

}  // namespace tidegate

#endif  // TIDEGATE_CONN_HANDLE_H_
