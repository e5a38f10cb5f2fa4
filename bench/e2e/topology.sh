# The network: clients - middle - servers, three namespaces in a row with a veth pair between neighbours.
#
# Sourced by demo.sh and compare.sh. Both ends have addresses of one subnet, whatever stands in the middle. A wire passes their frames
# on as they are; a router gets them because each end's permanent neighbour entry for the other names the router's own
# MAC address. So the tuples are the same in every leg.
# shellcheck shell=bash

readonly CLIENT_ADDRESS=192.168.0.10
readonly SERVER_ADDRESS=192.168.0.4

# topology_use PREFIX: what follows is about that one, if there are several.
topology_use() {
  CLIENTS="$1-clients" MIDDLE="$1-middle" SERVERS="$1-servers"
}

# topology_create PREFIX wire|router: makes the namespaces PREFIX-clients, PREFIX-middle and PREFIX-servers.
topology_create() {
  topology_use "$1"
  local namespace
  for namespace in "${CLIENTS}" "${MIDDLE}" "${SERVERS}"; do
    ip netns add "${namespace}"
    # No neighbour discovery or router solicitation among the counted drops.
    set_sysctls "${namespace}" net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
    ip -n "${namespace}" link set lo up
  done
  connect_to_middle "${CLIENTS}" client0 middle0 "${CLIENT_ADDRESS}"
  connect_to_middle "${SERVERS}" server0 middle1 "${SERVER_ADDRESS}"
  tune_ends
  "introduce_through_$2"
}

topology_destroy() {
  local namespace
  for namespace in "${CLIENTS:-}" "${MIDDLE:-}" "${SERVERS:-}"; do
    [[ -n ${namespace} && -e /run/netns/${namespace} ]] && ip netns del "${namespace}"
  done
  CLIENTS='' MIDDLE='' SERVERS=''
}

# connect_to_middle NAMESPACE INTERFACE MIDDLE_INTERFACE ADDRESS
connect_to_middle() {
  ip link add "$2" netns "$1" type veth peer name "$3" netns "${MIDDLE}"
  ip -n "$1" address add "$4/24" dev "$2"
  offloads_off "$1" "$2"
  offloads_off "${MIDDLE}" "$3"
  ip -n "$1" link set "$2" up
  ip -n "${MIDDLE}" link set "$3" up
}

# A packet that AF_PACKET takes from a veth must carry its real checksum and have the size of a packet on a wire.
offloads_off() {
  ip netns exec "$1" ethtool -K "$2" tx off rx off tso off gso off gro off sg off >/dev/null
}

# set_sysctls NAMESPACE NAME=VALUE...: what this kernel does not have is left out.
set_sysctls() {
  local namespace=$1
  shift
  ip netns exec "${namespace}" sysctl -q -e -w "$@" 2>/dev/null || true
}

# Classic retries of a SYN (after 1, 3, 7, 15 s), and room for the TIME-WAITs of all tuples.
tune_ends() {
  local namespace
  for namespace in "${CLIENTS}" "${SERVERS}"; do
    set_sysctls "${namespace}" net.ipv4.tcp_syn_linear_timeouts=0 net.ipv4.tcp_max_tw_buckets=400000 \
      net.core.somaxconn=8192 net.ipv4.tcp_max_syn_backlog=8192 \
      net.ipv4.tcp_congestion_control=reno
  done
}

mac_of() {
  ip netns exec "$1" cat "/sys/class/net/$2/address"
}

introduce() {
  ip -n "$1" neighbour replace "$3" lladdr "$4" dev "$2" nud permanent
}

introduce_through_wire() {
  introduce "${CLIENTS}" client0 "${SERVER_ADDRESS}" "$(mac_of "${SERVERS}" server0)"
  introduce "${SERVERS}" server0 "${CLIENT_ADDRESS}" "$(mac_of "${CLIENTS}" client0)"
}

introduce_through_router() {
  introduce "${CLIENTS}" client0 "${SERVER_ADDRESS}" "$(mac_of "${MIDDLE}" middle0)"
  introduce "${SERVERS}" server0 "${CLIENT_ADDRESS}" "$(mac_of "${MIDDLE}" middle1)"
  introduce "${MIDDLE}" middle0 "${CLIENT_ADDRESS}" "$(mac_of "${CLIENTS}" client0)"
  introduce "${MIDDLE}" middle1 "${SERVER_ADDRESS}" "$(mac_of "${SERVERS}" server0)"
  ip -n "${MIDDLE}" route add "${CLIENT_ADDRESS}/32" dev middle0
  ip -n "${MIDDLE}" route add "${SERVER_ADDRESS}/32" dev middle1
  set_sysctls "${MIDDLE}" net.ipv4.ip_forward=1 net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0 \
    net.ipv4.conf.middle0.rp_filter=0 net.ipv4.conf.middle1.rp_filter=0 net.ipv4.conf.all.send_redirects=0
}

# How often TCP's retransmission timer ran out at either end, which is what a lost packet leads to here (RFC 6298). The
# count of segments sent again would not do: tail loss probes (RFC 8985) repeat some that were only acknowledged late.
timeouts() {
  local namespace
  for namespace in "${CLIENTS}" "${SERVERS}"; do
    ip netns exec "${namespace}" cat /proc/net/netstat
  done | awk '$1 == "TcpExt:" && $2 !~ /^[0-9]/ { for (i = 2; i <= NF; ++i) if ($i == "TCPTimeouts") column = i }
              $1 == "TcpExt:" && $2 ~ /^[0-9]/ { sum += $column }
              END { print sum + 0 }'
}
