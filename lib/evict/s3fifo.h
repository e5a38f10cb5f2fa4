// Eviction "s3fifo": three queues. New entries stand in a small one, a tenth of the places; who is used there more than
// once moves to the main one, who is not goes and leaves a fingerprint; a key whose fingerprint is remembered begins in
// the main queue, where the used ones are put back (J. Yang et al., "FIFO Queues are All You Need for Cache Eviction",
// SOSP 2023). The queues are those of a key's candidates; four fingerprints are remembered for a set.
#ifndef TIDEGATE_EVICT_S3FIFO_H_
#define TIDEGATE_EVICT_S3FIFO_H_

#include <algorithm>
#include <bit>
#include <cstdint>
#include <string_view>

#include "evict/entry_note.h"
#include "tidegate/eviction.h"
#include "tidegate/policy_options.h"

namespace tidegate {

class S3Fifo {
 public:
  static constexpr std::string_view kName = "s3fifo";

  explicit S3Fifo(const PolicyOptions& options) : notes_(options.slot_end) {}

  void OnInsert(const EvictionPlace& place) const {
    const std::uint16_t fingerprint = Fingerprint(place.hash);
    const bool known = Remembers(notes_.GetOfSet(place.home), fingerprint);
    const EntryNote note = EntryNote::At(place.now).WithFingerprint(fingerprint).WithBits(known ? kMain : 0);
    notes_.Set(place.slot, note.raw());
  }
  void OnHit(std::uint32_t slot, ConnClass, TimeNs) const {
    const EntryNote note(notes_.Get(slot));
    if (Uses(note) < kMostUses) notes_.Set(slot, note.WithBits(static_cast<std::uint8_t>(note.bits() + 1)).raw());
  }

  int Choose(const EvictionCandidates& candidates, const Pressure&) const {
    const std::uint32_t all = candidates.all();
    std::uint32_t main = 0;
    for (std::uint32_t bits = all; bits != 0; bits &= bits - 1) {
      const int i = std::countr_zero(bits);
      main |= static_cast<std::uint32_t>((Note(candidates, i).bits() & kMain) != 0) << i;
    }
    const int small_size = std::max(1, std::popcount(all) / 10);
    // What is put back may be looked at again: each of the three times it can have been used.
    for (int step = 0; step < kMostSteps; ++step) {
      const std::uint32_t small = all & ~main;
      const bool from_small = main == 0 || std::popcount(small) >= small_size;
      const int i = OldestOf(candidates, from_small ? small : main, notes_);
      if (i == kNoVictim) return kNoVictim;
      const EntryNote note = Note(candidates, i);
      if (from_small && Uses(note) > 1) {
        main |= 1u << i;
        PutBack(candidates, i, note.WithBits(kMain));
      } else if (!from_small && Uses(note) > 0) {
        PutBack(candidates, i, note.WithBits(static_cast<std::uint8_t>(note.bits() - 1)));
      } else {
        if (from_small) Remember(candidates.home(), note.fingerprint());
        return i;
      }
    }
    return OldestOf(candidates, all, notes_);
  }

 private:
  static constexpr std::uint8_t kMain = 0x80;
  static constexpr std::uint8_t kUses = 0x03;
  static constexpr int kMostUses = 3;
  static constexpr int kMostSteps = 4 * static_cast<int>(EvictionCandidates::kMax);

  static int Uses(EntryNote note) { return note.bits() & kUses; }
  // Never 0, which stands for none.
  static std::uint16_t Fingerprint(std::uint64_t hash) { return static_cast<std::uint16_t>(hash >> 16 | 1); }

  static bool Remembers(std::uint64_t ghosts, std::uint16_t fingerprint) {
    for (; ghosts != 0; ghosts >>= 16) {
      if (static_cast<std::uint16_t>(ghosts) == fingerprint) return true;
    }
    return false;
  }
  void Remember(std::uint32_t home, std::uint16_t fingerprint) const {
    notes_.SetOfSet(home, notes_.GetOfSet(home) << 16 | fingerprint);
  }
  // Behind all others, which came before now.
  void PutBack(const EvictionCandidates& candidates, int i, EntryNote note) const {
    notes_.Set(candidates.slot(i), note.WithStamp(candidates.now()).raw());
  }
  EntryNote Note(const EvictionCandidates& candidates, int i) const {
    return EntryNote(notes_.Get(candidates.slot(i)));
  }

  EntryNotes notes_;
};
static_assert(EvictionPolicy<S3Fifo> && NotesHits<S3Fifo>);

}  // namespace tidegate

#endif  // TIDEGATE_EVICT_S3FIFO_H_
