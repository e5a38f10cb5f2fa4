#!/usr/bin/env bash
# Real TCP through the firewall on a bad wire: no connection that a plain wire completes fails through the firewall.
#
# The same seeded plan of connections (tcp_players) is played between two network namespaces over a plain wire and over
# the dataplane, both of which lose, double and reorder packets by the same configuration. Then once more over a
# dataplane whose table is far too small for all the TIME-WAITs, so that entries are reclaimed before the last segments
# of their connections have come.
set -euo pipefail
export PATH=${PATH}:/usr/sbin:/sbin

HERE=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
readonly HERE
# shellcheck source=bench/e2e/processes.sh
source "${HERE}/../../bench/e2e/processes.sh"
# shellcheck source=tests/real_stacks/network.sh
source "${HERE}/network.sh"

usage() {
  cat <<'TEXT'
usage: run.sh [--build DIR] [--connections N] [--seed N] [--concurrency N] [--only N,...] [--kinds KIND,...]
              [--legs LEG,...] [--loss P] [--duplicate P] [--reorder P] [--capture] [--keep DIR]

  --build DIR        where it was built (default: build of this repository)
  --connections N    of the plan (default: TIDEGATE_REAL_STACKS from the environment, or 1500; the full test has 10000)
  --seed N           of the plan and of the impairment (default 1)
  --concurrency N    connections at once (default 400)
  --only N,...       only these connections of the plan
  --kinds KIND,...   only the connections of these kinds; tcp_players kinds lists them
  --legs LEG,...     of wire, firewall and small-table; the default is all, and wire must be the first
  --loss P           share of packets that get lost before the firewall, and again after it (default 0.02)
  --duplicate P      share of packets that are doubled, likewise (default 0.01)
  --reorder P        share of packets that others pass, likewise (default 0.02)
  --capture          keep what tcpdump sees at both ends of the middle, for each leg
  --keep DIR         keep results, configurations and captures there

Exit status: 0 if all is as it must be, 1 if not, 2 if it could not run.
TEXT
}

die() {
  echo "real-stacks: $*" >&2
  exit 2
}

parse_options() {
  BUILD=${HERE}/../../build CONNECTIONS=${TIDEGATE_REAL_STACKS:-1500} SEED=1 CONCURRENCY=400 ONLY='' KINDS=''
  LEGS=wire,firewall,small-table LOSS=0.02 DUPLICATE=0.01 REORDER=0.02 CAPTURE='' KEEP=''
  while (($# > 0)); do
    case $1 in
      --help) usage && exit 0 ;;
      --capture) CAPTURE=yes && shift && continue ;;
      --build | --connections | --seed | --concurrency | --only | --kinds | --legs | --loss | --duplicate | --reorder | \
        --keep)
        (($# > 1)) || die "$1: expected a value after it"
        ;;
      *) die "$1: no such option; --help lists them" ;;
    esac
    case $1 in
      --build) BUILD=$2 ;;
      --connections) CONNECTIONS=$2 ;;
      --seed) SEED=$2 ;;
      --concurrency) CONCURRENCY=$2 ;;
      --only) ONLY=$2 ;;
      --kinds) KINDS=$2 ;;
      --legs) LEGS=$2 ;;
      --loss) LOSS=$2 ;;
      --duplicate) DUPLICATE=$2 ;;
      --reorder) REORDER=$2 ;;
      --keep) KEEP=$2 ;;
    esac
    shift 2
  done
  local leg
  for leg in ${LEGS//,/ }; do
    [[ ${leg} =~ ^(wire|firewall|small-table)$ ]] || die "--legs: no leg \"${leg}\"; --help lists them"
  done
}

check_machine() {
  ((EUID == 0)) || die 'expected the rights of root, for network namespaces'
  local program
  for program in ip ethtool jq sysctl ${CAPTURE:+tcpdump}; do
    command -v "${program}" >/dev/null || die "the program \"${program}\" is missing"
  done
  for program in bin/tidegate-dataplane bin/tidegatectl tests/tcp_players tests/plain_wire; do
    [[ -x ${BUILD}/${program} ]] || die "${BUILD}/${program} is missing; ./dev build makes it"
  done
}

