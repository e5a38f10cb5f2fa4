// What threads did to one key of a table, and whether a sequential map could have done the same.
//
// Overview. The history of a key is a set of effects: an operation that found it, inserted it, removed it, and so on.
// Each knows which others were over before it began. The history is linearizable if the effects can be put into one
// order that respects that and in which each is what a map would do (Herlihy and Wing, 1990; the search is that of Wing
// and Gong, 1993). Keys are independent objects, so each key's history is judged by itself.
//
// The map. A key is absent or present as one incarnation, which is a generation of a slot. An incarnation has
// registers, its life word and a track word, which outlive it until the slot is claimed again: an update through a
// handle may still succeed after the entry was released, and then means nothing to anybody.
//
// Removals on the way. An insert that needs room removes an entry, perhaps of another key, before it succeeds; a reopen
// removes the old entry and inserts the new one; an insert that loses its race has removed its victim all the same; a
// visit removes what has expired. Each of these is an effect of its own, within the time of the operation.
#ifndef TIDEGATE_TESTS_INTERLEAVINGS_MAP_HISTORY_H_
#define TIDEGATE_TESTS_INTERLEAVINGS_MAP_HISTORY_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace tidegate::explore {

inline constexpr int kAbsent = -1;
inline constexpr std::size_t kMaxIncarnations = 8;  // of one key in one execution

// The words of an incarnation that change.
struct Registers {
  std::uint64_t life = 0;
  std::uint64_t track = 0;
  bool operator==(const Registers&) const = default;
};

struct KeyState {
  int present = kAbsent;
  std::array<Registers, kMaxIncarnations> registers{};
};

struct Effect {
  enum class Kind : std::uint8_t {
    kInserted,     // it was absent; `incarnation` is there now, with the values in `after`
    kFound,        // `incarnation` is there, with the life word `before.life`
    kMissed,       // it is absent, or has expired
    kRemoved,      // `incarnation` was there
    kGone,         // `incarnation` is not there
    kLifeChanged,  // `incarnation`'s life word was before.life, is now after.life
    kLifeDiffers,  // it is before.life, which is not after.life
    kTrackChanged,
    kTrackDiffers,
  };
  Kind kind = Kind::kMissed;
  int incarnation = kAbsent;
  Registers before{};
  Registers after{};
  std::uint32_t predecessors = 0;  // bits of those that were over before this one began
};

// Whether a life word has expired, at the time of the execution.
using Expired = bool (*)(std::uint64_t life);

// True if some order of `effects` leads from `state` to one that `accepts` takes for the final one.
class KeyHistory {
 public:
  void Clear(const KeyState& initial) {
    effects_.clear();
    initial_ = initial;
  }
  // Returns the effect's number.
  std::size_t Add(const Effect& effect) {
    effects_.push_back(effect);
    return effects_.size() - 1;
  }
  Effect& at(std::size_t i) { return effects_[i]; }
  std::size_t size() const { return effects_.size(); }

  // `final_state` is what was found when all was over; registers count for the incarnation that is present.
  bool IsLinearizable(const KeyState& final_state, Expired expired) const;

 private:
  bool Search(std::uint32_t done, KeyState state, const KeyState& final_state, Expired expired) const;

  std::vector<Effect> effects_;
  KeyState initial_;
};

// True if a map in `state` can have the effect, which is then applied.
bool Apply(const Effect& effect, KeyState& state, Expired expired);

}  // namespace tidegate::explore

#endif  // TIDEGATE_TESTS_INTERLEAVINGS_MAP_HISTORY_H_
