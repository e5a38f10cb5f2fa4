// The texts that set up the kernel's side.
#ifndef TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_KERNEL_SETUP_H_
#define TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_KERNEL_SETUP_H_

#include <cstdint>
#include <string>
#include <string_view>

namespace tidegate::differential {

// The tag of the frame that follows each chunk; it is not tracked.
inline constexpr std::uint16_t kMarkerTag = 0xffff;

// For `ip -batch`: both pairs, with one end each in the namespace at `outside`; routes; neighbours that need no asking.
// Interfaces have the address that the frames are built for.
inline std::string LinkCommands(const std::string& outside) {
  std::string text = "link set lo up\n";
  for (const std::string_view side : {"client", "server"}) {
    const std::string name(side);
    text +=
        "link add " + name + "0 address 02:00:00:00:00:02 type veth peer name " + name + "1 netns " + outside + "\n";
    text += "link set " + name + "0 up\n";
    text += "neigh add fe80::1 lladdr 02:00:00:00:01:01 dev " + name + "0 nud permanent\n";
  }
  text += "addr add 10.255.255.253/32 dev client0\n";
  text += "addr add 192.168.255.253/32 dev server0\n";
  text += "neigh add 10.255.255.254 lladdr 02:00:00:00:01:01 dev client0 nud permanent\n";
  text += "neigh add 192.168.255.254 lladdr 02:00:00:00:01:01 dev server0 nud permanent\n";
  text += "route add 10.0.0.0/8 via 10.255.255.254 dev client0 onlink\n";
  text += "route add 192.168.0.0/16 via 192.168.255.254 dev server0 onlink\n";
  text += "route add 2001:db8:a::/48 via fe80::1 dev client0 onlink\n";
  text += "route add 2001:db8:b::/48 via fe80::1 dev server0 onlink\n";
  return text;
}

// For `nft -f`. The DSCP values are those of PacketClass.
inline constexpr std::string_view kRules = R"(
table inet differential {
  counter lost {}
  counter new {}
  counter est {}
  counter rel {}
  counter inv {}
  counter untracked {}
  chain early {
    type filter hook prerouting priority raw; policy accept;
    ip id 0xffff notrack
  }
  chain forward {
    type filter hook forward priority filter; policy accept;
    meta nfproto ipv4 ip id 0xffff accept
    ct state new counter name new
    ct state established counter name est
    ct state related counter name rel
    ct state invalid counter name inv
    ct state untracked counter name untracked
    meta nfproto ipv4 ct state new ip dscp set 1
    meta nfproto ipv4 ct state established ip dscp set 2
    meta nfproto ipv4 ct state related ip dscp set 3
    meta nfproto ipv4 ct state invalid ip dscp set 4
    meta nfproto ipv4 ct state untracked ip dscp set 5
    meta nfproto ipv6 ct state new ip6 dscp set 1
    meta nfproto ipv6 ct state established ip6 dscp set 2
    meta nfproto ipv6 ct state related ip6 dscp set 3
    meta nfproto ipv6 ct state invalid ip6 dscp set 4
    meta nfproto ipv6 ct state untracked ip6 dscp set 5
  }
}
)";

}  // namespace tidegate::differential

#endif  // TIDEGATE_TESTS_KERNEL_DIFFERENTIAL_KERNEL_SETUP_H_
