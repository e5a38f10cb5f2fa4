#include "overlay/neighbours.h"

#include <cstring>

namespace tidegate {
namespace {

std::uint64_t WordOf(const MacBytes& mac) {
  std::uint64_t word = 0;
  std::memcpy(&word, mac.data(), mac.size());
  return word;
}

MacBytes MacOf(std::uint64_t word) {
  MacBytes mac;
  std::memcpy(mac.data(), &word, mac.size());
  return mac;
}

}  // namespace

Neighbours::Index Neighbours::Add(std::uint32_t address) {
  for (Index i = 0; i < neighbours_.size(); ++i) {
    if (neighbours_[i].address == address) return i;
  }
  neighbours_.emplace_back().address = address;
  return neighbours_.size() - 1;
}

// Relaxed throughout: each word stands for itself.
std::optional<MacBytes> Neighbours::Resolve(Index index) const {
  const std::uint64_t word = neighbours_[index].mac.load(std::memory_order_relaxed);
  if (word == 0) return std::nullopt;
  return MacOf(word);
}

std::optional<Neighbours::Index> Neighbours::NextToAsk(TimeNs now) {
  if (neighbours_.empty()) return std::nullopt;
  const Index index = next_;
  next_ = next_ + 1 == neighbours_.size() ? 0 : next_ + 1;
  Neighbour& neighbour = neighbours_[index];
  const bool known = neighbour.mac.load(std::memory_order_relaxed) != 0;
  if (known && now < neighbour.heard.load(std::memory_order_relaxed) + kFresh) return std::nullopt;
  if (neighbour.asked != 0 && now < neighbour.asked + kPause) return std::nullopt;
  neighbour.asked = now;
  return index;
}

void Neighbours::Hear(std::uint32_t address, const MacBytes& mac, TimeNs now) {
  for (Neighbour& neighbour : neighbours_) {
    if (neighbour.address != address) continue;
    neighbour.mac.store(WordOf(mac), std::memory_order_relaxed);
    neighbour.heard.store(now, std::memory_order_relaxed);
  }
}

}  // namespace tidegate
