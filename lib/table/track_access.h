// The tracker's words of one entry: {generation : 16 | payload : 48} each, changed by compare-and-swap.
//
// Every word carries the low bits of its entry's generation, so a swap that was meant for the slot's former entry
// fails.
#ifndef TIDEGATE_TABLE_TRACK_ACCESS_H_
#define TIDEGATE_TABLE_TRACK_ACCESS_H_

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "table/atomics.h"
#include "table/record.h"

namespace tidegate {

enum class SwapResult : std::uint8_t {
  kDone,
  kChanged,  // another value stands there
  kGone,     // the entry does
};

template <class Atomics>
class TrackAccess {
 public:
  using Word = typename Atomics::template Atomic<std::uint64_t>;

  // Values of a gone entry may be read, never written. acquire: pairs with the swap below, whose thread may have
  // changed other words before.
  std::uint64_t Load(std::size_t word) const {
    return words_[word].load(std::memory_order_acquire) & kTrackPayloadMask;
  }

  // Changes a word if it is `expected`, which is otherwise set to what stands there.
  SwapResult Swap(std::size_t word, std::uint64_t& expected, std::uint64_t desired) const {
    std::uint64_t raw = expected | mark_;
    if (words_[word].compare_exchange_strong(raw, desired | mark_, std::memory_order_acq_rel,
                                             std::memory_order_acquire)) {
      return SwapResult::kDone;
    }
    expected = raw & kTrackPayloadMask;
    return (raw & ~kTrackPayloadMask) == mark_ ? SwapResult::kChanged : SwapResult::kGone;
  }

  // The words 2 * pair and 2 * pair + 1 as they stand, generation and all, for who changes two at once.
  WordPair LoadPair(std::size_t pair) const {
    const Word* const words = words_ + 2 * pair;
    return {words[0].load(std::memory_order_acquire), words[1].load(std::memory_order_acquire)};
  }
  // True if both words are of the entry.
  bool AreOf(const WordPair& pair) const { return (((pair[0] ^ mark_) | (pair[1] ^ mark_)) & ~kTrackPayloadMask) == 0; }
  // Changes a pair from what was loaded, and is of the entry. False: not both were as expected. Where there are many
  // writers, and the machine cannot change two words at once, the first of them may then have been changed.
  bool SwapPair(std::size_t pair, WordPair from, const WordPair& to, Writers writers = Writers::kMany) const {
    Word* const words = words_ + 2 * pair;
    if (writers == Writers::kOne) {
      const auto differs = [](const Word& word, std::uint64_t value) {
        return word.load(std::memory_order_relaxed) ^ value;
      };
      if ((differs(words[0], from[0]) | differs(words[1], from[1])) != 0) return false;
      words[0].store(to[0], std::memory_order_release);
      words[1].store(to[1], std::memory_order_release);
      return true;
    }
    if constexpr (Atomics::kSwapsPairs) {
      return Atomics::SwapPair(words, from, to);
    } else {
      const auto swap = [](Word& word, std::uint64_t expected, std::uint64_t desired) {
        return expected == desired ||
               word.compare_exchange_strong(expected, desired, std::memory_order_acq_rel, std::memory_order_acquire);
      };
      return swap(words[0], from[0], to[0]) && swap(words[1], from[1], to[1]);
    }
  }

 private:
  template <class, class>
  friend class ConnTable;

  // REQUIRES: `words` are those of the slot's record.
  TrackAccess(Word* words, std::uint32_t generation)
      : words_(words), mark_(std::uint64_t{generation & 0xffff} << kTrackPayloadBits) {}

  Word* words_;
  std::uint64_t mark_;
};

}  // namespace tidegate

#endif  // TIDEGATE_TABLE_TRACK_ACCESS_H_
