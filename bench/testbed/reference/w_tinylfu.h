// Reference "w_tinylfu": new entries stand in a window, a hundredth of the slots; what leaves it is compared with the
// victim of the main part, an SLRU, and the one whose key was asked for more often, as far as a sketch remembers, stays
// (G. Einziger, R. Friedman and B. Manes, "TinyLFU: A Highly Efficient Cache Admission Policy", TOS 2017).
//
// The window has the size the paper ends up with and does not adapt; four fifths of the main part are protected. Of
// equals the main part's stays. Left open there: an entry that ends stays in the sketch.
#ifndef TIDEGATE_TESTBED_REFERENCE_W_TINYLFU_H_
#define TIDEGATE_TESTBED_REFERENCE_W_TINYLFU_H_

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include "testbed/reference/frequency_sketch.h"
#include "testbed/reference/node_list.h"
#include "testbed/reference/reference_policy.h"
#include "testbed/reference/segments.h"

namespace tidegate::testbed {

class WTinyLfuPolicy final : public ReferencePolicy {
 public:
  static constexpr std::string_view kName = "w_tinylfu";
  static constexpr std::string_view kIdea =
      "a window's oldest against the main part's: who was asked for more often stays";

  WTinyLfuPolicy(std::uint32_t slots, std::uint64_t seed)
      : most_window_(std::max(1u, slots / 100)),
        window_(slots),
        main_(slots, static_cast<std::uint32_t>(std::uint64_t{slots - most_window_} * 4 / 5)),
        keys_(slots),
        sketch_(slots, seed) {}

  void OnInsert(Node node, const Access& access) override {
    keys_[node] = access.key;
    sketch_.Count(access.key);
    window_.PushFront(node);
    if (window_.size() > most_window_) main_.Insert(window_.PopBack());
  }
  void OnHit(Node node, const Access& access) override {
    sketch_.Count(access.key);
    if (window_.Contains(node)) {
      window_.MoveToFront(node);
    } else {
      main_.Use(node);
    }
  }
  void OnRemove(Node node) override {
    if (window_.Contains(node)) {
      window_.Remove(node);
    } else {
      main_.Remove(node);
    }
  }
  Node Evict(const Access&) override {
    // What comes stands in the window, which is full in a full table, and makes its oldest a candidate for the main
    // part.
    const Node candidate = window_.PopBack();
    const Node victim = main_.Victim();
    if (victim == kNoNode || Frequency(candidate) <= Frequency(victim)) return candidate;
    main_.Insert(candidate);
    main_.Remove(victim);
    return victim;
  }

 private:
  std::uint32_t Frequency(Node node) const { return sketch_.Estimate(keys_[node]); }

  std::uint32_t most_window_;
  NodeLists<> window_;  // in order of the last use
  Segments main_;
  std::vector<std::uint64_t> keys_;
  FrequencySketch sketch_;
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REFERENCE_W_TINYLFU_H_
