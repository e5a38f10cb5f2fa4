// What eviction "hazard_cost" has learned: does another packet come, after so long a silence in this state?
//
// Any thread adds and reads. Counts are hints: an addition may be lost to another thread's, which changes shares by
// nothing. Whoever makes the 4096th addition since the last time draws the conclusions for all.
#ifndef TIDEGATE_EVICT_HAZARD_TABLE_H_
#define TIDEGATE_EVICT_HAZARD_TABLE_H_

#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "tidegate/conn_state.h"

namespace tidegate {

class HazardTable {
 public:
  // Expected costs are milliseconds of user harm in this fraction.
  static constexpr std::uint32_t kUnit = 1024;

  // What breaking costs, in milliseconds of somebody's time (docs/policies.md): a handshake is begun anew after a
  // retransmission; an established connection is lost with the work under way; of a half-closed one the rest of an
  // answer; in TIME-WAIT at most a repeated FIN that nobody answers; a datagram's answer.
  static constexpr std::array<std::uint32_t, kConnClassCount> kCosts = [] {
    std::array<std::uint32_t, kConnClassCount> costs{};
    costs[static_cast<std::size_t>(ConnClass::kHalfOpen)] = 1000;
    costs[static_cast<std::size_t>(ConnClass::kEstablished)] = 30000;
    costs[static_cast<std::size_t>(ConnClass::kClosing)] = 5000;
    costs[static_cast<std::size_t>(ConnClass::kTimeWait)] = 10;
    costs[static_cast<std::size_t>(ConnClass::kDatagram)] = 1000;
    costs[static_cast<std::size_t>(ConnClass::kAlias)] = 30000;
    return costs;
  }();

  HazardTable() { Conclude(); }

  // A silence of so many milliseconds (of 2^20 ns) has ended with a packet, or with the entry.
  void WentOn(ConnClass cls, std::uint32_t silence) { Add(went_on_, cls, silence); }
  void Ended(ConnClass cls, std::uint32_t silence) { Add(ended_, cls, silence); }

  std::uint32_t ExpectedCost(ConnClass cls, std::uint32_t silence) const {
    return expected_[Cell(cls, BinOf(silence))].load(std::memory_order_relaxed);
  }

  // Of another packet, after a silence in this bin.
  double Probability(ConnClass cls, std::uint32_t silence) const {
    return static_cast<double>(ExpectedCost(cls, silence)) / (double{kUnit} * kCosts[static_cast<std::size_t>(cls)]);
  }

 private:
  static constexpr std::size_t kBins = 28;  // up to 2^27 ms, a day and a half
  static constexpr std::uint32_t kConcludeEvery = 4096;
  static constexpr std::uint64_t kHalveAbove = 1u << 20;
  // How many silences the guess before anything is learned counts for.
  static constexpr double kPrior = 16;

  using Counts = std::array<std::atomic<std::uint64_t>, kConnClassCount * kBins>;

  static std::size_t BinOf(std::uint32_t silence) {
    return std::min<std::size_t>(static_cast<std::size_t>(std::bit_width(silence)), kBins - 1);
  }
  static std::size_t Cell(ConnClass cls, std::size_t bin) { return static_cast<std::size_t>(cls) * kBins + bin; }

  void Add(Counts& counts, ConnClass cls, std::uint32_t silence) {
    std::atomic<std::uint64_t>& count = counts[Cell(cls, BinOf(silence))];
    count.store(count.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
    const std::uint32_t additions = additions_.load(std::memory_order_relaxed) + 1;
    additions_.store(additions, std::memory_order_relaxed);
    if (additions % kConcludeEvery == 0) Conclude();
  }

  // Of the silences that lasted at least so long, the share that ended with a packet.
  void Conclude() {
    for (std::size_t cls = 0; cls < kConnClassCount; ++cls) {
      double on = 0;
      double over = 0;
      std::uint64_t most = 0;
      for (std::size_t bin = kBins; bin-- > 0;) {
        const std::uint64_t went_on = went_on_[cls * kBins + bin].load(std::memory_order_relaxed);
        on += static_cast<double>(went_on);
        over += static_cast<double>(ended_[cls * kBins + bin].load(std::memory_order_relaxed));
        most = std::max(most, went_on);
        const double share = (on + kPrior * Guess(cls, bin)) / (on + over + kPrior);
        expected_[cls * kBins + bin].store(static_cast<std::uint32_t>(share * kCosts[cls] * kUnit),
                                           std::memory_order_relaxed);
      }
      if (most > kHalveAbove) Halve(cls);
    }
  }

  static double Guess(std::size_t cls, std::size_t bin) {
    const double seconds = static_cast<double>(std::uint64_t{1} << bin) / 1000;
    const double guess = 1 / (1 + seconds);
    return cls == static_cast<std::size_t>(ConnClass::kTimeWait) ? guess / 100 : guess;
  }

  void Halve(std::size_t cls) {
    for (std::size_t i = cls * kBins; i < (cls + 1) * kBins; ++i) {
      went_on_[i].store(went_on_[i].load(std::memory_order_relaxed) / 2, std::memory_order_relaxed);
      ended_[i].store(ended_[i].load(std::memory_order_relaxed) / 2, std::memory_order_relaxed);
    }
  }

  Counts went_on_{};
  Counts ended_{};
  std::atomic<std::uint32_t> additions_{0};
  std::array<std::atomic<std::uint32_t>, kConnClassCount * kBins> expected_{};
};

}  // namespace tidegate

#endif  // TIDEGATE_EVICT_HAZARD_TABLE_H_
