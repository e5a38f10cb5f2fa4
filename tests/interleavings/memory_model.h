// Weak memory: which values a load may read.
//
// Overview. An operational model in the style of the "view" semantics of release-acquire C++ (Kang, Hur, Lahav,
// Vafeiadis and Dreyer, "A Promising Semantics for Relaxed-Memory Concurrency", POPL 2017, without promises). Each word
// has a history of messages, one for each write, in modification order. A thread has a view: for each word the oldest
// message it may still read. A write with release order puts the writer's view into its message; a load with acquire
// order that reads it takes that view over. Relaxed accesses move only the thread's view of the word itself.
//
// Fences. What a thread reads with relaxed order is kept aside until an acquire fence makes it count; what a release
// fence finds is what relaxed writes after it pass on. A read-modify-write reads the last message and passes on the
// view of what it read as well, which is the release sequence of C++20.
//
// Sequential consistency. The order S of C++20 [atomics.order] is that of execution; for accesses (there are no seq_cst
// fences in the table) it demands that a seq_cst load reads no message older than the last seq_cst write to its word.
//
// What it leaves out, being stronger than the standard there: a load that reads a value written later ("load
// buffering"), and a write that takes its place in modification order before one already made. Machines with C++
// atomics compiled the usual way show the first only for relaxed loads without any fence between, and the second only
// where two threads write one word without read-modify-write, which the table never does.
//
// Operations. A view has a counter for each thread as well: how many of its operations have happened before. It moves
// along with all the rest, which makes it the happens-before relation between operations.
#ifndef TIDEGATE_TESTS_INTERLEAVINGS_MEMORY_MODEL_H_
#define TIDEGATE_TESTS_INTERLEAVINGS_MEMORY_MODEL_H_

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace tidegate::explore {

inline constexpr std::size_t kMaxThreads = 4;
inline constexpr std::size_t kMaxWords = 124;
inline constexpr std::size_t kMaxMessages = 250;  // of one word

using OperationCounts = std::array<std::uint8_t, kMaxThreads>;

class MemoryModel {
 public:
  // Forgets everything about the first `words` words: they have no history, threads know of nothing.
  void Reset(std::size_t words);

  // Before the first access of an execution to a word: message 0 is what it holds.
  bool Knows(std::size_t word) const { return !words_[word].messages.empty(); }
  void Introduce(std::size_t word, std::uint64_t value);

  // The messages of a word are numbered from 0; `Oldest` is the first one that the thread may read.
  std::size_t Latest(std::size_t word) const { return words_[word].messages.size() - 1; }
  std::size_t Oldest(std::size_t thread, std::size_t word, std::memory_order order) const;
  std::uint64_t Value(std::size_t word, std::size_t message) const { return words_[word].messages[message].value; }
  bool Full(std::size_t word) const { return words_[word].messages.size() >= kMaxMessages; }

  void Read(std::size_t thread, std::size_t word, std::size_t message, std::memory_order order);
  void Write(std::size_t thread, std::size_t word, std::uint64_t value, std::memory_order order);
  // Reads the latest message and writes the next one.
  void ReadModifyWrite(std::size_t thread, std::size_t word, std::uint64_t value, std::memory_order order);
  void Fence(std::size_t thread, std::memory_order order);

  void CompleteOperation(std::size_t thread) { ++threads_[thread].current.at[kMaxWords + thread]; }
  // The operations of each thread that happen before what `thread` does next.
  OperationCounts Completed(std::size_t thread) const;

 private:
  struct View {
    std::array<std::uint8_t, kMaxWords + kMaxThreads> at{};

    void Join(const View& other) {
      for (std::size_t i = 0; i < at.size(); ++i) at[i] = std::max(at[i], other.at[i]);
    }
  };
  struct Message {
    std::uint64_t value;
    View view;
  };
  struct Word {
    std::vector<Message> messages;
    std::size_t last_seq_cst = 0;
  };
  struct Thread {
    View current;     // what it has to respect
    View acquirable;  // what an acquire fence adds to that
    View released;    // what relaxed writes pass on, since the last release fence
  };

  std::array<Word, kMaxWords> words_;
  std::array<Thread, kMaxThreads> threads_;
};

}  // namespace tidegate::explore

#endif  // TIDEGATE_TESTS_INTERLEAVINGS_MEMORY_MODEL_H_
