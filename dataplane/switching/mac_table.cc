#include "switching/mac_table.h"

#include <algorithm>
#include <bit>

namespace tidegate {
namespace {

constexpr std::uint64_t kEmpty = 0;
constexpr std::uint64_t kBusy = ~std::uint64_t{0};  // the broadcast address: never learned

// From the top: port, tunnel, network, second. Seconds are counted modulo 2^16: an entry that nobody has seen or needed
// in 18 hours may look young for another five minutes.
constexpr std::uint64_t ValueOf(Location place, NetworkIndex network, std::uint16_t second) {
  return std::uint64_t{place.port} << 48 | std::uint64_t{place.tunnel} << 32 | std::uint64_t{network} << 16 | second;
}
constexpr Location LocationOf(std::uint64_t value) {
  return {static_cast<PortIndex>(value >> 48), static_cast<TunnelIndex>(value >> 32)};
}
constexpr NetworkIndex NetworkOf(std::uint64_t value) { return static_cast<NetworkIndex>(value >> 16); }

std::uint16_t SecondOf(TimeNs now) { return static_cast<std::uint16_t>(now / kSecond); }
std::uint16_t AgeOf(std::uint64_t value, TimeNs now) {
  return static_cast<std::uint16_t>(SecondOf(now) - static_cast<std::uint16_t>(value));
}
bool IsFresh(std::uint64_t value, TimeNs now) { return AgeOf(value, now) * kSecond < MacTable::kAge; }

// The place of an entry that has `key`, if it is still alive.
template <typename Entry>
std::optional<std::uint64_t> Read(const Entry& entry, std::uint64_t key) {
  // Acquire, twice: the value is that of the first look at the key, or the second look sees that it went.
  if (entry.key.load(std::memory_order_acquire) != key) return std::nullopt;
  const std::uint64_t value = entry.value.load(std::memory_order_acquire);
  if (entry.key.load(std::memory_order_relaxed) != key) return std::nullopt;
  return value;
}

}  // namespace

MacTable::MacTable(std::size_t capacity)
    : mask_(std::bit_ceil(std::max<std::size_t>(capacity / kWays, 1)) - 1), sets_(new Set[mask_ + 1]()) {}

std::uint64_t MacTable::KeyOf(NetworkIndex network, const std::uint8_t* mac) {
  std::uint64_t key = network;
  for (std::size_t i = 0; i < 6; ++i) key = key << 8 | mac[i];
  return key;
}

// The multiplier of a Fibonacci hash spreads vendors' runs of addresses. Nothing is learned from virtual machines'
// ports, so nobody there can fill the table; an address that finds no room is flooded until it does.
MacTable::Set& MacTable::SetOf(std::uint64_t key) const { return sets_[(key * 0x9e3779b97f4a7c15u >> 32) & mask_]; }

bool MacTable::Name(NetworkIndex network, const MacAddress& mac, Location place) {
  return named_.try_emplace(KeyOf(network, mac.bytes.data()), place).first->second == place;
}

std::optional<Location> MacTable::Find(NetworkIndex network, const std::uint8_t* mac, TimeNs now) const {
  const std::uint64_t key = KeyOf(network, mac);
  if (const auto named = named_.find(key); named != named_.end()) return named->second;
  for (const Entry& entry : SetOf(key).ways) {
    const std::optional<std::uint64_t> value = Read(entry, key);
    if (value && NetworkOf(*value) == network && IsFresh(*value, now)) return LocationOf(*value);
  }
  return std::nullopt;
}

void MacTable::Learn(NetworkIndex network, const std::uint8_t* mac, Location place, TimeNs now) {
  const std::uint64_t key = KeyOf(network, mac);
  if (key == kEmpty || (mac[0] & 1) != 0 || named_.contains(key)) return;
  const std::uint64_t value = ValueOf(place, network, SecondOf(now));
  Set& set = SetOf(key);
  for (Entry& entry : set.ways) {
    if (entry.key.load(std::memory_order_relaxed) != key) continue;
    // Once a second: a line that all workers read is not written with every packet.
    if (entry.value.load(std::memory_order_relaxed) != value) entry.value.store(value, std::memory_order_release);
    return;
  }
  TakeEntry(set, key, value, now);
}

// An empty entry, else the one that was seen longest ago. If another thread takes the same one, this address is learned
// with its next packet.
void MacTable::TakeEntry(Set& set, std::uint64_t key, std::uint64_t value, TimeNs now) {
  Entry* oldest = nullptr;
  std::uint64_t old_key = 0;
  int oldest_age = -1;
  for (Entry& entry : set.ways) {
    const std::uint64_t other = entry.key.load(std::memory_order_relaxed);
    if (other == kBusy) continue;
    const int age = other == kEmpty ? 1 << 16 : AgeOf(entry.value.load(std::memory_order_relaxed), now);
    if (age <= oldest_age) continue;
    oldest = &entry;
    old_key = other;
    oldest_age = age;
  }
  if (oldest == nullptr || !oldest->key.compare_exchange_strong(old_key, kBusy, std::memory_order_acquire)) return;
  oldest->value.store(value, std::memory_order_release);
  oldest->key.store(key, std::memory_order_release);
}

void MacTable::ForEachLearned(TimeNs now, const std::function<void(const Learned&)>& show) const {
  for (std::size_t i = 0; i <= mask_; ++i) {
    for (const Entry& entry : sets_[i].ways) {
      const std::uint64_t key = entry.key.load(std::memory_order_acquire);
      if (key == kEmpty || key == kBusy) continue;
      const std::optional<std::uint64_t> value = Read(entry, key);
      if (!value || !IsFresh(*value, now)) continue;
      MacAddress mac;
      for (std::size_t byte = 0; byte < 6; ++byte) mac.bytes[byte] = static_cast<std::uint8_t>(key >> (40 - 8 * byte));
      show({NetworkOf(*value), mac, LocationOf(*value), AgeOf(*value, now) * kSecond});
    }
  }
}

}  // namespace tidegate
