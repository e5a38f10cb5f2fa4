#include "interleavings/strategies.h"

#include <algorithm>
#include <utility>

namespace tidegate::explore {

bool DepthFirst::Advance() {
  while (!path_.empty() && path_.back().pick + 1 == path_.back().options) path_.pop_back();
  if (path_.empty()) return false;
  ++path_.back().pick;
  return true;
}

void DepthFirst::Restart() {
  path_.clear();
  states_.Clear();
}

// States on the path to the last decision were noted when they were met first.
bool DepthFirst::Covered(std::uint64_t state, const Bounds& left) {
  return remember_ && depth_ == path_.size() && states_.CoversOrAdd(state, left);
}

std::size_t DepthFirst::Pick(std::size_t options) {
  if (depth_ == path_.size()) path_.push_back({0, options});
  return path_[depth_++].pick;
}

RandomPriorities::RandomPriorities(std::uint64_t seed, std::size_t threads, unsigned steps, unsigned stale_reads)
    : seed_(seed), threads_(threads), steps_(std::max(steps, 1u)), stale_reads_(stale_reads) {}

void RandomPriorities::BeginExecution() {
  state_ = seed_;
  step_ = 0;
  for (unsigned i = 0; i < threads_; ++i) priorities_[i] = kChanges + i;
  for (std::size_t i = threads_; i > 1; --i) std::swap(priorities_[i - 1], priorities_[Next() % i]);
  for (unsigned& change : changes_) change = static_cast<unsigned>(Next() % steps_);
}

std::size_t RandomPriorities::PickThread(std::span<const std::size_t> enabled, bool running) {
  for (unsigned i = 0; running && i < kChanges; ++i) {
    if (changes_[i] == step_) priorities_[enabled[0]] = i;
  }
  ++step_;
  const auto best = std::max_element(enabled.begin(), enabled.end(),
                                     [this](std::size_t a, std::size_t b) { return priorities_[a] < priorities_[b]; });
  return static_cast<std::size_t>(best - enabled.begin());
}

std::size_t RandomPriorities::PickMessage(std::size_t options) {
  const std::uint64_t random = Next();
  return random % 4 != 0 ? 0 : (random >> 8) % options;
}

// splitmix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014).
std::uint64_t RandomPriorities::Next() {
  std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ull);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
  return z ^ (z >> 31);
}

}  // namespace tidegate::explore
