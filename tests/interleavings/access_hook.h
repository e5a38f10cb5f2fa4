// Where instrumented atomics report each access, and who answers: the machine of an exploration, the one that freezes a
// thread, or nobody.
#ifndef TIDEGATE_TESTS_INTERLEAVINGS_ACCESS_HOOK_H_
#define TIDEGATE_TESTS_INTERLEAVINGS_ACCESS_HOOK_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <source_location>

namespace tidegate::explore {

// The line of the code under test that makes an access.
using Site = std::source_location;

// All values are widened to 64 bits. Words have four or eight bytes.
inline std::uint64_t Latest(const void* word, std::size_t bytes) {
  if (bytes == sizeof(std::uint32_t)) return *static_cast<const std::uint32_t*>(word);
  return *static_cast<const std::uint64_t*>(word);
}

class AccessHook {
 public:
  virtual ~AccessHook() = default;

  // What the load reads: what the word holds, or an older value where the memory model allows it.
  virtual std::uint64_t Load(const void* word, std::size_t bytes, std::memory_order order, const Site& site) = 0;
  // The word holds `value` afterwards.
  virtual void Store(const void* word, std::size_t bytes, std::uint64_t value, std::memory_order order,
                     const Site& site) = 0;
  // True: the word holds `desired` afterwards. False: `expected` is what was read.
  virtual bool Swap(const void* word, std::size_t bytes, std::uint64_t& expected, std::uint64_t desired,
                    std::memory_order success, std::memory_order failure, const Site& site) = 0;
  virtual void Fence(std::memory_order order, const Site& site) = 0;
};

}  // namespace tidegate::explore

#endif  // TIDEGATE_TESTS_INTERLEAVINGS_ACCESS_HOOK_H_
