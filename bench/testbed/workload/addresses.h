// Who has which address in the workloads: clients outside, in networks of their own, and protected servers.
#ifndef TIDEGATE_TESTBED_WORKLOAD_ADDRESSES_H_
#define TIDEGATE_TESTBED_WORKLOAD_ADDRESSES_H_

#include <cstdint>

namespace tidegate::testbed {

inline constexpr std::uint32_t kClients = 10u << 24;                   // 10.0.0.0/8
inline constexpr std::uint32_t kLongClients = 100u << 24 | 64u << 16;  // 100.64.0.0/10: those with long connections
inline constexpr std::uint32_t kServers = 192u << 24 | 168u << 16;     // 192.168.0.0/16
inline constexpr std::uint32_t kAttackers = 198u << 24 | 18u << 16;    // 198.18.0.0/15

// Linux' ephemeral ports (net.ipv4.ip_local_port_range).
inline constexpr std::uint16_t kFirstPort = 32768;
inline constexpr std::uint32_t kPorts = 28232;

}  // namespace tidegate::testbed

#endif  // TIDEGATE_TESTBED_WORKLOAD_ADDRESSES_H_
