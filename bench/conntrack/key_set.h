// The keys of a benchmark: connections as clients make them who walk through their ephemeral ports.
//
// Client c has the address 10.0.0.1 + c and connects to one server; client c, c + 4, c + 8 ... to the same one of its
// four ports. Connection n is port n % ports of client n / ports. Such tuples are alike in most bits, as real ones are:
// a weak hash piles them up.
#ifndef TIDEGATE_BENCH_CONNTRACK_KEY_SET_H_
#define TIDEGATE_BENCH_CONNTRACK_KEY_SET_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "e2e/port_range.h"
#include "tidegate/flow_key.h"

namespace tidegate::bench {

// Clients that have an address: those of 10.0.0.0/8 without the first and the last.
inline constexpr std::uint64_t kMaxKeyClients = (std::uint64_t{1} << 24) - 2;

// The key of connection `n`. REQUIRES: n / ports.size() < kMaxKeyClients.
FlowKey4 ConnectionKey(const e2e::PortRange& ports, std::uint64_t n);

// The keys of two populations of one size, made beforehand so that the timed loops only read them. Immutable, for any
// number of threads. Memory: 48 bytes for each connection.
class KeySet {
 public:
  KeySet(const e2e::PortRange& ports, std::size_t size);

  static constexpr std::size_t MemoryBytes(std::size_t size) { return 3 * size * sizeof(FlowKey4); }

  std::size_t size() const { return walk_.size(); }
  const e2e::PortRange& ports() const { return ports_; }

  // The first population, as the clients open it: port after port. Tables are filled in this order.
  std::span<const FlowKey4> walk() const { return walk_; }
  // The same keys in random order, the same one in every run: packets of many clients meet in no order. Tables are
  // probed in this order; in that of the filling, positions handed out one after the other would be walked through.
  std::span<const FlowKey4> resident() const { return std::span(shuffled_).first(size()); }
  // The second population, further clients, in random order: not in a table that holds the first.
  std::span<const FlowKey4> strangers() const { return std::span(shuffled_).last(size()); }

 private:
  e2e::PortRange ports_;
  std::vector<FlowKey4> walk_;
  std::vector<FlowKey4> shuffled_;  // the first population, then the second
};

}  // namespace tidegate::bench

#endif  // TIDEGATE_BENCH_CONNTRACK_KEY_SET_H_
