# Linux in the middle: a router whose nftables rules say the same as the security group, with nf_conntrack.
#
# Sourced by demo.sh and compare.sh. The number of tracked connections is counted for each namespace, but its limit is one for the
# whole machine and can be set only in the initial namespace: it is saved first and restored in the end.
# shellcheck shell=bash

readonly CONNTRACK_MAX=/proc/sys/net/netfilter/nf_conntrack_max
SAVED_CONNTRACK_MAX=''

# Fails if this machine does not let us set the limit.
linux_is_possible() {
  modprobe -q nf_conntrack 2>/dev/null || true
  [[ -w ${CONNTRACK_MAX} ]]
}

# linux_start CAPACITY TIME_WAIT: waits while another demo has changed the limit, or each would restore the other's.
linux_start() {
  exec {CONNTRACK_LOCK}>/run/tidegate-demo.lock
  flock "${CONNTRACK_LOCK}"
  SAVED_CONNTRACK_MAX=$(<"${CONNTRACK_MAX}")
  echo "$1" >"${CONNTRACK_MAX}"
  linux_rules | ip netns exec "${MIDDLE}" nft -f -
  set_sysctls "${MIDDLE}" "net.netfilter.nf_conntrack_tcp_timeout_time_wait=$2"
}

linux_rules() {
  cat <<NFT
table ip tidegate_peer {
  chain forward {
    type filter hook forward priority filter; policy drop;
    ct state established,related accept
$(printf '    iifname middle0 tcp dport %s ct state new accept\n' "${OPEN_PORTS[@]}")
    iifname middle1 ct state new accept
  }
}
NFT
}

# linux_counter NAME: a column of the tracker's statistics, hexadecimal, a row for each processor.
linux_counter() {
  local -a names values
  local sum=0 column
  {
    read -ra names
    while read -ra values; do
      for column in "${!names[@]}"; do
        [[ ${names[column]} == "$1" ]] && sum=$((sum + 16#${values[column]}))
      done
    done
  } <<<"${LINUX_COUNTERS}"
  echo "${sum}"
}

linux_read_counters() {
  LINUX_COUNTERS=$(ip netns exec "${MIDDLE}" cat /proc/net/stat/nf_conntrack 2>/dev/null || true)
}

linux_stats() {
  linux_read_counters
  jq -cn --argjson live "$(ip netns exec "${MIDDLE}" cat /proc/sys/net/netfilter/nf_conntrack_count)" \
    --argjson capacity "$(<"${CONNTRACK_MAX}")" --argjson refused "$(linux_counter drop)" \
    --argjson early "$(linux_counter early_drop)" \
    '{refused_syn: $refused, evicted: {early_drop: $early}, occupancy: {live: $live, capacity: $capacity}}'
}

linux_drops() {
  linux_read_counters
  jq -cn --argjson full "$(linux_counter drop)" --argjson insert "$(linux_counter insert_failed)" \
    '{nf_conntrack_full: $full, nf_insert_failed: $insert}'
}

linux_check() { :; }

# What is missing here, if anything.
linux_missing() {
  command -v nft >/dev/null || echo 'the program "nft" is missing'
  linux_is_possible || echo "cannot set ${CONNTRACK_MAX}; expected the initial namespace"
}

linux_stop() {
  [[ -n ${SAVED_CONNTRACK_MAX} ]] || return 0
  echo "${SAVED_CONNTRACK_MAX}" >"${CONNTRACK_MAX}"
  SAVED_CONNTRACK_MAX=''
  flock -u "${CONNTRACK_LOCK}"
}

# The router alone, without rules or tracking: what the load itself can do.
plain_missing() { :; }
plain_start() { :; }
plain_stats() { echo '{}'; }
plain_drops() { echo '{}'; }
plain_check() { :; }
plain_stop() { :; }
