// Names of IP protocols in rules.
#ifndef TIDEGATE_CONFIG_PROTOCOL_NAMES_H_
#define TIDEGATE_CONFIG_PROTOCOL_NAMES_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace tidegate::config {

struct ProtocolName {
  std::string_view name;
  std::uint8_t number;
};

// The registry of IANA, as far as it is used, and the spellings of cloud APIs and of Linux beside it.
inline constexpr std::array<ProtocolName, 29> kProtocolNames = {{
    {"hopopt", 0},      {"icmp", 1},       {"igmp", 2},   {"ipv4", 4},   {"ip_in_ip", 4},   {"ipip", 4},
    {"tcp", 6},         {"egp", 8},        {"igp", 9},    {"udp", 17},   {"dccp", 33},      {"ipv6", 41},
    {"rsvp", 46},       {"gre", 47},       {"esp", 50},   {"ah", 51},    {"ipv6-icmp", 58}, {"icmpv6", 58},
    {"ipv6-nonxt", 59}, {"ipv6-opts", 60}, {"eigrp", 88}, {"ospf", 89},  {"pim", 103},      {"ipcomp", 108},
    {"vrrp", 112},      {"pgm", 113},      {"l2tp", 115}, {"sctp", 132}, {"udplite", 136},
}};

// Reads a name, a decimal number from 0 to 255, or "number_N" as IBM Cloud writes protocols that it has no name for.
std::optional<std::uint8_t> ProtocolNumber(std::string_view text);

}  // namespace tidegate::config

#endif  // TIDEGATE_CONFIG_PROTOCOL_NAMES_H_
