// The directory: one 64-byte line for each set, and the scan of its slots.
//
// The scan exists four times: one slot at a time (scan_portable.h), which says what is meant, and with vectors of 16,
// 32 and 64 bytes (scan_sse2.h, scan_avx2.h, scan_avx512.h). The build chooses the widest that its target has.
#ifndef TIDEGATE_TABLE_DIRECTORY_H_
#define TIDEGATE_TABLE_DIRECTORY_H_

#include <cstdint>

#include "table/directory_line.h"
#include "table/scan_avx2.h"
#include "table/scan_avx512.h"
#include "table/scan_portable.h"
#include "table/scan_sse2.h"

namespace tidegate {

#if defined(__AVX512F__)
using VectorScan = ScanAvx512;
#elif defined(__AVX2__)
using VectorScan = ScanAvx2;
#elif defined(__SSE2__)
using VectorScan = ScanSse2;
#else
using VectorScan = ScanPortable;
#endif

template <class Atomics>
TagScan ScanTags(const DirectoryLine<Atomics>& line, std::uint32_t tag) {
  if constexpr (Atomics::kVectorScan) return VectorScan::Tags(line, tag);
  return ScanPortable::Tags(line, tag);
}

template <class Atomics>
LineSurvey SurveyLine(const DirectoryLine<Atomics>& line, std::uint32_t tag, const TickClock& clock) {
  if constexpr (Atomics::kVectorScan) return VectorScan::Survey(line, tag, clock);
  return ScanPortable::Survey(line, tag, clock);
}

}  // namespace tidegate

#endif  // TIDEGATE_TABLE_DIRECTORY_H_
