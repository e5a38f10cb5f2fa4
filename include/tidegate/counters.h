// What the firewall counts, per worker and summed.
#ifndef TIDEGATE_COUNTERS_H_
#define TIDEGATE_COUNTERS_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "tidegate/conn_state.h"
#include "tidegate/drop_reason.h"

namespace tidegate {

struct FirewallCounters {
  std::uint64_t packets = 0;
  std::uint64_t bytes = 0;
  std::uint64_t passed = 0;
  std::uint64_t untracked = 0;    // passed without tracking: ARP, and what stateless groups allow
  std::uint64_t created = 0;      // connections entered, reopened ones included
  std::uint64_t reopened = 0;     // of these: in place, on an entry in TIME-WAIT or reset
  std::uint64_t established = 0;  // connections that completed their handshake
  std::uint64_t closed = 0;       // connections that both sides closed in order
  std::uint64_t reset = 0;        // connections that a RST ended
  std::uint64_t late_close = 0;   // closing segments without entry that passed
  std::uint64_t revoked = 0;      // connections that ended as new rules deny them (Firewall::Recheck())
  std::uint64_t refused = 0;      // new connections that a rule allowed and that found no place
  std::uint64_t refused_syn = 0;  // of these: TCP
  std::array<std::uint64_t, kConnClassCount> evicted{};    // live entries that had to go for a new one, by class
  std::array<std::uint64_t, kConnClassCount> reclaimed{};  // expired entries whose slot was reused, by class
  std::array<std::uint64_t, kDropReasonCount> drops{};     // packets, by reason

  std::uint64_t dropped() const {
    std::uint64_t sum = 0;
    for (std::uint64_t n : drops) sum += n;
    return sum;
  }
};

// Adds `more` to `sum`, member by member.
void Add(FirewallCounters& sum, const FirewallCounters& more);

}  // namespace tidegate

#endif  // TIDEGATE_COUNTERS_H_
