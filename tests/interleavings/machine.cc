#include "interleavings/machine.h"

#include <algorithm>
#include <cstring>

#include "interleavings/explored_atomics.h"

namespace tidegate::explore {
namespace {

// A step of splitmix64: spreads every bit over all others.
std::uint64_t Mix(std::uint64_t digest, std::uint64_t value) {
  std::uint64_t z = (digest ^ value) + 0x9e3779b97f4a7c15ull;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
  return z ^ (z >> 31);
}

constexpr std::size_t kWordUnit = 4;
constexpr std::size_t kWordsPerLine = 64 / kWordUnit;

}  // namespace

Machine::Machine(Program& program)
    : program_(program),
      base_(program.memory().data()),
      initial_(program.memory().begin(), program.memory().end()),
      words_(program.memory().size() / kWordUnit),
      threads_(program.threads()) {
  for (std::size_t i = 0; i < threads_.size(); ++i) {
    threads_[i].fiber = std::make_unique<Fiber>([this, i] { RunFiber(i); });
  }
}

Machine::~Machine() = default;

// One fiber serves its thread in all executions.
void Machine::RunFiber(std::size_t index) {
  Thread& thread = threads_[index];
  for (;;) {
    try {
      program_.Run(index);
    } catch (const Abandoned&) {
    }
    thread.finished = true;
    thread.fiber->Suspend();
  }
}

void Machine::Restart() {
  std::memcpy(program_.memory().data(), initial_.data(), initial_.size());
  weak_ = strategy_->bounds().stale_reads != 0;
  if (weak_) memory_.Reset(shared_words_);
  writes_.fill(0);
  unshared_accesses_ = 0;
  left_ = strategy_->bounds();
  result_ = {};
  draining_ = abandoned_ = false;
  for (Thread& thread : threads_) {
    thread.finished = thread.begins = false;
    thread.scheduled = true;
    thread.digest = thread.completed = 0;
  }
}

Machine::Result Machine::Execute(Strategy& strategy) {
  strategy_ = &strategy;
  strategy.BeginExecution();
  Restart();
  program_.Begin(*this);
  ExploredAtomics::hook = this;
  const auto unfinished = [](const Thread& thread) { return !thread.finished; };
  running_ = PickNext(false);
  while (std::any_of(threads_.begin(), threads_.end(), unfinished)) {
    if (current().finished) running_ = PickNext(false);
    current().fiber->Resume();
  }
  ExploredAtomics::hook = nullptr;
  return result_;
}

// REQUIRES: a thread has not finished; if `running`, the current one.
std::size_t Machine::PickNext(bool running) {
  std::array<std::size_t, kMaxThreads> enabled;
  std::size_t count = 0;
  if (running) enabled[count++] = running_;
  for (std::size_t i = 0; i < threads_.size(); ++i) {
    if (!threads_[i].finished && !(running && i == running_)) enabled[count++] = i;
  }
  if (draining_ || count == 1) return enabled[0];
  const bool forced = running && left_.preemptions == 0;
  if (forced && left_.stale_reads == 0) return running_;
  if (IsCovered(running) || forced) return enabled[0];
  const std::size_t pick = strategy_->PickThread({enabled.data(), count}, running);
  if (running && pick != 0) --left_.preemptions;
  threads_[enabled[pick]].scheduled = true;
  return enabled[pick];
}

bool Machine::IsCovered(bool running) {
  std::uint64_t state = running ? running_ + 1 : 0;
  for (const Thread& thread : threads_) state = Mix(state, thread.digest);
  draining_ = result_.covered = strategy_->Covered(state, left_);
  return draining_;
}

// Before each access to a shared word.
void Machine::Step() {
  if (abandoned_) throw Abandoned{};
  if (++result_.steps > kMaxSteps) Abandon(result_.stuck);
  if (draining_) return;
  const std::size_t me = running_;
  Thread& thread = threads_[me];
  if (!thread.scheduled) {
    const std::size_t next = PickNext(true);
    if (next != me) {
      running_ = next;
      thread.fiber->Suspend();
      if (abandoned_) throw Abandoned{};
    }
  }
  thread.scheduled = false;
  if (thread.begins && !draining_) Enroll();
}

std::optional<std::size_t> Machine::Enter(const void* word, std::size_t bytes, bool writes) {
  const auto offset = static_cast<std::size_t>(static_cast<const std::byte*>(word) - base_);
  Word& known = words_[offset / kWordUnit];
  if (known.shared == 0) {
    NoteUnshared(known, writes);
    return {};
  }
  Step();
  if (draining_) return {};
  const std::size_t number = known.shared - 1u;
  if (weak_) {
    if (!memory_.Knows(number)) memory_.Introduce(number, Latest(word, bytes));
    if (memory_.Full(number)) Abandon(result_.too_large);
  }
  return number;
}

void Machine::NoteUnshared(Word& word, bool writes) {
  if (draining_) {
    Step();  // counts, so that a thread that is stuck is found out
    return;
  }
  const auto me = static_cast<std::uint8_t>(1u << running_);
  word.touched |= me;
  if (writes) word.written |= me;
  const bool conflict = word.written != 0 && (word.touched & (word.touched - 1)) != 0;
  // A thread that does nothing but look at a word waits for another one to write it.
  const bool waits = ++unshared_accesses_ > kMaxSteps * 10;
  if (!conflict && !waits) return;
  if (shared_words_ == kMaxWords) Abandon(result_.too_large);
  Share(word);
  result_.found_word = draining_ = true;
}

// The words beside it that somebody writes will be found soon: words of one record.
void Machine::Share(Word& word) {
  const auto place = static_cast<std::size_t>(&word - words_.data());
  const std::size_t line = place / kWordsPerLine * kWordsPerLine;
  for (std::size_t i = line; i < std::min(line + kWordsPerLine, words_.size()); ++i) {
    const bool chosen = i == place || (words_[i].written != 0 && words_[i].shared == 0);
    if (chosen && shared_words_ < kMaxWords) words_[i].shared = static_cast<std::uint8_t>(++shared_words_);
  }
}

// `differs`: only messages other than `other` will do, the latest excepted.
std::size_t Machine::ChooseMessage(std::size_t word, std::memory_order order, bool differs, std::uint64_t other) {
  const std::size_t latest = memory_.Latest(word);
  if (left_.stale_reads == 0) return latest;
  std::array<std::size_t, kMaxMessages> readable;
  std::size_t count = 0;
  readable[count++] = latest;
  for (std::size_t i = latest; i-- > memory_.Oldest(running_, word, order);) {
    if (!differs || memory_.Value(word, i) != other) readable[count++] = i;
  }
  if (count == 1) return latest;
  const std::size_t pick = strategy_->PickMessage(count);
  if (pick != 0) --left_.stale_reads;
  return readable[pick];
}

// All threads unwind.
void Machine::Abandon(bool& reason) {
  reason = draining_ = abandoned_ = true;
  throw Abandoned{};
}

void Machine::Digest(std::uint64_t what) { current().digest = Mix(current().digest, what); }

std::memory_order Machine::OrderAt(const Site& site, const char* kind, std::memory_order order) {
  if (!orders_matter_) return order;
  if (collected_ != nullptr) {
    for (Weakening& weakening : WeakeningsOf(site, kind, order)) collected_->insert(std::move(weakening));
  }
  for (const Weakening& weakening : weakenings_) {
    if (weakening.access == kind && weakening.IsAt(site)) order = Without(order, weakening.part);
  }
  return order;
}

// A swap that has lost its comparison.
bool Machine::IsBlind(const Site& site) const {
  return std::any_of(weakenings_.begin(), weakenings_.end(), [&](const Weakening& weakening) {
    return weakening.part == Strength::kComparison && weakening.IsAt(site);
  });
}

std::uint64_t Machine::Load(const void* word, std::size_t bytes, std::memory_order order, const Site& site) {
  order = OrderAt(site, "load", order);
  const std::optional<std::size_t> number = Enter(word, bytes, false);
  const std::uint64_t latest = Latest(word, bytes);
  if (!number) return latest;
  std::uint64_t value = latest;
  std::size_t message = writes_[*number];
  if (weak_) {
    message = ChooseMessage(*number, order, false, 0);
    value = memory_.Value(*number, message);
    memory_.Read(running_, *number, message, order);
  }
  Digest(*number << 32 | message << 8 | 1);
  if (trace_ != nullptr) {
    const bool stale = message != writes_[*number];
    TraceStep(site, std::string("load ") + Name(order), Quoted(word, value) + (stale ? " (stale)" : ""));
  }
  return value;
}

void Machine::Store(const void* word, std::size_t bytes, std::uint64_t value, std::memory_order order,
                    const Site& site) {
  order = OrderAt(site, "store", order);
  const std::optional<std::size_t> number = Enter(word, bytes, true);
  if (!draining_) TellWrite(word, Latest(word, bytes), value);
  if (!number) return;
  if (weak_) memory_.Write(running_, *number, value, order);
  Digest(*number << 32 | ++writes_[*number] << 8 | 2);
  if (trace_ != nullptr) TraceStep(site, std::string("store ") + Name(order), Quoted(word, value));
}

bool Machine::Swap(const void* word, std::size_t bytes, std::uint64_t& expected, std::uint64_t desired,
                   std::memory_order success, std::memory_order failure, const Site& site) {
  success = OrderAt(site, "swap", success);
  failure = OrderAt(site, "failed swap", failure);
  const std::optional<std::size_t> number = Enter(word, bytes, true);
  const std::uint64_t latest = Latest(word, bytes);
  const std::uint64_t wanted = orders_matter_ && IsBlind(site) ? latest : expected;
  bool done = latest == wanted;
  if (!number) {
    if (done && !draining_) TellWrite(word, latest, desired);
    if (!done) expected = latest;
    return done;
  }
  std::size_t message = writes_[*number];
  if (weak_) {
    // Only the latest message can be swapped; one that fails is a load.
    message = ChooseMessage(*number, failure, true, wanted);
    expected = memory_.Value(*number, message);
    done = expected == wanted;
    if (done) {
      memory_.ReadModifyWrite(running_, *number, desired, success);
    } else {
      memory_.Read(running_, *number, message, failure);
    }
  } else {
    expected = latest;
  }
  if (done) ++writes_[*number];
  Digest(*number << 32 | message << 8 | (done ? 3 : 4));
  if (trace_ != nullptr) {
    const bool stale = !done && message != writes_[*number];
    TraceStep(
        site, std::string(done ? "swap " : "swap fails ") + Name(done ? success : failure),
        Quoted(word, expected) + (done ? " -> " + program_.ValueOf(word, desired) : "") + (stale ? " (stale)" : ""));
  }
  if (done) TellWrite(word, latest, desired);
  return done;
}

// What the program looks at meanwhile is no step.
void Machine::TellWrite(const void* word, std::uint64_t before, std::uint64_t after) {
  ExploredAtomics::hook = nullptr;
  program_.OnWrite(running_, word, before, after);
  ExploredAtomics::hook = this;
}

// A fence concerns its thread alone: no step.
void Machine::Fence(std::memory_order order, const Site& site) {
  order = OrderAt(site, "fence", order);
  if (draining_ || !weak_) return;
  memory_.Fence(running_, order);
}

void Machine::BeginOperation() {
  current().begins = true;
  if (trace_ != nullptr && !draining_) {
    trace_->push_back("  T" + std::to_string(running_) + "  begins: " + program_.OperationOf(running_));
  }
}

OperationCounts Machine::EndOperation() {
  Thread& thread = current();
  if (draining_) return thread.before;
  if (thread.begins) Enroll();
  ++thread.completed;
  if (weak_) memory_.CompleteOperation(running_);
  if (trace_ != nullptr) {
    trace_->push_back("  T" + std::to_string(running_) + "  ends:   " + program_.OperationOf(running_));
  }
  return thread.before;
}

// What was over before the operation that begins now.
void Machine::Enroll() {
  Thread& thread = current();
  thread.begins = false;
  if (weak_) {
    thread.before = memory_.Completed(running_);
    return;
  }
  for (std::size_t i = 0; i < threads_.size(); ++i) {
    thread.before[i] = threads_[i].completed;
    Digest(thread.before[i]);
  }
}

std::string Machine::Quoted(const void* word, std::uint64_t value) const {
  return program_.NameOf(word) + " = " + program_.ValueOf(word, value);
}

void Machine::TraceStep(const Site& site, const std::string& how, const std::string& what) {
  std::string line = "  T" + std::to_string(running_) + "  " + FunctionOf(site) + ":" + std::to_string(site.line());
  line.resize(std::max<std::size_t>(line.size() + 1, 28), ' ');
  line += how;
  line.resize(std::max<std::size_t>(line.size() + 1, 46), ' ');
  trace_->push_back(line + what);
}

}  // namespace tidegate::explore
