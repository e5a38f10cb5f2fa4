// Admission "sketch_gate": under load only those are let in who are known: source networks that have completed a
// handshake, or that try again. After TinyLFU (G. Einziger, R. Friedman, B. Manes, 2017), whose sketch admits what was
// seen before; what is counted here are complete handshakes, as forged sources complete none.
//
// Load is half of the half-open quota. A count-min sketch of four rows, conservative, and a doorkeeper for those who
// have only tried; counts are halved each time as many handshakes as there are cells in a row have been added.
#ifndef TIDEGATE_ADMIT_SKETCH_GATE_H_
#define TIDEGATE_ADMIT_SKETCH_GATE_H_

#include <algorithm>
#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "admit/attempts.h"
#include "tidegate/admission.h"
#include "tidegate/policy_options.h"

namespace tidegate {

class SketchGate {
 public:
  static constexpr std::string_view kName = "sketch_gate";

  explicit SketchGate(const PolicyOptions& options) : loaded_(options.half_open_max / 2), max_(options.half_open_max) {}

  Admission Admit(const Applicant& applicant, const Pressure& pressure) const {
    if (applicant.cls != ConnClass::kHalfOpen || pressure.half_open < loaded_) return Admission::Enter();
    if (Handshakes(applicant.source) != 0) {
      return pressure.half_open < max_ ? Admission::Enter() : Admission::Displace(DropReason::kHalfOpenQuota);
    }
    if (pressure.half_open < max_ && tried_.TriedBefore(applicant)) return Admission::Enter();
    return Admission::Refuse(DropReason::kUnknownSource);
  }

  void OnEstablished(const Applicant& applicant) const {
    const std::uint32_t count = Handshakes(applicant.source);
    for (std::size_t row = 0; row < kRows && count < kMost; ++row) {
      std::atomic<std::uint8_t>& cell = Cell(row, applicant.source);
      if (cell.load(std::memory_order_relaxed) == count) {
        cell.store(static_cast<std::uint8_t>(count + 1), std::memory_order_relaxed);
      }
    }
    // Each thread that comes by halves a few cells, so that nobody halves all of them at once.
    const std::uint32_t added = sketch_->added.fetch_add(1, std::memory_order_relaxed);
    for (std::size_t row = 0; row < kRows; ++row) {
      std::atomic<std::uint8_t>& cell = sketch_->rows[row][added % kCells];
      cell.store(cell.load(std::memory_order_relaxed) / 2, std::memory_order_relaxed);
    }
  }

 private:
  static constexpr std::size_t kRows = 4;
  static constexpr std::size_t kCells = 1u << 14;
  static constexpr std::uint32_t kMost = 255;

  struct Sketch {
    std::array<std::array<std::atomic<std::uint8_t>, kCells>, kRows> rows{};
    std::atomic<std::uint32_t> added{0};
  };

  std::atomic<std::uint8_t>& Cell(std::size_t row, std::uint64_t source) const {
    return sketch_->rows[row][source >> (row * 16) & (kCells - 1)];
  }
  std::uint32_t Handshakes(std::uint64_t source) const {
    std::uint32_t least = kMost;
    for (std::size_t row = 0; row < kRows; ++row) {
      least = std::min<std::uint32_t>(least, Cell(row, source).load(std::memory_order_relaxed));
    }
    return least;
  }
  std::uint64_t loaded_;
  std::uint64_t max_;
  std::shared_ptr<Sketch> sketch_ = std::make_shared<Sketch>();
  Attempts<1u << 16> tried_;
};
static_assert(AdmissionPolicy<SketchGate> && NotesEstablished<SketchGate>);

}  // namespace tidegate

#endif  // TIDEGATE_ADMIT_SKETCH_GATE_H_
