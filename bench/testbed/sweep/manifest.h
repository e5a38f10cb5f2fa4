// A manifest: many cells, described in short.
//
//   {"base": {"workload": {"name": "port_exhaustion", "rate": 17000}, "seconds": 60},
//    "vary": {"policy": [{"table": "set", "eviction": "state_first"}, {"table": "full", "eviction": "arc"}],
//             "capacity": [131072, 65536],
//             "workload.rate": [8000, 17000],
//             "seed": [1, 2, 3]},
//    "cells": [{"capacity": 32768}],
//    "also": [{"base": {"mode": "loose"}, "vary": {"eviction": ["lru", "clock"]}}]}
//
// base   fields that all cells of this manifest have, unless they say otherwise.
// vary   axes, each a list; the cells are their cross product over the base, the last axis fastest. {} is the base
// alone.
//        An axis with the name of a field sets that field. One with any other name ("policy" above) sets several at
//        once: its values are objects of fields. No field is set by two axes; one may set a part of what an earlier one
//        has set as a whole ("workload", then "workload.rate").
// cells  single cells, over the base.
// also   further manifests; the base of each is laid over this one.
//
// Members are named as in a cell (testbed/cell/cell.h), with dots to reach into them: "workload.rate",
// "options.timeouts.tcp_time_wait", "overlay.0.begin_s". Setting a field replaces it whole, objects too. What comes out
// twice is one cell.
#ifndef TIDEGATE_TESTBED_SWEEP_MANIFEST_H_
#define TIDEGATE_TESTBED_SWEEP_MANIFEST_H_

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "testbed/cell/cell.h"
#include "testbed/cell/json_members.h"

namespace tidegate::testbed {

struct SweepCell {
  std::string id;
  Cell cell;
};

// More are taken for a mistake.
inline constexpr std::size_t kMaxCells = 1'000'000;

// What else can be wrong with a cell that reads well: a workload that does not exist. Paths begin with "$".
using CellCheck = std::function<std::optional<Problem>(const Cell&)>;

// Each cell once, in the order of the manifest. Fails with "FILE: $.path: found X, expected Y".
absl::StatusOr<std::vector<SweepCell>> ExpandManifest(const Json& manifest, const std::string& file,
                                                      const CellCheck& check);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_SWEEP_MANIFEST_H_
