// Traces in the format "oracleGeneral" of libCacheSim, which that simulator and its relatives read: for a referee on
// the reference policies.
//
//    0        4                       12       16                      24
//   +--------+-----------------------+--------+-----------------------+
//   | time s |          id           |  size  |      next access      |   little-endian, not aligned
//   +--------+-----------------------+--------+-----------------------+
//
// The next access is the number of the next record of the same id, counted from 1; -1 if there is none.
#ifndef TIDEGATE_TESTBED_TRACE_ORACLE_GENERAL_H_
#define TIDEGATE_TESTBED_TRACE_ORACLE_GENERAL_H_

#include <cstdint>
#include <istream>
#include <ostream>
#include <span>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace tidegate::testbed {

struct Request {
  std::uint64_t id = 0;
  std::uint32_t time_s = 0;
  std::uint32_t size = 1;  // of the object; libCacheSim passes over objects of size 0
};

struct OracleRecord {
  Request request;
  std::int64_t next_access = -1;
};

// `out` must have been opened in binary mode.
absl::Status WriteOracleGeneral(std::span<const Request> requests, std::ostream& out);

// `name`: what the lines about errors begin with, e.g. the file's name. A trace that was cut out of a longer one, so
// that next accesses lie beyond its end, is read all the same.
absl::StatusOr<std::vector<OracleRecord>> ReadOracleGeneral(std::istream& in, std::string_view name);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_TRACE_ORACLE_GENERAL_H_
