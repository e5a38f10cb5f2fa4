// How full a table is: what policies may ask when they decide.
#ifndef TIDEGATE_PRESSURE_H_
#define TIDEGATE_PRESSURE_H_

#include <cstdint>

namespace tidegate {

// Live entries of one table, as exact as counters of several threads can be while they run. Entries that have ended do
// not count.
struct Pressure {
  std::uint64_t capacity = 0;
  std::uint64_t half_open = 0;
};

}  // namespace tidegate

#endif  // TIDEGATE_PRESSURE_H_
