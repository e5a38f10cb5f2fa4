// The scan of a directory line, one slot at a time.
#ifndef TIDEGATE_TABLE_SCAN_PORTABLE_H_
#define TIDEGATE_TABLE_SCAN_PORTABLE_H_

#include <atomic>
#include <cstdint>

#include "table/directory_line.h"

namespace tidegate {

struct ScanPortable {
  template <class Atomics>
  static TagScan Tags(const DirectoryLine<Atomics>& line, std::uint32_t tag) {
    const ControlWord control(line.control.load(std::memory_order_acquire));
    std::uint32_t hits = 0;
    for (std::uint32_t lane = 0; lane < kSlotsPerSet; ++lane) {
      const SlotWord word(line.slots[lane].load(std::memory_order_relaxed));
      hits |= static_cast<std::uint32_t>(word.Matches(tag)) << lane;
    }
    return {hits, control.spills(tag) != 0};
  }

  template <class Atomics>
  static LineSurvey Survey(const DirectoryLine<Atomics>& line, std::uint32_t tag, const TickClock& clock) {
    LineSurvey survey;
    for (std::uint32_t lane = 0; lane < kSlotsPerSet; ++lane) {
      const SlotWord word(line.slots[lane].load(std::memory_order_relaxed));
      survey.hits |= static_cast<std::uint32_t>(word.Matches(tag)) << lane;
      survey.busy |= static_cast<std::uint32_t>(word.busy()) << lane;
      survey.empty |= static_cast<std::uint32_t>(word.empty()) << lane;
      survey.due |= static_cast<std::uint32_t>(word.live() && word.MayBeExpired(clock)) << lane;
    }
    return survey;
  }
};

}  // namespace tidegate

#endif  // TIDEGATE_TABLE_SCAN_PORTABLE_H_
