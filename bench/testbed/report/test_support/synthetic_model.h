// The arithmetic behind synthetic results: how much of what each policy loses.
#ifndef TIDEGATE_TESTBED_REPORT_TEST_SUPPORT_SYNTHETIC_MODEL_H_
#define TIDEGATE_TESTBED_REPORT_TEST_SUPPORT_SYNTHETIC_MODEL_H_

#include <cstdint>
#include <span>
#include <string_view>

namespace tidegate::testbed {

// What a workload wants, in slots.
struct Demand {
  std::string_view name;  // "web+syn_flood"
  double live = 0;        // connections that are still needed
  double idle = 0;        // the share of these that are silent for long
  double corpses = 0;     // TIME-WAIT
  double half_open = 0;   // of an attack, while it lasts
  double rate = 0;        // new connections a second
  bool datagrams = false;
};

struct Trait {
  std::string_view policy;
  bool refuses = false;     // gives up nothing
  bool sees_state = false;  // gives up corpses first
  bool half_open_only = false;
  double skill = 0;  // of one that is blind: how seldom it takes one that is needed
  double evict_ns = 0;
  double hit_ns = 0;
};

std::span<const Demand> Demands();
std::span<const Trait> Traits();

// Shares of the legitimate connections, or of their SYNs.
struct Losses {
  double refused = 0;
  double established = 0;
  double closing = 0;
  double datagram = 0;
  double half_open = 0;
  double time_wait = 0;
  double fewest = 0;  // of the optimum
};

// A number in [0, 1) that depends on all of these.
double Noise(std::string_view a, std::string_view b, std::uint64_t c, std::uint64_t d);

Losses LossesOf(const Demand& demand, const Trait& trait, bool full, double capacity, std::uint64_t seed);

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REPORT_TEST_SUPPORT_SYNTHETIC_MODEL_H_
