// How many handshakes of each source network are under way: those that it has begun within the time that a handshake is
// waited for, less those that it has completed.
//
// An entry tells nobody that it has ended, so two windows of that time are counted, and of the older one the share that
// the time still covers. 65,536 cells; networks whose hashes meet share one.
#ifndef TIDEGATE_ADMIT_SOURCE_HANDSHAKES_H_
#define TIDEGATE_ADMIT_SOURCE_HANDSHAKES_H_

#include <algorithm>
#include <cstdint>

#include "admit/source_cells.h"
#include "tidegate/time.h"

namespace tidegate {

class SourceHandshakes {
 public:
  // `wait`: how long a handshake is waited for. REQUIRES: wait > 0.
  explicit SourceHandshakes(TimeNs wait) : wait_(wait) {}

  std::uint64_t UnderWay(std::uint64_t source, TimeNs now) const {
    const Cell cell = At(source, now);
    const TimeNs into = now % wait_;
    return cell.current + cell.before * ((wait_ - into) / kMillisecond) / std::max<TimeNs>(1, wait_ / kMillisecond);
  }
  void Begin(std::uint64_t source, TimeNs now) const {
    Cell cell = At(source, now);
    cell.current = std::min(cell.current + 1, kMost);
    cells_.Set(source, cell.Word());
  }
  // Which window it began in is not known; the current one, if there is any.
  void Complete(std::uint64_t source, TimeNs now) const {
    Cell cell = At(source, now);
    std::uint64_t& counted = cell.current > 0 ? cell.current : cell.before;
    counted -= counted > 0 ? 1 : 0;
    cells_.Set(source, cell.Word());
  }

 private:
  static constexpr std::uint64_t kMost = 0xffff;

  //   63          32 31      16 15       0
  //  +--------------+----------+----------+
  //  |    window    |  before  | current  |
  //  +--------------+----------+----------+
  struct Cell {
    std::uint64_t window;
    std::uint64_t before;
    std::uint64_t current;

    std::uint64_t Word() const { return window << 32 | before << 16 | current; }
  };

  Cell At(std::uint64_t source, TimeNs now) const {
    const std::uint64_t word = cells_.Get(source);
    const std::uint64_t window = now / wait_ & 0xffffffff;
    const Cell cell{word >> 32, word >> 16 & kMost, word & kMost};
    if (cell.window == window) return cell;
    const bool next = ((cell.window + 1) & 0xffffffff) == window;
    return {window, next ? cell.current : 0, 0};
  }

  TimeNs wait_;
  SourceCells<1u << 16> cells_;
};

}  // namespace tidegate

#endif  // TIDEGATE_ADMIT_SOURCE_HANDSHAKES_H_
