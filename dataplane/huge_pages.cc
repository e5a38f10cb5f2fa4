// The kernel's reserved huge pages, and what to tell the user when the tables got none.
#include "huge_pages.h"

#include <fstream>
#include <sstream>

namespace tidegate {
namespace {

// Two tables of two families: if the sum does not fit in whole pages, each of them may begin one more.
std::uint64_t PagesOf(std::uint64_t bytes, std::uint64_t page_bytes) {
  return bytes / page_bytes + (bytes % page_bytes != 0 ? 2 : 0);
}

}  // namespace

HugePagePool HugePagePool::Look() {
  std::ifstream meminfo("/proc/meminfo");
  return Read(meminfo);
}

HugePagePool HugePagePool::Read(std::istream& meminfo) {
  HugePagePool pool;
  std::string line;
  while (std::getline(meminfo, line)) {
    std::istringstream words(line);
    std::string name;
    std::uint64_t value = 0;
    words >> name >> value;
    if (name == "HugePages_Total:") pool.total = value;
    if (name == "HugePages_Free:") pool.free = value;
    if (name == "Hugepagesize:") pool.page_bytes = value * 1024;
  }
  return pool;
}

std::string TableMemoryNotice(std::uint64_t table_bytes, std::uint64_t packet_bytes, const HugePagePool& pool) {
  const std::string what = "the tables (" + std::to_string(table_bytes >> 20) +
                           " MB) are not in reserved huge pages, so lookups may be slower; ";
  if (pool.page_bytes == 0) return what + "this kernel has none to reserve";
  const std::uint64_t used = pool.total - pool.free;
  const std::uint64_t needed = used + PagesOf(table_bytes, pool.page_bytes) + PagesOf(packet_bytes, pool.page_bytes);
  return what + "expected \"sysctl vm.nr_hugepages=" + std::to_string(needed) + "\" before the start" +
         (packet_bytes != 0 ? ", enough for them and for packets" : "");
}

}  // namespace tidegate
