// Traces that a reader can verify by eye: letters are keys, and each step says who goes for it.
#ifndef TIDEGATE_TESTBED_REFERENCE_LETTER_CACHE_H_
#define TIDEGATE_TESTBED_REFERENCE_LETTER_CACHE_H_

#include <cstdint>
#include <initializer_list>
#include <string_view>

#include "tidegate/conn_state.h"

namespace tidegate::testbed {

// A request for a letter, or in capitals the end of its entry. What comes of it is the letter that goes, or:
//   +  there was room       .  it was there       !  it is refused       -  it has ended
struct Step {
  char key;
  char outcome;
  ConnClass cls = ConnClass::kEstablished;
};

// Plays the steps on a table of so many slots, one step a second, the first at second 0.
void ExpectTrace(std::string_view policy, std::uint32_t slots, std::initializer_list<Step> steps);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REFERENCE_LETTER_CACHE_H_
