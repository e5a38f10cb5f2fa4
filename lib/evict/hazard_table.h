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

  // A silence of so many milliseconds (of 2^20 ns) has ended with a packet, or with the entry's time. If the entry was
  // evicted, nobody knows what it would have come to, but for so long nothing had come.
  void WentOn(ConnClass cls, std::uint32_t silence) { Add(went_on_, cls, silence); }
  void Expired(ConnClass cls, std::uint32_t silence) { Add(expired_, cls, silence); }
  void Evicted(ConnClass cls, std::uint32_t silence) { Add(evicted_, cls, silence); }

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
  static constexpr double kPrior = 4;

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

  // After E. Kaplan and P. Meier (1958), with expiry as a competing end: of the silences that came to a bin some ended
  // there with a packet, some for good, and the others went on to the next one, but for those that were cut short.
  void Conclude() {
    for (std::size_t cls = 0; cls < kConnClassCount; ++cls) {
      double came_to = kPrior;
      double comes = 0;
      std::uint64_t most = 0;
      for (std::size_t bin = kBins; bin-- > 0;) {
        const std::uint64_t went_on = went_on_[cls * kBins + bin].load(std::memory_order_relaxed);
        const std::uint64_t expired = expired_[cls * kBins + bin].load(std::memory_order_relaxed);
        const std::uint64_t evicted = evicted_[cls * kBins + bin].load(std::memory_order_relaxed);
        came_to += static_cast<double>(went_on + expired + evicted);
        const double here = (static_cast<double>(went_on) + kPrior * Guess(cls)) / came_to;
        const double never = static_cast<double>(expired) / came_to;
        comes = here + std::max(0.0, 1 - here - never) * comes;
        most = std::max({most, went_on, expired, evicted});
        expected_[cls * kBins + bin].store(static_cast<std::uint32_t>(comes * kCosts[cls] * kUnit),
                                           std::memory_order_relaxed);
      }
      if (most > kHalveAbove) Halve(cls);
    }
  }

  // How likely a packet is, before anything is known, while a silence lasts as long again as it has lasted. Who is
  // established comes back; who is closed, or has not answered, hardly.
  static constexpr double Guess(std::size_t cls) {
    switch (static_cast<ConnClass>(cls)) {
      case ConnClass::kEstablished:
      case ConnClass::kAlias:
        return 0.5;
      case ConnClass::kClosing:
        return 0.2;
      case ConnClass::kTimeWait:
        return 0.001;
      default:
        return 0.02;
    }
  }

  void Halve(std::size_t cls) {
    for (std::size_t i = cls * kBins; i < (cls + 1) * kBins; ++i) {
      went_on_[i].store(went_on_[i].load(std::memory_order_relaxed) / 2, std::memory_order_relaxed);
      expired_[i].store(expired_[i].load(std::memory_order_relaxed) / 2, std::memory_order_relaxed);
      evicted_[i].store(evicted_[i].load(std::memory_order_relaxed) / 2, std::memory_order_relaxed);
    }
  }

  Counts went_on_{};
  Counts expired_{};
  Counts evicted_{};
  std::atomic<std::uint32_t> additions_{0};
  std::array<std::atomic<std::uint32_t>, kConnClassCount * kBins> expected_{};
};

}  // namespace tidegate

#endif  // TIDEGATE_EVICT_HAZARD_TABLE_H_
