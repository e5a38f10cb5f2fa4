// What LHD learns: how many hits an entry of this class and age will yet have, for each unit of the time it will yet
// stay.
//
// Each use of an entry, and its end, is an event of its class at the age it has reached. Of those that reach age a, the
// share that ends in a hit is hits(>= a) / events(>= a), and the time they stay is the sum over all later ages of how
// many are still there; the density is the quotient of hits and time. Events fade, so that old traffic is forgotten.
#ifndef TIDEGATE_TESTBED_REFERENCE_HIT_DENSITY_H_
#define TIDEGATE_TESTBED_REFERENCE_HIT_DENSITY_H_

#include <cstddef>
#include <cstdint>
#include <vector>

namespace tidegate::testbed {

class HitDensity {
 public:
  // Ages are numbers below `ages`. Until something is learned, density falls as the age grows.
  HitDensity(std::uint32_t classes, std::uint32_t ages);

  void Hit(std::uint32_t cls, std::uint32_t age) { hits_[Cell(cls, age)] += 1; }
  void End(std::uint32_t cls, std::uint32_t age) { ends_[Cell(cls, age)] += 1; }
  // Draws the conclusions from all events so far, which then weigh a tenth less.
  void Learn();

  float Of(std::uint32_t cls, std::uint32_t age) const { return density_[Cell(cls, age)]; }

 private:
  static constexpr float kFading = 0.9F;
  static constexpr double kTooFew = 1e-5;  // events, to tell anything

  std::size_t Cell(std::uint32_t cls, std::uint32_t age) const { return std::size_t{cls} * ages_ + age; }
  void LearnClass(std::size_t begin);

  std::uint32_t ages_;
  std::vector<float> hits_;
  std::vector<float> ends_;
  std::vector<float> density_;
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_REFERENCE_HIT_DENSITY_H_
