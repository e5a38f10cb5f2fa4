// What an eviction policy keeps for each slot of a table, and for each set: a word, zero at first.
//
// Hints. A slot may have changed hands since its note was written, and of two writers one wins; a policy has to choose
// soundly whatever it reads.
#ifndef TIDEGATE_SLOT_NOTES_H_
#define TIDEGATE_SLOT_NOTES_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace tidegate {

template <class Word>
class SlotNotes {
 public:
  // For slots below `slot_end`. Copies of the object share the notes. 4 or 8 bytes for each 64 of the table.
  explicit SlotNotes(std::uint64_t slot_end)
      : words_(std::make_shared<std::vector<std::atomic<Word>>>(static_cast<std::size_t>(slot_end) + 1)) {}

  Word Get(std::uint32_t slot) const { return At(slot).load(std::memory_order_relaxed); }
  void Set(std::uint32_t slot, Word word) const { At(slot).store(word, std::memory_order_relaxed); }
  // The same for the set whose first slot this is: no entry's slot has that place.
  Word GetOfSet(std::uint32_t first_slot) const { return (*words_)[first_slot].load(std::memory_order_relaxed); }
  void SetOfSet(std::uint32_t first_slot, Word word) const {
    (*words_)[first_slot].store(word, std::memory_order_relaxed);
  }

 private:
  // Slots are numbered by lines, and the line before a set's first record is its directory's: each place has its own.
  std::atomic<Word>& At(std::uint32_t slot) const { return (*words_)[std::size_t{slot} + 1]; }

  std::shared_ptr<std::vector<std::atomic<Word>>> words_;
};

}  // namespace tidegate

#endif  // TIDEGATE_SLOT_NOTES_H_
