// When a new entry goes into its second set although its first one has room.
//
// Spilling evens out how full the sets are, so that hardly any insert finds both of its sets full; but an entry in its
// second set costs each lookup a line more. So there are two rules. While the table has room to spare, an entry spills
// only if its first set runs short, and by the more if that one is not short yet. In a crowded table it goes wherever
// there is more room. docs/table.md has the shares of refused inserts and of spilled entries under each.
//
// Which rule holds is told by the mean of the free slots in the first sets that one worker's inserts meet: at 87 % of
// the capacity it is 4.2.
#ifndef TIDEGATE_TABLE_SPILL_RULE_H_
#define TIDEGATE_TABLE_SPILL_RULE_H_

#include <algorithm>
#include <cstdint>

namespace tidegate {

class SpillRule {
 public:
  // The first set needs no look at the second one while it has more free slots than this.
  int enough() const { return crowded() ? kAll : kEnough; }

  bool Prefers(int first_free, int second_free) const {
    const int margin = crowded() ? 1 : std::clamp(first_free - 1, 1, kMaxMargin);
    return second_free >= first_free + margin;
  }

  // An insert has met a first set with so many free slots.
  void Note(int first_free) { Note(first_free, 1); }
  // `count` inserts have met so many in sum. The mean moves by a 256th of the difference for each.
  void Note(int sum, int count) { mean_ += (sum * kOne - count * mean_) / kInertia; }

 private:
  static constexpr int kEnough = 6;
  static constexpr int kAll = 13;
  static constexpr int kMaxMargin = 3;
  static constexpr int kOne = 1 << 16;
  static constexpr int kInertia = 256;
  static constexpr int kCrowdedBelow = 42 * kOne / 10;

  bool crowded() const { return mean_ < kCrowdedBelow; }

  std::int32_t mean_ = 14 * kOne;  // in units of 1/65536
};

}  // namespace tidegate

#endif  // TIDEGATE_TABLE_SPILL_RULE_H_
