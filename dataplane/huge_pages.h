// The kernel's reserved huge pages, and what to tell the user when the tables got none.
#ifndef TIDEGATE_DATAPLANE_HUGE_PAGES_H_
#define TIDEGATE_DATAPLANE_HUGE_PAGES_H_

#include <cstdint>
#include <istream>
#include <string>

namespace tidegate {

// Those of the default size, which the tables are put in and vm.nr_hugepages sets the number of.
struct HugePagePool {
  std::uint64_t page_bytes = 0;  // 0: the kernel has none
  std::uint64_t total = 0;
  std::uint64_t free = 0;

  static HugePagePool Look();
  // From the text of /proc/meminfo.
  static HugePagePool Read(std::istream& meminfo);
};

// One line on tables of `table_bytes` that are in ordinary pages, with the number of huge pages that is enough for
// them, for `packet_bytes` of packet buffers that lack them too, and for those who have some already.
std::string TableMemoryNotice(std::uint64_t table_bytes, std::uint64_t packet_bytes, const HugePagePool& pool);

}  // namespace tidegate

#endif  // TIDEGATE_DATAPLANE_HUGE_PAGES_H_
