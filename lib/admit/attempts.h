// Which connections were tried before: fingerprints of tuple and sequence number, with the time of the first try.
#ifndef TIDEGATE_ADMIT_ATTEMPTS_H_
#define TIDEGATE_ADMIT_ATTEMPTS_H_

#include <cstddef>
#include <cstdint>

#include "admit/source_cells.h"
#include "tidegate/admission.h"
#include "tidegate/time.h"

namespace tidegate {

template <std::size_t kCells>
class Attempts {
 public:
  // True for the second try and those after it; else remembers this one as the first.
  bool TriedBefore(const Applicant& applicant) const {
    const std::uint64_t word = cells_.Get(applicant.attempt);
    const auto now = static_cast<std::uint32_t>(applicant.now / kMillisecond);
    // Never 0, so that an empty cell is nobody's.
    const auto fingerprint = static_cast<std::uint32_t>(applicant.attempt >> 32) | 1;
    const auto since = static_cast<std::uint32_t>(now - static_cast<std::uint32_t>(word >> 32));
    const bool known = static_cast<std::uint32_t>(word) == fingerprint && since <= kLatest;
    if (!known) cells_.Set(applicant.attempt, std::uint64_t{now} << 32 | fingerprint);
    return known && since >= kSoonest;
  }

 private:
  static constexpr std::uint32_t kSoonest = 250;   // milliseconds: what comes sooner is a copy
  static constexpr std::uint32_t kLatest = 68000;  // Linux's last retry comes after 67 s

  SourceCells<kCells> cells_;
};

}  // namespace tidegate

#endif  // TIDEGATE_ADMIT_ATTEMPTS_H_
