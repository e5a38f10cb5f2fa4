#include "interleavings/memory_model.h"

#include "interleavings/weakening.h"

namespace tidegate::explore {
void MemoryModel::Reset(std::size_t words) {
  for (std::size_t i = 0; i < words; ++i) {
    words_[i].messages.clear();
    words_[i].last_seq_cst = 0;
  }
  threads_ = {};
}

void MemoryModel::Introduce(std::size_t word, std::uint64_t value) { words_[word].messages.push_back({value, {}}); }

std::size_t MemoryModel::Oldest(std::size_t thread, std::size_t word, std::memory_order order) const {
  const std::size_t seen = threads_[thread].current.at[word];
  return order == std::memory_order_seq_cst ? std::max(seen, words_[word].last_seq_cst) : seen;
}

void MemoryModel::Read(std::size_t thread, std::size_t word, std::size_t message, std::memory_order order) {
  Thread& reader = threads_[thread];
  reader.current.at[word] = static_cast<std::uint8_t>(message);
  const View& passed_on = words_[word].messages[message].view;
  (Acquires(order) ? reader.current : reader.acquirable).Join(passed_on);
}

void MemoryModel::Write(std::size_t thread, std::size_t word, std::uint64_t value, std::memory_order order) {
  Thread& writer = threads_[thread];
  Word& target = words_[word];
  const std::size_t message = target.messages.size();
  writer.current.at[word] = static_cast<std::uint8_t>(message);
  target.messages.push_back({value, Releases(order) ? writer.current : writer.released});
  if (order == std::memory_order_seq_cst) target.last_seq_cst = message;
}

void MemoryModel::ReadModifyWrite(std::size_t thread, std::size_t word, std::uint64_t value, std::memory_order order) {
  const std::size_t read = Latest(word);
  Read(thread, word, read, order);
  Write(thread, word, value, order);
  std::vector<Message>& messages = words_[word].messages;
  messages[read + 1].view.Join(messages[read].view);
}

void MemoryModel::Fence(std::size_t thread, std::memory_order order) {
  Thread& fenced = threads_[thread];
  if (Acquires(order)) fenced.current.Join(fenced.acquirable);
  if (Releases(order)) fenced.released = fenced.current;
}

OperationCounts MemoryModel::Completed(std::size_t thread) const {
  OperationCounts counts;
  std::copy_n(threads_[thread].current.at.begin() + kMaxWords, kMaxThreads, counts.begin());
  return counts;
}

}  // namespace tidegate::explore
