// How deep explorations go: by the environment, for runs longer than those of every day.
//
//   TIDEGATE_EXPLORE_PREEMPTIONS=5   that many preemptions in every exhaustive exploration (at most 7)
//   TIDEGATE_EXPLORE_SECONDS=600     that long for each exploration; the default is 60
#ifndef TIDEGATE_TESTS_INTERLEAVINGS_SETTINGS_H_
#define TIDEGATE_TESTS_INTERLEAVINGS_SETTINGS_H_

#include <algorithm>
#include <chrono>
#include <cstdlib>

#include "interleavings/known_states.h"

namespace tidegate::explore {

inline unsigned Preemptions(unsigned usual) {
  const char* wanted = std::getenv("TIDEGATE_EXPLORE_PREEMPTIONS");
  if (wanted == nullptr) return usual;
  return std::min(static_cast<unsigned>(std::strtoul(wanted, nullptr, 10)), KnownStates::kMaxBound);
}

inline std::chrono::seconds TimeLimit() {
  const char* wanted = std::getenv("TIDEGATE_EXPLORE_SECONDS");
  return std::chrono::seconds(wanted != nullptr ? std::strtoul(wanted, nullptr, 10) : 60);
}

}  // namespace tidegate::explore

#endif  // TIDEGATE_TESTS_INTERLEAVINGS_SETTINGS_H_
