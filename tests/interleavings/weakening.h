// Accesses as mutations: one of the code under test is made weaker than it asks for.
//
// No hook in the code is needed for these: std::source_location tells where each access comes from, so that every site
// with an order or a comparison is found while it runs, and can be weakened by one part at a time.
#ifndef TIDEGATE_TESTS_INTERLEAVINGS_WEAKENING_H_
#define TIDEGATE_TESTS_INTERLEAVINGS_WEAKENING_H_

#include <atomic>
#include <compare>
#include <cstdint>
#include <string>
#include <vector>

#include "interleavings/access_hook.h"

namespace tidegate::explore {

// What is taken from an access.
enum class Strength : std::uint8_t {
  kAcquire,
  kRelease,
  kSeqCst,      // leaves acquire and release
  kComparison,  // a compare-and-swap becomes an exchange
};

struct Weakening {
  std::string file;
  unsigned line = 0;
  unsigned column = 0;
  std::string function;  // its bare name
  std::string access;    // "load", "store", "swap", "failed swap" or "fence"
  Strength part = Strength::kAcquire;

  bool IsAt(const Site& site) const;
  auto operator<=>(const Weakening&) const = default;
};

bool Acquires(std::memory_order order);
bool Releases(std::memory_order order);
const char* Name(std::memory_order order);
std::string ToString(const Weakening& weakening);

std::memory_order Without(std::memory_order order, Strength part);
// All ways to weaken an access.
std::vector<Weakening> WeakeningsOf(const Site& site, const char* access, std::memory_order order);
// The bare name of the function a site is in, without scopes and parameters.
std::string FunctionOf(const Site& site);

}  // namespace tidegate::explore

#endif  // TIDEGATE_TESTS_INTERLEAVINGS_WEAKENING_H_
