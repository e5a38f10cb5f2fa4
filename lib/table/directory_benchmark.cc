// The scans of a directory line, the portable one and those with vectors, in nanoseconds each.
//
// 4096 lines, 256 KiB, visited out of order: they stay in a second-level cache, as the lines that a burst has asked for
// before it scans them do. The scans of a pass do not depend on each other, as those of a burst do not.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

#include "table/atomics.h"
#include "table/directory.h"

namespace tidegate {
namespace {

constexpr std::size_t kLineCount = 4096;
constexpr TimeNs kNow = 1'000'000 * kSecond;

// A scan to be made. In half of them the tag is that of a slot of the line.
struct Query {
  std::uint32_t line;
  std::uint32_t tag;
};

// Lines as full as those of a table at 86 % of its capacity, with every class and some slots that are due.
class Lines {
 public:
  Lines() : lines_(kLineCount), queries_(kLineCount) {
    for (std::uint32_t i = 0; i < kLineCount; ++i) {
      Fill(lines_[i]);
      const std::uint32_t slot = lines_[i].slots[random_() % kSlotsPerSet].load(std::memory_order_relaxed);
      queries_[i] = {i, random_() % 2 == 0 ? SlotWord(slot).tag() : RandomTag()};
    }
    std::shuffle(queries_.begin(), queries_.end(), random_);
  }

  // Calls scan(line, tag) for every query and returns the sum of the results, so that none is left out.
  template <class Scan>
  [[gnu::always_inline]] std::uint32_t Pass(Scan&& scan) const {
    std::uint32_t sum = 0;
    for (const Query& query : queries_) sum += scan(lines_[query.line], query.tag);
    return sum;
  }

 private:
  using Line = DirectoryLine<SharedAtomics>;

  static constexpr double kFull = 0.86 / 1.25;  // slots to a connection of capacity

  void Fill(Line& line) {
    line.control.store(random_() & random_() & random_(), std::memory_order_relaxed);
    for (auto& slot : line.slots) {
      if (std::bernoulli_distribution(kFull)(random_)) slot.store(LiveSlot().raw(), std::memory_order_relaxed);
    }
  }
  std::uint32_t RandomTag() { return static_cast<std::uint32_t>(random_()) & SlotWord::kTagMask; }
  SlotWord LiveSlot() {
    constexpr std::array kClasses = {ConnClass::kHalfOpen, ConnClass::kEstablished, ConnClass::kTimeWait};
    const ConnClass cls = kClasses[random_() % kClasses.size()];
    const std::uint32_t tick = ExpiryTick(cls, kNow + random_() % (100 * kSecond), kNow);
    return SlotWord::Make(cls, RandomTag(), false, tick, static_cast<std::uint32_t>(random_()));
  }

  std::mt19937 random_{1};
  std::vector<Line> lines_;
  std::vector<Query> queries_;
};

template <class Scan>
void BM_Tags(benchmark::State& state) {
  const Lines lines;
  while (state.KeepRunningBatch(kLineCount)) {
    benchmark::DoNotOptimize(
        lines.Pass([](const auto& line, std::uint32_t tag) { return Scan::Tags(line, tag).raw(); }));
  }
  state.SetItemsProcessed(state.iterations());
}

template <class Scan>
void BM_Survey(benchmark::State& state) {
  const Lines lines;
  const TickClock clock(kNow);
  while (state.KeepRunningBatch(kLineCount)) {
    benchmark::DoNotOptimize(lines.Pass([&](const auto& line, std::uint32_t tag) {
      const LineSurvey survey = Scan::Survey(line, tag, clock);
      return survey.hits ^ survey.busy ^ survey.empty ^ survey.due;
    }));
  }
  state.SetItemsProcessed(state.iterations());
}

BENCHMARK(BM_Tags<ScanPortable>);
#if defined(__SSE2__)
BENCHMARK(BM_Tags<ScanSse2>);
#endif
#if defined(__AVX2__)
BENCHMARK(BM_Tags<ScanAvx2>);
#endif
#if defined(__AVX512F__)
BENCHMARK(BM_Tags<ScanAvx512>);
#endif

BENCHMARK(BM_Survey<ScanPortable>);
#if defined(__SSE2__)
BENCHMARK(BM_Survey<ScanSse2>);
#endif
#if defined(__AVX2__)
BENCHMARK(BM_Survey<ScanAvx2>);
#endif
#if defined(__AVX512F__)
BENCHMARK(BM_Survey<ScanAvx512>);
#endif

}  // namespace
}  // namespace tidegate
