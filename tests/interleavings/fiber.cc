#include "interleavings/fiber.h"

#include <boost/context/fixedsize_stack.hpp>
#include <cstddef>
#include <memory>
#include <utility>

namespace tidegate::explore {
namespace {

constexpr std::size_t kStackBytes = 256 * 1024;  // a burst's plans are on the stack

}  // namespace

Fiber::Fiber(std::function<void()> body)
    : body_(std::move(body)),
      inside_(std::allocator_arg, boost::context::fixedsize_stack(kStackBytes),
              [this](boost::context::fiber&& outside) {
                outside_ = std::move(outside);
                body_();
                done_ = true;
                return std::move(outside_);
              }) {}

}  // namespace tidegate::explore
