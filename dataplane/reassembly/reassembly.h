// What one worker needs to put fragments together.
#ifndef TIDEGATE_DATAPLANE_REASSEMBLY_REASSEMBLY_H_
#define TIDEGATE_DATAPLANE_REASSEMBLY_REASSEMBLY_H_

#include <cstdint>
#include <memory>
#include <utility>

#include "reassembly/fragment_table.h"
#include "reassembly/joiner.h"

namespace tidegate {

struct Reassembly {
  Reassembly(std::uint32_t max_packets, TimeNs timeout, std::unique_ptr<Joiner> with)
      : table(max_packets, timeout), joiner(std::move(with)) {}

  FragmentTable table;
  std::unique_ptr<Joiner> joiner;
};

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_REASSEMBLY_REASSEMBLY_H_
