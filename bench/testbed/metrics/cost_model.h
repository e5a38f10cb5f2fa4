// What refusing and breaking cost: milliseconds of somebody's time.
//
// Under "strict" a connection whose entry is gone is broken: its packets are dropped until both ends give up. Under
// "loose" its next packet makes a new entry, by the slow path. Under "nat" the translation is gone for good, and what
// was behind it has to begin anew, with its own state lost. docs/testbed.md argues for each figure.
#ifndef TIDEGATE_TESTBED_METRICS_COST_MODEL_H_
#define TIDEGATE_TESTBED_METRICS_COST_MODEL_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "tidegate/conn_state.h"

namespace tidegate::testbed {

enum class CostMode : std::uint8_t { kStrict, kLoose, kNat };

inline constexpr std::array<std::string_view, 3> kCostModeNames = {"strict", "loose", "nat"};
constexpr std::string_view Name(CostMode mode) { return kCostModeNames[static_cast<std::size_t>(mode)]; }

// An entry of this class went, and a packet of its connection came afterwards.
constexpr std::uint32_t BreakCostMs(CostMode mode, ConnClass cls) {
  switch (cls) {
    case ConnClass::kHalfOpen:
      return 1000;  // the SYN or its answer is sent again after a second
    case ConnClass::kEstablished:
      return mode == CostMode::kStrict ? 30000 : mode == CostMode::kLoose ? 1 : 60000;
    case ConnClass::kClosing:
      return mode == CostMode::kLoose ? 1 : 5000;  // the rest of an answer
    case ConnClass::kTimeWait:
      return 10;  // a repeated FIN goes unanswered
    case ConnClass::kDatagram:
      return mode == CostMode::kLoose ? 1 : 5000;  // the answer is lost; a resolver asks again
    default:
      return 0;
  }
}

// A resolver asks again after five seconds.
inline constexpr std::uint32_t kDatagramRefusedMs = 5000;
// A SYN that is refused for the first time is sent again after a second.
inline constexpr std::uint32_t kFirstSynRefusedMs = 1000;

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_METRICS_COST_MODEL_H_
