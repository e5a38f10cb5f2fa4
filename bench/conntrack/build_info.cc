// Describes the build and the machine.
#include "conntrack/build_info.h"

#include "table/table_memory.h"

namespace tidegate::bench {
namespace {

constexpr const char* VectorInstructions() {
#if defined(__AVX512BW__)
  return "AVX-512";
#elif defined(__AVX2__)
  return "AVX2";
#elif defined(__SSE4_2__)
  return "SSE4.2";
#elif defined(__SSE2__)
  return "SSE2";
#else
  return "no vector instructions";
#endif
}

}  // namespace

// TIDEGATE_BENCH_ARCH comes from the build.
std::string Architecture() {
  const std::string arch = TIDEGATE_BENCH_ARCH;
  return (arch.empty() ? "the compiler's default" : "-march=" + arch) + ", " + VectorInstructions();
}

std::string TableMemoryKind(std::uint64_t capacity) {
  constexpr std::uint64_t kBytesPerConnection = 128;
  return TableMemory(capacity * kBytesPerConnection).huge_pages()
             ? "huge pages"
             : "ordinary pages, transparent huge pages where the kernel has some";
}

}  // namespace tidegate::bench
