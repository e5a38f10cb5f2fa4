# The test's network: client - middle - server, three namespaces in a row with a veth pair between neighbours, both
# families. What stands in the middle passes frames on as they are, so both ends are in one subnet.
#
# Sourced by run.sh.
# shellcheck shell=bash

readonly CLIENT_IPV4=192.168.0.10 CLIENT_IPV6=2001:db8::10
readonly SERVER_IPV4=192.168.0.4 SERVER_IPV6=2001:db8::4

# network_create PREFIX: sets CLIENT, MIDDLE and SERVER, the names of the namespaces.
network_create() {
  CLIENT=$1-client MIDDLE=$1-middle SERVER=$1-server
  local namespace
  for namespace in "${CLIENT}" "${MIDDLE}" "${SERVER}"; do
    ip netns add "${namespace}"
    ip -n "${namespace}" link set lo up
    # The addresses that are used are given by hand; no duplicate is looked for, no router asked.
    set_sysctls "${namespace}" net.ipv6.conf.{all,default}.{accept_ra=0,accept_dad=0,autoconf=0}
  done
  set_sysctls "${MIDDLE}" net.ipv6.conf.{all,default}.disable_ipv6=1
  connect_to_middle "${CLIENT}" client0 middle0 "${CLIENT_IPV4}" "${CLIENT_IPV6}"
  connect_to_middle "${SERVER}" server0 middle1 "${SERVER_IPV4}" "${SERVER_IPV6}"
  tune_ends
  introduce "${CLIENT}" client0 "${SERVER_IPV4}" "${SERVER_IPV6}" "$(mac_of "${SERVER}" server0)"
  introduce "${SERVER}" server0 "${CLIENT_IPV4}" "${CLIENT_IPV6}" "$(mac_of "${CLIENT}" client0)"
}

network_destroy() {
  local namespace
  for namespace in "${CLIENT:-}" "${MIDDLE:-}" "${SERVER:-}"; do
    [[ -n ${namespace} && -e /run/netns/${namespace} ]] && ip netns del "${namespace}"
  done
  CLIENT='' MIDDLE='' SERVER=''
}

# connect_to_middle NAMESPACE INTERFACE MIDDLE_INTERFACE IPV4 IPV6
connect_to_middle() {
  ip link add "$2" netns "$1" type veth peer name "$3" netns "${MIDDLE}"
  offloads_off "$1" "$2"
  offloads_off "${MIDDLE}" "$3"
  ip -n "${MIDDLE}" link set "$3" up
  ip -n "$1" link set "$2" up
  ip -n "$1" address add "$4/24" dev "$2"
  ip -n "$1" address add "$5/64" dev "$2" nodad
  # A lost segment is sent again after 20 ms at the earliest instead of 200, so that losses cost little time.
  ip -n "$1" route replace "${4%.*}.0/24" dev "$2" src "$4" rto_min 20ms
  ip -n "$1" route replace "${5%::*}::/64" dev "$2" src "$5" metric 1 rto_min 20ms
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

# TIME-WAIT that a client may take back by timestamps after a moment (RFC 6191), with room for those of all tuples; and
# enough retries that no bad luck ends a connection.
tune_ends() {
  local namespace
  for namespace in "${CLIENT}" "${SERVER}"; do
    set_sysctls "${namespace}" net.ipv4.tcp_tw_reuse=1 net.ipv4.tcp_tw_reuse_delay=10 \
      net.ipv4.tcp_max_tw_buckets=400000 net.core.somaxconn=8192 net.ipv4.tcp_max_syn_backlog=8192 \
      net.ipv4.tcp_syncookies=0 net.ipv4.tcp_orphan_retries=15 net.ipv4.tcp_congestion_control=reno \
      net.ipv4.tcp_no_metrics_save=1
  done
}

mac_of() {
  ip netns exec "$1" cat "/sys/class/net/$2/address"
}

# introduce NAMESPACE INTERFACE IPV4 IPV6 MAC
introduce() {
  ip -n "$1" neighbour replace "$3" lladdr "$5" dev "$2" nud permanent
  ip -n "$1" neighbour replace "$4" lladdr "$5" dev "$2" nud permanent
}
