// What a reader of the figures must know of the program and of the machine.
#ifndef TIDEGATE_BENCH_CONNTRACK_BUILD_INFO_H_
#define TIDEGATE_BENCH_CONNTRACK_BUILD_INFO_H_

#include <cstdint>
#include <string>

namespace tidegate::bench {

// What the whole program was compiled for: the build's -march and the vector instructions that follow from it.
std::string Architecture();

// The pages that tables of this capacity get.
std::string TableMemoryKind(std::uint64_t capacity);

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_CONNTRACK_BUILD_INFO_H_
