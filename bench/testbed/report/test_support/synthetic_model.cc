// A model just good enough for pictures.
#include "testbed/report/test_support/synthetic_model.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace tidegate::testbed {
namespace {

constexpr std::array kDemands = {
    Demand{"port_exhaustion", 24000, 0.1, 96000, 0, 17000, false},
    Demand{"crr_rr_mix", 61000, 0.65, 52000, 0, 9000, false},
    Demand{"web", 83000, 0.45, 70000, 0, 12000, false},
    Demand{"web+syn_flood", 83000, 0.45, 70000, 160000, 12000, false},
    Demand{"dns_mix", 38000, 0.3, 30000, 0, 21000, true},
    Demand{"idle_iot", 118000, 0.92, 9000, 0, 900, false},
};

constexpr std::array kTraits = {
    Trait{"state_first", false, true, false, 0, 31, 6.1},
    Trait{"hazard_cost", false, true, false, 0.5, 58, 7.9},
    Trait{"none", true, false, false, 0, 9, 6.0},
    Trait{"ovs_none", true, false, false, 0, 9.1, 6.0},
    Trait{"linux_early_drop", true, false, true, 0, 22, 6.0},
    Trait{"vpp_acl", false, true, true, 0, 38, 9.6},
    Trait{"bpf_lru", false, false, false, 0.55, 35, 8.0},
    Trait{"lru", false, false, false, 0.58, 34, 9.3},
    Trait{"fifo", false, false, false, 0.1, 27, 6.0},
    Trait{"clock", false, false, false, 0.5, 41, 7.1},
    Trait{"random_k", false, false, false, 0.42, 46, 9.2},
    Trait{"sieve", false, false, false, 0.66, 43, 7.2},
    Trait{"s3fifo", false, false, false, 0.72, 66, 8.8},
    Trait{"slru", false, false, false, 0.68, 0, 0},
    Trait{"two_q", false, false, false, 0.64, 0, 0},
    Trait{"arc", false, false, false, 0.7, 0, 0},
    Trait{"lirs", false, false, false, 0.74, 0, 0},
    Trait{"w_tinylfu", false, false, false, 0.5, 0, 0},
    Trait{"gdsf", false, false, false, 0.76, 0, 0},
    Trait{"hyperbolic", false, false, false, 0.69, 0, 0},
    Trait{"lhd", false, true, false, 0.8, 0, 0},
};

// What a set-associative table loses before it is full.
double Associativity(double used, bool full) {
  return full ? 0 : 0.0004 * std::exp(9 * (std::min(1.3, used) - 1)) * (used > 0.35 ? 1 : 0);
}

Losses BlindLosses(const Demand& d, const Trait& trait, double overflow, double wobble) {
  Losses losses;
  const double taken = overflow * (1 - trait.skill) * wobble;
  losses.established = taken * (0.02 + 0.3 * d.idle);
  losses.closing = taken * 0.05;
  losses.datagram = d.datagrams ? taken * 0.3 : 0;
  losses.half_open = taken * (d.half_open > 0 ? 0.04 : 0.002);
  losses.time_wait = overflow * 0.1 * wobble;
  return losses;
}

}  // namespace

std::span<const Demand> Demands() { return kDemands; }
std::span<const Trait> Traits() { return kTraits; }

double Noise(std::string_view a, std::string_view b, std::uint64_t c, std::uint64_t d) {
  std::uint64_t hash = c * 0x9e3779b97f4a7c15 + d;
  for (const std::string_view text : {a, b}) {
    for (const char letter : text) hash = (hash ^ static_cast<unsigned char>(letter)) * 0x100000001b3;
  }
  hash ^= hash >> 29;
  hash *= 0xbf58476d1ce4e5b9;
  hash ^= hash >> 32;
  return static_cast<double>(hash >> 11) / 9007199254740992.0;
}

Losses LossesOf(const Demand& d, const Trait& trait, bool full, double capacity, std::uint64_t seed) {
  // Copies of one policy are the same; seeds move all alike, and each a little.
  const std::string_view same = trait.policy == "ovs_none" ? "none" : trait.policy;
  const double wobble = 0.94 + 0.08 * Noise(d.name, "", seed, 1) + 0.04 * Noise(d.name, same, seed, 2);
  const double all = d.live + d.corpses + d.half_open / 4;
  const double needed = d.live * wobble;
  const double fewest = std::max(0.0, 1 - capacity / needed) * 0.8;
  const double overflow = std::max(0.0, 1 - capacity / (all * wobble)) + Associativity(all / capacity, full) / 50;
  Losses losses;
  if (trait.refuses) {
    const double crowd = trait.half_open_only ? d.live + d.corpses : all;
    losses.refused = std::max(0.0, 1 - capacity / (crowd * wobble)) + Associativity(crowd / capacity, full);
    losses.half_open = trait.half_open_only ? overflow * 0.003 : 0;
  } else if (trait.sees_state) {
    losses.refused = std::max(0.0, 1 - capacity / needed) * (1 - trait.skill * 0.2) +
                     Associativity(needed / capacity, full) * (1.2 - trait.skill) * wobble;
    losses.time_wait = overflow * 0.05;
    losses.closing = trait.half_open_only ? overflow * 0.04 : 0;
    losses.half_open = overflow * 0.01;
  } else {
    losses = BlindLosses(d, trait, overflow, wobble);
  }
  losses.fewest = fewest;
  return losses;
}

}  // namespace tidegate::testbed
