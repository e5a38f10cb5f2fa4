// A word for each source network, as far as there is room: networks share a cell where their hashes say so.
//
// Hints, as slot_notes.h: of two writers at the same moment one wins.
#ifndef TIDEGATE_ADMIT_SOURCE_CELLS_H_
#define TIDEGATE_ADMIT_SOURCE_CELLS_H_

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace tidegate {

template <std::size_t kCells>
class SourceCells {
  static_assert((kCells & (kCells - 1)) == 0);

 public:
  std::uint64_t Get(std::uint64_t hash) const { return At(hash).load(std::memory_order_relaxed); }
  void Set(std::uint64_t hash, std::uint64_t word) const { At(hash).store(word, std::memory_order_relaxed); }

 private:
  using Cells = std::array<std::atomic<std::uint64_t>, kCells>;

  std::atomic<std::uint64_t>& At(std::uint64_t hash) const { return (*cells_)[hash & (kCells - 1)]; }

  std::shared_ptr<Cells> cells_ = std::make_shared<Cells>();
};

}  // namespace tidegate

#endif  // TIDEGATE_ADMIT_SOURCE_CELLS_H_
