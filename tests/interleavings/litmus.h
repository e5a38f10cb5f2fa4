// Small programs for the tests of the explorer itself: threads as functions on a handful of words.
#ifndef TIDEGATE_TESTS_INTERLEAVINGS_LITMUS_H_
#define TIDEGATE_TESTS_INTERLEAVINGS_LITMUS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "interleavings/explored_atomics.h"
#include "interleavings/program.h"

namespace tidegate::explore {

// What the threads saw, by name of their choice.
using Outcome = std::array<std::uint64_t, 4>;

class Litmus : public Program {
 public:
  using Word = ExploredAtomics::Atomic<std::uint64_t>;
  using Body = std::function<void(Litmus&)>;

  explicit Litmus(std::vector<Body> bodies) : bodies_(std::move(bodies)) {}

  std::array<Word, 8> words;
  Outcome seen{};
  std::set<Outcome> outcomes;                 // of all executions
  std::function<std::string(Litmus&)> check;  // may be empty

  std::size_t threads() const override { return bodies_.size(); }
  std::span<std::byte> memory() override { return std::as_writable_bytes(std::span(words)); }
  void Begin(Machine&) override { seen = {}; }
  void Run(std::size_t thread) override { bodies_[thread](*this); }
  std::string Check() override {
    outcomes.insert(seen);
    return check ? check(*this) : "";
  }
  std::string NameOf(const void* word) const override {
    return std::string(1, static_cast<char>('a' + (static_cast<const Word*>(word) - words.data())));
  }

 private:
  std::vector<Body> bodies_;
};

}  // namespace tidegate::explore

#endif  // TIDEGATE_TESTS_INTERLEAVINGS_LITMUS_H_
