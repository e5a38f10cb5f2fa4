// O5: a clairvoyant schedule for a table of sets. It knows who ends when, decides at each begin, and takes back a slot
// as if it had never been given. Greedy, and so an upper bound of the optimum, which is NP-hard to find if each may
// stand in some sets only (Arkin and Silverberg 1987).
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <utility>
#include <vector>

#include "testbed/optimum/need.h"
#include "testbed/optimum/optimum.h"

namespace tidegate::testbed {
namespace {

constexpr std::uint32_t kNone = UINT32_MAX;

class SetSchedule {
 public:
  SetSchedule(const Needs& needs, std::size_t owners, std::uint32_t set_count, std::uint32_t slots)
      : needs_(needs), slots_(slots), set_of_(needs.size(), kNone), entry_of_(owners, kNone), sets_(set_count) {
    by_end_.resize(needs.size());
    std::iota(by_end_.begin(), by_end_.end(), 0);
    std::ranges::sort(by_end_, {}, [&](std::uint32_t need) { return std::pair(needs_[need].end, need); });
  }

  // The cost of those that go without. `sets_of(owner)`: the two sets it may stand in.
  template <class SetsOfOwner>
  std::uint64_t Run(const SetsOfOwner& sets_of) {
    for (std::uint32_t need = 0; need < needs_.size(); ++need) {
      ReleaseUntil(needs_[need].begin);
      // An entry that is there stays where it is.
      const std::uint32_t entry = entry_of_[needs_[need].owner];
      Place(need, entry == kNone ? sets_of(needs_[need].owner) : std::pair(entry, entry));
    }
    return cost_;
  }

 private:
  struct Set {
    std::uint32_t alive = 0;
    std::vector<std::uint32_t> heap;  // of needs; the first is given up first; the dead are among them until met
  };

  // Whether `a` is given up after `b`: it costs more, or as much and ends earlier.
  auto GoesLater() const {
    return [this](std::uint32_t a, std::uint32_t b) {
      if (needs_[a].cost != needs_[b].cost) return needs_[a].cost > needs_[b].cost;
      return std::pair(needs_[a].end, a) < std::pair(needs_[b].end, b);
    };
  }

  void ReleaseUntil(TimeNs now) {
    for (; needs_[by_end_[released_]].end <= now; ++released_) {
      const std::uint32_t need = by_end_[released_];
      if (set_of_[need] == kNone) continue;
      --sets_[set_of_[need]].alive;
      set_of_[need] = kNone;
    }
  }

  void Place(std::uint32_t need, std::pair<std::uint32_t, std::uint32_t> choice) {
    const auto [first, second] = choice;
    const std::uint32_t roomier = sets_[second].alive < sets_[first].alive ? second : first;
    if (sets_[roomier].alive < slots_) return Keep(need, roomier);
    const std::uint32_t victim = std::max({need, Weakest(first, need), Weakest(second, need)}, GoesLater());
    const std::uint32_t set = set_of_[victim];
    GiveUp(victim);
    if (victim != need) Keep(need, set);
  }

  void Keep(std::uint32_t need, std::uint32_t set) {
    set_of_[need] = set;
    entry_of_[needs_[need].owner] = set;
    ++sets_[set].alive;
    sets_[set].heap.push_back(need);
    std::ranges::push_heap(sets_[set].heap, GoesLater());
  }

  void GiveUp(std::uint32_t need) {
    cost_ += needs_[need].cost;
    entry_of_[needs_[need].owner] = kNone;
    if (set_of_[need] != kNone) --sets_[set_of_[need]].alive;
    set_of_[need] = kNone;
  }

  // Who of `set` is given up first; `otherwise` if it has no slots.
  std::uint32_t Weakest(std::uint32_t set, std::uint32_t otherwise) {
    std::vector<std::uint32_t>& heap = sets_[set].heap;
    while (!heap.empty() && set_of_[heap.front()] == kNone) {
      std::ranges::pop_heap(heap, GoesLater());
      heap.pop_back();
    }
    return heap.empty() ? otherwise : heap.front();
  }

  const Needs& needs_;
  std::uint32_t slots_;
  std::vector<std::uint32_t> by_end_;
  std::size_t released_ = 0;             // of by_end_
  std::vector<std::uint32_t> set_of_;    // of a need: where it holds a slot now
  std::vector<std::uint32_t> entry_of_;  // of an owner: where its entry was left, if it was
  std::vector<Set> sets_;
  std::uint64_t cost_ = 0;
};

}  // namespace

std::uint64_t LeastCostInSets(const Recording& recording, std::uint32_t set_count, std::uint32_t slots_per_set,
                              const SetsOf& sets_of, CostMode mode) {
  const Needs needs = NeedsOf(recording, mode);
  SetSchedule schedule(needs, recording.conns.size(), set_count, slots_per_set);
  return schedule.Run([&](std::uint32_t owner) { return sets_of(recording.conns[owner].hash); });
}

}  // namespace tidegate::testbed