# shellcheck disable=SC2329  # called by the trap
clean_up() {
  local status=$?
  trap '' INT TERM HUP PIPE
  set +e
  stop_captures
  stop_process "${PLAYERS_PID:-}"
  stop_middle
  network_destroy
  [[ -n ${WORK:-} ]] && rm -rf "${WORK}"
  exit "${status}"
}

# write_config CAPACITY: servers may be reached from everywhere, and where both sides open at once they reach out too.
# The groups say nothing about closing: that is what the connections are tracked for.
write_config() {
  local bad="{\"loss\": ${LOSS}, \"duplicate\": ${DUPLICATE}, \"reorder\": ${REORDER}}"
  cat >"${WORK}/config.json" <<JSON
{"table": {"capacity": $1, "capacity_v6": $1, "eviction": "state_first", "admission": "always"},
 "security_groups": [{"name": "servers", "rules": [
    {"direction": "inbound", "protocol": "tcp", "remote": {"cidr_block": "0.0.0.0/0"}},
    {"direction": "inbound", "protocol": "tcp", "remote": {"cidr_block": "::/0"}},
    {"direction": "outbound", "protocol": "any", "remote": {"cidr_block": "0.0.0.0/0"}},
    {"direction": "outbound", "protocol": "any", "remote": {"cidr_block": "::/0"}}]}],
 "ports": [
    {"name": "servers", "addresses": ["${SERVER_IPV4}", "${SERVER_IPV6}"], "security_groups": ["servers"],
     "device": "net_af_packet0,iface=middle1", "peer": "uplink"},
    {"name": "uplink", "device": "net_af_packet1,iface=middle0"}],
 "dataplane": {"workers": 1, "eal": ["--file-prefix", "${PREFIX}"],
    "impairment": {"before": ${bad}, "after": ${bad}, "seed": ${SEED}}}}
JSON
}

# start_middle PROGRAM
start_middle() {
  : >"${WORK}/middle.out"
  ip netns exec "${MIDDLE}" "$1" --config "${WORK}/config.json" </dev/null >"${WORK}/middle.out" \
    2>"${WORK}/middle.err" &
  MIDDLE_PID=$!
  wait_for_line "${WORK}/middle.out" "${MIDDLE_PID}" && return
  sed 's/^/real-stacks: /' "${WORK}/middle.err" >&2
  die "$1 did not start"
}

stop_middle() {
  stop_process "${MIDDLE_PID:-}"
  [[ -z ${MIDDLE_PID:-} ]] || rm -rf "/var/run/dpdk/${PREFIX}"
  MIDDLE_PID=''
}

start_captures() {
  CAPTURE_PIDS=()
  [[ -n ${CAPTURE} ]] || return 0
  local interface
  for interface in middle0 middle1; do
    ip netns exec "${MIDDLE}" tcpdump -q -n -s 128 -B 65536 -i "${interface}" -w "${RESULTS}/$1-${interface}.pcap" \
      2>/dev/null &
    CAPTURE_PIDS+=($!)
  done
  sleep 1
}

stop_captures() {
  local pid
  for pid in "${CAPTURE_PIDS[@]}"; do stop_process "${pid}"; done
  CAPTURE_PIDS=()
}

# play LEG: the plan, its result in LEG.json.
play() {
  "${BUILD}/tests/tcp_players" run --client "${CLIENT},${CLIENT_IPV4},${CLIENT_IPV6}" \
    --server "${SERVER},${SERVER_IPV4},${SERVER_IPV6}" --connections "${CONNECTIONS}" --seed "${SEED}" \
    --concurrency "${CONCURRENCY}" ${ONLY:+--only "${ONLY}"} ${KINDS:+--kinds "${KINDS}"} --json "${RESULTS}/$1.json" </dev/null &
  PLAYERS_PID=$!
  wait "${PLAYERS_PID}" || die "leg $1 could not be played"
  PLAYERS_PID=''
}

