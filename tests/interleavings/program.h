// What is explored: a few threads on a block of shared words, and what must hold afterwards.
#ifndef TIDEGATE_TESTS_INTERLEAVINGS_PROGRAM_H_
#define TIDEGATE_TESTS_INTERLEAVINGS_PROGRAM_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace tidegate::explore {

class Machine;

class Program {
 public:
  virtual ~Program() = default;

  virtual std::size_t threads() const = 0;
  // All the atomic words that the threads touch. Its content when the exploration begins is what every execution begins
  // with.
  virtual std::span<std::byte> memory() = 0;

  // Before each execution, the memory being restored.
  virtual void Begin(Machine& machine) = 0;
  // The body of a thread. It depends on nothing but what it reads from `memory`.
  virtual void Run(std::size_t thread) = 0;
  // After each execution: empty, or what is wrong.
  virtual std::string Check() = 0;

  // A thread is about to change a word.
  virtual void OnWrite(std::size_t /*thread*/, const void* /*word*/, std::uint64_t /*before*/,
                       std::uint64_t /*after*/) {}

  // For traces: the name of a word, and a value in it in words.
  virtual std::string NameOf(const void* word) const = 0;
  virtual std::string ValueOf(const void* /*word*/, std::uint64_t value) const { return std::to_string(value); }
  // What the thread is doing: "insert key 1".
  virtual std::string OperationOf(std::size_t /*thread*/) const { return ""; }
};

}  // namespace tidegate::explore

#endif  // TIDEGATE_TESTS_INTERLEAVINGS_PROGRAM_H_
