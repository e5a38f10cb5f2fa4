// Stops a thread for ever before one of its accesses.
#ifndef TIDEGATE_TESTS_INTERLEAVINGS_FROZEN_THREAD_H_
#define TIDEGATE_TESTS_INTERLEAVINGS_FROZEN_THREAD_H_

#include <functional>
#include <memory>
#include <utility>

#include "interleavings/access_hook.h"
#include "interleavings/explored_atomics.h"
#include "interleavings/fiber.h"

namespace tidegate::explore {

class FrozenThread : public AccessHook {
 public:
  // Runs `body` up to its access number `stop`, counted from 0, and no further.
  FrozenThread(unsigned stop, std::function<void()> body) : stop_(stop), fiber_(std::move(body)) {
    ExploredAtomics::hook = this;
    fiber_.Resume();
    ExploredAtomics::hook = nullptr;
  }

  // It came to its end before that access.
  bool finished() const { return fiber_.done(); }

  std::uint64_t Load(const void* word, std::size_t bytes, std::memory_order, const Site&) override {
    Count();
    return Latest(word, bytes);
  }
  void Store(const void*, std::size_t, std::uint64_t, std::memory_order, const Site&) override { Count(); }
  bool Swap(const void* word, std::size_t bytes, std::uint64_t& expected, std::uint64_t, std::memory_order,
            std::memory_order, const Site&) override {
    Count();
    const std::uint64_t latest = Latest(word, bytes);
    if (latest == expected) return true;
    expected = latest;
    return false;
  }
  void Fence(std::memory_order, const Site&) override {}

 private:
  void Count() {
    if (accesses_++ == stop_) fiber_.Suspend();
  }

  unsigned stop_;
  unsigned accesses_ = 0;
  Fiber fiber_;
};

}  // namespace tidegate::explore

#endif  // TIDEGATE_TESTS_INTERLEAVINGS_FROZEN_THREAD_H_
