// IPv6 addresses of a capture as 32-bit ones, which is what the testbed plays: those of a /64 get a /24 of 240.0.0.0/4,
// so that a policy that goes by networks sees them as one. Numbers are given in the order of appearance.
#ifndef TIDEGATE_TESTBED_WORKLOAD_ADDRESS_MAP_H_
#define TIDEGATE_TESTBED_WORKLOAD_ADDRESS_MAP_H_

#include <array>
#include <cstdint>
#include <cstring>

#include "absl/container/flat_hash_map.h"

namespace tidegate::testbed {

class AddressMap {
 public:
  // In network byte order; IPv4 addresses stay what they are.
  std::uint32_t Of(const std::uint8_t* address, bool v6) {
    if (!v6) {
      return std::uint32_t{address[0]} << 24 | std::uint32_t{address[1]} << 16 | std::uint32_t{address[2]} << 8 |
             address[3];
    }
    std::array<std::uint8_t, 16> bytes;
    std::memcpy(bytes.data(), address, bytes.size());
    const auto [found, is_new] = hosts_.try_emplace(bytes, 0);
    if (is_new) found->second = Next(address);
    return found->second;
  }

 private:
  static constexpr std::uint32_t kBase = 240u << 24;
  static constexpr std::uint32_t kBlock = 256;

  // A network with more hosts than a block has goes on in another one.
  std::uint32_t Next(const std::uint8_t* address) {
    std::array<std::uint8_t, 8> network;
    std::memcpy(network.data(), address, network.size());
    std::uint32_t& next = networks_[network];
    if (next % kBlock == 0) next = kBase + kBlock * blocks_++;
    return next++;
  }

  absl::flat_hash_map<std::array<std::uint8_t, 16>, std::uint32_t> hosts_;
  absl::flat_hash_map<std::array<std::uint8_t, 8>, std::uint32_t> networks_;  // the next host's address
  std::uint32_t blocks_ = 0;
};

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_WORKLOAD_ADDRESS_MAP_H_
