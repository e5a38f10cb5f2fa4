#include "testbed/reference/hit_density.h"

namespace tidegate::testbed {

HitDensity::HitDensity(std::uint32_t classes, std::uint32_t ages)
    : ages_(ages),
      hits_(std::size_t{classes} * ages),
      ends_(std::size_t{classes} * ages),
      density_(std::size_t{classes} * ages) {
  for (std::size_t cell = 0; cell < density_.size(); ++cell) {
    density_[cell] = 1 / static_cast<float>(cell % ages + 1);
  }
}

void HitDensity::Learn() {
  for (std::size_t begin = 0; begin < density_.size(); begin += ages_) LearnClass(begin);
  for (float& hits : hits_) hits *= kFading;
  for (float& ends : ends_) ends *= kFading;
}

// From the oldest age to the youngest, so that the sums over all later ages are at hand.
void HitDensity::LearnClass(std::size_t begin) {
  double hits = 0;
  double events = 0;
  double time = 0;
  for (std::size_t cell = begin + ages_; cell-- > begin;) {
    hits += static_cast<double>(hits_[cell]);
    events += static_cast<double>(hits_[cell]) + static_cast<double>(ends_[cell]);
    time += events;
    density_[cell] = events > kTooFew ? static_cast<float>(hits / time) : 0;
  }
}

}  // namespace tidegate::testbed
