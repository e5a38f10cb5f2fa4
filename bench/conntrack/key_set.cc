// Makes the keys of a benchmark.
#include "conntrack/key_set.h"

#include <algorithm>
#include <array>
#include <random>

namespace tidegate::bench {
namespace {

constexpr std::array<std::uint8_t, 4> kServer = {192, 168, 0, 4};
constexpr std::array<std::uint16_t, 4> kServerPorts = {22, 80, 443, 8080};
constexpr std::uint8_t kTcp = 6;
constexpr std::uint32_t kFirstClient = 10u << 24 | 1;

IpAddress ClientAddress(std::uint64_t client) {
  const auto number = static_cast<std::uint32_t>(kFirstClient + client);
  const std::array<std::uint8_t, 4> bytes = {static_cast<std::uint8_t>(number >> 24),
                                             static_cast<std::uint8_t>(number >> 16),
                                             static_cast<std::uint8_t>(number >> 8), static_cast<std::uint8_t>(number)};
  return IpAddress::V4(bytes.data());
}

}  // namespace

FlowKey4 ConnectionKey(const e2e::PortRange& ports, std::uint64_t n) {
  const std::uint64_t client = n / ports.size();
  FlowTuple tuple;
  tuple.source = {ClientAddress(client), static_cast<std::uint16_t>(ports.first + n % ports.size())};
  tuple.destination = {IpAddress::V4(kServer.data()), kServerPorts[client % kServerPorts.size()]};
  tuple.protocol = kTcp;
  FlowKey4 key;
  MakeFlowKey(tuple, key);
  return key;
}

KeySet::KeySet(const e2e::PortRange& ports, std::size_t size) : ports_(ports) {
  shuffled_.reserve(2 * size);
  for (std::uint64_t n = 0; n < 2 * size; ++n) shuffled_.push_back(ConnectionKey(ports, n));
  const auto middle = shuffled_.begin() + static_cast<std::ptrdiff_t>(size);
  walk_.assign(shuffled_.begin(), middle);
  std::mt19937_64 random(1);
  std::shuffle(shuffled_.begin(), middle, random);
  std::shuffle(middle, shuffled_.end(), random);
}

}  // namespace tidegate::bench
