// What is counted in a run. docs/testbed.md says what each means.
#ifndef TIDEGATE_TESTBED_METRICS_METRICS_H_
#define TIDEGATE_TESTBED_METRICS_METRICS_H_

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "testbed/metrics/cost_model.h"
#include "testbed/metrics/time_histogram.h"
#include "testbed/table/firewall_model.h"
#include "tidegate/drop_reason.h"
#include "tidegate/time.h"

namespace tidegate::testbed {

// Of connections that are nobody's attack.
struct LegitCounts {
  std::uint64_t connections = 0;
  std::uint64_t at_first_syn = 0;  // whose handshake needed one SYN
  std::uint64_t established = 0;
  std::uint64_t done = 0;
  std::uint64_t gave_up = 0;
  std::uint64_t broken = 0;
  std::uint64_t no_answer = 0;
  std::uint64_t open_at_end = 0;
  std::uint64_t syn_attempts = 0;
  std::uint64_t syn_refused = 0;
  std::uint64_t datagrams_refused = 0;
  CountByClass wrongful{};        // evicted, and a packet that needed the entry came afterwards
  CountByClass expired_in_use{};  // the same for an entry that had ended
};

struct AttackCounts {
  std::uint64_t packets = 0;
  std::uint64_t connections = 0;
  std::uint64_t entered = 0;
};

struct EntryCounts {
  std::uint64_t inserted = 0;
  std::uint64_t reopened = 0;  // of these: in place of the same tuple's old entry
  CountByClass evicted{};
  CountByClass expired{};
  CountByClass live_at_end{};
  std::uint64_t peak_live = 0;
};

// Each second of the run.
struct PlayedSeconds {
  std::array<std::vector<std::uint32_t>, kConnClassCount> occupancy;
  std::vector<std::uint32_t> connections;
  std::vector<std::uint32_t> refused;
  std::vector<std::uint32_t> broken;
  std::vector<std::uint32_t> attack;
};

// How a rival looked when another one was chosen.
struct Rival {
  std::string_view cls;
  TimeNs idle = 0;
  TimeNs left = 0;
  bool useful = false;  // more of it was to come
  bool victim = false;
};

// An eviction that turned out to be wrong.
struct Mistake {
  TimeNs at = 0;
  std::string_view state;
  std::string_view cls;
  std::string victim;
  std::string newcomer;
  TimeNs idle = 0;
  TimeNs left = 0;
  TimeNs missed_after = 0;
  std::vector<Rival> rivals;
};

struct Metrics {
  std::uint64_t events = 0;  // packets that reached the firewall
  LegitCounts legit;
  AttackCounts attack;
  EntryCounts entries;
  std::array<std::uint64_t, kDropReasonCount> refused_by{};
  TimeHistogram setup;  // from the first SYN to the end of the handshake
  // Milliseconds of harm.
  std::uint64_t refused_cost = 0;
  std::array<std::uint64_t, kCostModeNames.size()> broken_cost{};
  // Slots' time, by the class that the entry's last packet left it in: up to that packet, and behind it, if nothing of
  // the connection came any more.
  std::array<TimeNs, kConnClassCount> useful_time{};
  std::array<TimeNs, kConnClassCount> dead_time{};
  PlayedSeconds timeline;
  std::vector<Mistake> mistakes;
};

inline constexpr std::size_t kMostMistakes = 20;

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_METRICS_METRICS_H_
