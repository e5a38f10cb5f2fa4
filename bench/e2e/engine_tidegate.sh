# Tidegate in the middle: its dataplane as a wire between the two veth ends.
#
# Sourced by demo.sh and compare.sh. An engine is some functions: start and stop; for the demo also stats and drops, which
# print JSON as tidegatectl does, and check; for the comparison missing, which says what it lacks here.
# shellcheck shell=bash

# A rule for each of OPEN_PORTS, "22" or "22-25".
tidegate_inbound_rules() {
  local ports
  for ports in "${OPEN_PORTS[@]}"; do
    cat <<JSON
    {"direction": "inbound", "protocol": "tcp", "port_min": ${ports%-*}, "port_max": ${ports#*-},
     "remote": {"cidr_block": "0.0.0.0/0"}},
JSON
  done
}

# tidegate_config CAPACITY EVICTION TIME_WAIT
tidegate_config() {
  cat <<JSON
{"table": {"capacity": $1, "eviction": "$2", "admission": "always"},
 "timeouts": {"tcp_time_wait": $3},
 "security_groups": [{"name": "servers", "rules": [
$(tidegate_inbound_rules)
    {"direction": "outbound", "protocol": "any", "remote": {"cidr_block": "0.0.0.0/0"}}]}],
 "ports": [
    {"name": "servers", "addresses": ["${SERVER_ADDRESS}"], "security_groups": ["servers"],
     "device": "net_af_packet0,iface=middle1", "peer": "uplink"},
    {"name": "uplink", "device": "net_af_packet1,iface=middle0"}],
 "dataplane": {"workers": 1, "eal": ["--file-prefix", "${PREFIX}"]}}
JSON
}

tidegate_start() {
  tidegate_config "$@" >"${WORK}/dataplane.json"
  : >"${WORK}/dataplane.out"
  # Not pinned here: its worker takes the last processor by itself, and the load leaves that one alone.
  ip netns exec "${MIDDLE}" "${BIN}/tidegate-dataplane" --config "${WORK}/dataplane.json" \
    </dev/null >"${WORK}/dataplane.out" 2>"${WORK}/dataplane.err" &
  DATAPLANE_PID=$!
  wait_for_line "${WORK}/dataplane.out" "${DATAPLANE_PID}" && return
  # shellcheck disable=SC2153  # set by whoever sources this
  sed "s/^/${PROGRAM}: /" "${WORK}/dataplane.err" >&2
  die 'the dataplane did not start'
}

tidegate_missing() {
  local program
  for program in tidegate-dataplane tidegatectl; do
    [[ -x ${BIN}/${program} ]] || echo "${BIN}/${program} is missing; ./dev build makes it"
  done
}

tidegate_stats() {
  "${BIN}/tidegatectl" --file-prefix "${PREFIX}" stats --json 2>/dev/null || echo '{}'
}

tidegate_drops() {
  "${BIN}/tidegatectl" --file-prefix "${PREFIX}" drops --json 2>/dev/null || echo '{}'
}

tidegate_stop() {
  stop_process "${DATAPLANE_PID:-}"
  # DPDK leaves the directory of its sockets behind.
  [[ -z ${DATAPLANE_PID:-} ]] || rm -rf "/var/run/dpdk/${PREFIX}"
  DATAPLANE_PID=''
}

# Says so if the dataplane did not live until the end of its leg.
tidegate_check() {
  kill -0 "${DATAPLANE_PID}" 2>/dev/null && return
  echo "${PROGRAM}: the dataplane ended by itself; its last words:" >&2
  cat "${WORK}/dataplane.err" >&2
}
