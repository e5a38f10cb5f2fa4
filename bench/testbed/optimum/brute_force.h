// For tests: tiny recordings at random, and their optima by trying everything.
#ifndef TIDEGATE_TESTBED_OPTIMUM_BRUTE_FORCE_H_
#define TIDEGATE_TESTBED_OPTIMUM_BRUTE_FORCE_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <limits>
#include <random>
#include <vector>

#include "testbed/metrics/cost_model.h"
#include "testbed/optimum/recording.h"
#include "testbed/optimum/recording_builder.h"

namespace tidegate::testbed {

// A time that costs something if there is no slot for it.
struct Stay {
  TimeNs begin = 0;
  TimeNs end = 0;
  std::uint64_t cost = 0;
};

// Whether no more than `slots` of the chosen are there at once. It is enough to look when one begins.
inline bool Fit(const std::vector<Stay>& stays, std::uint32_t chosen, std::uint64_t slots) {
  return std::ranges::all_of(stays, [&](const Stay& at) {
    std::uint64_t there = 0;
    for (std::size_t i = 0; i < stays.size(); ++i) {
      there += (chosen >> i & 1) != 0 && stays[i].begin <= at.begin && at.begin < stays[i].end ? 1 : 0;
    }
    return there <= slots;
  });
}

// The least that those who are not chosen cost together, over all choices that fit.
inline std::uint64_t TryAll(const std::vector<Stay>& stays, std::uint64_t slots) {
  std::uint64_t least = std::numeric_limits<std::uint64_t>::max();
  for (std::uint32_t chosen = 0; chosen < 1U << stays.size(); ++chosen) {
    std::uint64_t cost = 0;
    for (std::size_t i = 0; i < stays.size(); ++i) cost += (chosen >> i & 1) != 0 ? 0 : stays[i].cost;
    if (cost < least && Fit(stays, chosen, slots)) least = cost;
  }
  return least;
}

// Who is refused at which cost.
inline std::vector<Stay> WholeStays(const Recording& recording, std::uint64_t tcp, std::uint64_t datagram) {
  std::vector<Stay> stays;
  for (const RecordedConn& conn : recording.conns) {
    stays.push_back({conn.begin, conn.end, conn.datagram ? datagram : tcp});
  }
  return stays;
}

// Which silence is bridged at which cost.
inline std::vector<Stay> Silences(const Recording& recording) {
  std::vector<Stay> stays;
  for (const RecordedGap& gap : recording.gaps) {
    stays.push_back({gap.begin, gap.end, gap.begin == gap.end ? 0 : BreakCostMs(CostMode::kLoose, gap.cls)});
  }
  return stays;
}

// They begin, end and fall silent at few different times, so that much is at once.
class RandomRecordings {
 public:
  explicit RandomRecordings(std::uint64_t seed) : bits_(seed) {}

  std::uint64_t Below(std::uint64_t end) { return bits_() % end; }

  // Connections of one silence each.
  Recording Whole(std::size_t conns) {
    RecordingBuilder builder;
    for (std::size_t i = 0; i < conns; ++i) {
      const TimeNs begin = Below(12);
      const TimeNs end = begin + Below(Below(3) == 0 ? 12 : 5);
      Below(4) == 0 ? builder.Datagram(begin, end) : builder.Tcp(begin, end);
    }
    return builder.Build();
  }
  // With a handshake in front of some, and of a few silences each.
  Recording WithSilences(std::size_t silences) {
    RecordingBuilder builder;
    while (silences > 0) {
      const std::size_t count = 1 + Below(std::min<std::size_t>(silences, 4));
      const TimeNs begin = Below(12);
      builder.Conn(begin, SomeSilences(begin, count));
      silences -= count;
    }
    return builder.Build();
  }

 private:
  static constexpr ConnClass kClasses[] = {ConnClass::kHalfOpen, ConnClass::kEstablished, ConnClass::kEstablished,
                                           ConnClass::kClosing, ConnClass::kTimeWait};

  std::vector<RecordingBuilder::Silence> SomeSilences(TimeNs begin, std::size_t count) {
    std::vector<RecordingBuilder::Silence> silences;
    for (TimeNs end = begin; silences.size() < count;) {
      end += Below(5);
      silences.push_back({end, kClasses[Below(std::size(kClasses))]});
    }
    return silences;
  }

  std::mt19937_64 bits_;
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_OPTIMUM_BRUTE_FORCE_H_
