// The machine that runs one execution: threads on fibers, words in a memory model, decisions by a strategy.
//
// Overview. Each access to a shared word is a step. Before it the strategy may let another thread go on; a load then
// reads one of the messages the memory model allows. Between two steps of a thread nothing else happens, as what lies
// there touches nothing that others touch.
//
// Which words are shared. A word that no two threads touch, or that nobody writes, needs no step: its accesses commute
// with everything. Shared words are found on the way: where an execution shows a conflict on a word not known to be
// shared it becomes so and the exploration begins anew. When it ends, no execution had a conflict on any other word,
// and so no execution at all has one: the first step of a longer one that did would have been met.
//
// States. Threads are deterministic, so all of an execution's state is a function of which message each access read
// and wrote. A digest of that for each thread, together with the operations that were complete when one began, stands
// for the state; executions that differ only in the order of independent steps have the same one (happens-before
// caching: Musuvathi and Qadeer, "Partial-order reduction for context-bounded state exploration", 2007).
//
// Progress. An execution that takes more than kMaxSteps steps has a thread that waits for another: Result::stuck.
#ifndef TIDEGATE_TESTS_INTERLEAVINGS_MACHINE_H_
#define TIDEGATE_TESTS_INTERLEAVINGS_MACHINE_H_

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "interleavings/access_hook.h"
#include "interleavings/fiber.h"
#include "interleavings/memory_model.h"
#include "interleavings/program.h"
#include "interleavings/strategy.h"
#include "interleavings/weakening.h"

namespace tidegate::explore {

class Machine : public AccessHook {
 public:
  static constexpr unsigned kMaxSteps = 2'000;

  struct Result {
    bool covered = false;     // given up: what follows is known
    bool stuck = false;       // a thread did not come to its end
    bool too_large = false;   // more shared words, or writes to one, than can be followed
    bool found_word = false;  // a word turned out to be shared; the execution means nothing
    unsigned steps = 0;
  };

  // The program's memory has to be set up.
  explicit Machine(Program& program);
  ~Machine() override;

  Result Execute(Strategy& strategy);

  std::size_t shared_words() const { return shared_words_; }
  // These accesses are made weaker from now on.
  void Weaken(std::vector<Weakening> weakenings) {
    weakenings_ = std::move(weakenings);
    orders_matter_ = !weakenings_.empty() || collected_ != nullptr;
  }
  // Executions add what could be weakened in the accesses they make.
  void CollectWeakenings(std::set<Weakening>* all) {
    collected_ = all;
    orders_matter_ = !weakenings_.empty() || collected_ != nullptr;
  }
  // Executions append a line for each step.
  void Trace(std::vector<std::string>* lines) { trace_ = lines; }

  // The program tells where operations of the running thread begin and end. An operation begins with its first step.
  void BeginOperation();
  // The operations of each thread that were over before this one began: by happens-before if the bounds allow stale
  // reads, by time if not.
  OperationCounts EndOperation();
  bool weak() const { return weak_; }

  std::uint64_t Load(const void* word, std::size_t bytes, std::memory_order order, const Site& site) override;
  void Store(const void* word, std::size_t bytes, std::uint64_t value, std::memory_order order,
             const Site& site) override;
  bool Swap(const void* word, std::size_t bytes, std::uint64_t& expected, std::uint64_t desired,
            std::memory_order success, std::memory_order failure, const Site& site) override;
  void Fence(std::memory_order order, const Site& site) override;

 private:
  struct Abandoned {};  // unwinds a thread that is stuck
  struct Thread {
    std::unique_ptr<Fiber> fiber;
    bool finished = false;
    bool scheduled = false;  // it was chosen and has not made its step yet
    std::uint64_t digest = 0;
    bool begins = false;  // an operation that has made no step yet
    OperationCounts before{};
    std::uint8_t completed = 0;
  };
  // What is known of a word of memory, by its place there in units of four bytes.
  struct Word {
    std::uint8_t shared = 0;  // number of the shared word, plus 1
    std::uint8_t touched = 0;
    std::uint8_t written = 0;
  };

  void RunFiber(std::size_t index);
  void Restart();
  std::size_t PickNext(bool running);
  bool IsCovered(bool running);
  void Step();
  // The shared word's number, after the step's decision. Nothing if the access needs no step.
  std::optional<std::size_t> Enter(const void* word, std::size_t bytes, bool writes);
  void NoteUnshared(Word& word, bool writes);
  void Share(Word& word);
  std::size_t ChooseMessage(std::size_t word, std::memory_order order, bool differs, std::uint64_t other);
  [[noreturn]] void Abandon(bool& reason);
  void Digest(std::uint64_t what);
  std::memory_order OrderAt(const Site& site, const char* kind, std::memory_order order);
  void TellWrite(const void* word, std::uint64_t before, std::uint64_t after);
  void Enroll();
  bool IsBlind(const Site& site) const;
  void TraceStep(const Site& site, const std::string& how, const std::string& what);
  std::string Quoted(const void* word, std::uint64_t value) const;
  Thread& current() { return threads_[running_]; }

  Program& program_;
  std::byte* base_;
  std::vector<std::byte> initial_;
  std::vector<Word> words_;
  std::size_t shared_words_ = 0;
  unsigned unshared_accesses_ = 0;               // in this execution
  std::array<std::size_t, kMaxWords> writes_{};  // of each shared word in this execution

  std::vector<Thread> threads_;
  MemoryModel memory_;
  Strategy* strategy_ = nullptr;
  Bounds left_;
  Result result_;
  std::size_t running_ = 0;
  bool weak_ = false;
  bool draining_ = false;   // the rest of the execution means nothing
  bool abandoned_ = false;  // threads unwind

  std::vector<Weakening> weakenings_;
  std::set<Weakening>* collected_ = nullptr;
  bool orders_matter_ = false;
  std::vector<std::string>* trace_ = nullptr;
};

}  // namespace tidegate::explore

#endif  // TIDEGATE_TESTS_INTERLEAVINGS_MACHINE_H_