# run_leg LEG PROGRAM CAPACITY
run_leg() {
  network_create "${PREFIX}"
  write_config "$3"
  start_middle "$2"
  start_captures "$1"
  play "$1"
  stop_captures
  kill -0 "${MIDDLE_PID}" 2>/dev/null || die "$2 ended by itself: $(cat "${WORK}/middle.err")"
  if [[ $1 != wire ]]; then
    control stats >"${RESULTS}/$1-stats.json"
    control drops >"${RESULTS}/$1-drops.json"
  fi
  stop_middle
  [[ $1 != wire ]] || tail -n 1 "${WORK}/middle.out" >"${RESULTS}/wire-stats.json"
  network_destroy
}

control() {
  "${BUILD}/bin/tidegatectl" --file-prefix "${PREFIX}" "$1" --json
}

# Reasons that a bad wire explains, where no connection fails, and how often for 1,000 connections; every other one is
# an error of the firewall. All but the last come of tuples that are used again while segments of the last connection
# are still on their way:
#   tcp_bad_rst        the client's answers to the old connection's segments, which come behind the new one's SYN-ACK;
#                      the server ignores them, too
#   tcp_invalid_state  the client's last segment, which its next SYN has overtaken
#   tcp_bad_ack, tcp_beyond_window
#                      the same after the new handshake, if the old connection was faster than its ends' clocks for
#                      initial sequence numbers, so that its numbers lie ahead; a whole burst of them is rare
#   tx_queue_full      the device was slower than a burst: one more loss
# And where the table is so small that the entry of a connection that was reset makes room within seconds:
#   tcp_no_connection  data on its way to the end that has reset
readonly EXPLAINED='{"tcp_bad_rst": 1000, "tcp_invalid_state": 20, "tcp_bad_ack": 20, "tcp_beyond_window": 20,
                     "tx_queue_full": 100000}'
readonly EXPLAINED_IN_SMALL_TABLE='{"tcp_no_connection": 3000}'

# unexplained_drops LEG: the reasons and numbers beyond that, as JSON.
unexplained_drops() {
  local more='{}'
  [[ $1 != small-table ]] || more=${EXPLAINED_IN_SMALL_TABLE}
  jq -c --argjson explained "${EXPLAINED}" --argjson more "${more}" --argjson connections "${CONNECTIONS}" \
    '($explained + $more) as $explained | with_entries(select(.value * 1000 > ($explained[.key] // 0) * $connections))' "${RESULTS}/$1-drops.json"
}

# report_leg LEG: counters, drops and the comparison with the wire.
report_leg() {
  local unexplained lost_resets=0
  # If such a connection's RST was lost behind the firewall and its entry is gone, its peer's data is dropped, and only
  # time tells it: 2 % of the RSTs are lost, and 4 % of the acknowledgements before them.
  [[ $1 != small-table ]] || lost_resets=$((1 + CONNECTIONS / 1000))
  unexplained=$(unexplained_drops "$1")
  echo
  echo "== $1"
  echo "counters: $(jq -c . "${RESULTS}/$1-stats.json")"
  echo "drops:    $(jq -c . "${RESULTS}/$1-drops.json")"
  if [[ ${unexplained} != '{}' ]]; then
    echo "FAIL drops that a bad wire does not explain: ${unexplained}"
    FAILED=1
  fi
  [[ -e ${RESULTS}/wire.json ]] || return 0
  "${BUILD}/tests/tcp_players" compare "${RESULTS}/wire.json" "${RESULTS}/$1.json" "${lost_resets}" || FAILED=1
}

main() {
  parse_options "$@"
  check_machine
  PREFIX=tgreal-$$
  trap clean_up EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  trap 'exit 129' HUP
  trap 'exit 141' PIPE
  WORK=$(mktemp -d)
  RESULTS=${KEEP:-${WORK}}
  mkdir -p "${RESULTS}"
  FAILED=0
  local leg
  for leg in ${LEGS//,/ }; do
    case ${leg} in
      wire) run_leg wire "${BUILD}/tests/plain_wire" 131072 ;;
      firewall) run_leg firewall "${BUILD}/bin/tidegate-dataplane" 131072 && report_leg firewall ;;
      small-table) run_leg small-table "${BUILD}/bin/tidegate-dataplane" 512 && report_leg small-table ;;
    esac
  done
  return "${FAILED}"
}

main "$@"
