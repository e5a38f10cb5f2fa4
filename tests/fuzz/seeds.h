// What the fuzzers begin with.
#ifndef TIDEGATE_TESTS_FUZZ_SEEDS_H_
#define TIDEGATE_TESTS_FUZZ_SEEDS_H_

#include <string>
#include <vector>

#include "support/packet_builder.h"

namespace tidegate::fuzz {

struct Seed {
  std::string name;
  test::Bytes bytes;
};

std::vector<Seed> PacketViewSeeds();
std::vector<Seed> FirewallSeeds();
std::vector<Seed> CaptureSeeds();

}  // namespace tidegate::fuzz

#endif  // TIDEGATE_TESTS_FUZZ_SEEDS_H_
