#!/usr/bin/env bash
# The overflow of a connection table, with real TCP and without a NIC: four clients use up their ephemeral ports through
# a stateful firewall, once with Tidegate in the middle and once with Linux's nf_conntrack.
#
# Three network namespaces in a row (topology.sh), one of the engines in the middle (engine_*.sh), tidegate-load at both
# ends, and a table at the end. Everything it makes has the process number in its name and is removed again.
set -euo pipefail
export PATH=${PATH}:/usr/sbin:/sbin

HERE=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
readonly HERE
readonly PROGRAM=demo
readonly SERVER_PORTS=22-25
# The talk's rule, for the four servers.
# shellcheck disable=SC2034  # read by the engines
readonly OPEN_PORTS=("${SERVER_PORTS}")
# shellcheck source=bench/e2e/processes.sh
source "${HERE}/processes.sh"
# shellcheck source=bench/e2e/topology.sh
source "${HERE}/topology.sh"
# shellcheck source=bench/e2e/engine_tidegate.sh
source "${HERE}/engine_tidegate.sh"
# shellcheck source=bench/e2e/engine_linux.sh
source "${HERE}/engine_linux.sh"

usage() {
  cat <<'TEXT'
usage: demo.sh [--bin DIR] [--long | --quick] [--only LEG[,LEG...]] [--close SIDE] [--concurrency N] [--keep DIR]

  --bin DIR          where the programs are (default: build/bin of this repository)
  --long             two minutes for each leg, and all legs
  --quick            256 ports a client, small tables, three seconds a leg: Tidegate's legs, and the overflow
  --only LEG,...     these legs; the default is tidegate-large, tidegate-small, linux-large, linux-small
  --close SIDE       who closes first: server (default), client or both
  --concurrency N    connections in flight for each client (default 8)
  --keep DIR         keep the result files of the legs there

Legs: tidegate-large, tidegate-small   Tidegate with 131072 and with 65536 connections for 112,928 tuples
      linux-large, linux-small         nftables and nf_conntrack at the same limits
      none-small                       Tidegate without eviction at 65536, a short TIME-WAIT: the overflow itself
      plain                            a router without rules, to see what the load can do

Exit status: 0 if every Tidegate leg is as it must be, 1 if not, 2 if it could not run.
TEXT
}

die() {
  echo "${PROGRAM}: $*" >&2
  exit 2
}

parse_options() {
  BIN=${BIN:-${HERE}/../../build/bin}
  LENGTH=normal LEGS='' CLOSE=server CONCURRENCY=8 KEEP=''
  while (($# > 0)); do
    case $1 in
      --help) usage && exit 0 ;;
      --long | --quick) LENGTH=${1#--} && shift && continue ;;
      --bin | --only | --close | --concurrency | --keep) (($# > 1)) || die "$1: expected a value after it" ;;
      *) die "$1: no such option; --help lists them" ;;
    esac
    case $1 in
      --bin) BIN=$2 ;;
      --only) LEGS=${2//,/ } ;;
      --close) CLOSE=$2 ;;
      --concurrency) CONCURRENCY=$2 ;;
      --keep) KEEP=$2 ;;
    esac
    shift 2
  done
  [[ ${CLOSE} =~ ^(server|client|both)$ ]] || die "--close: \"${CLOSE}\" found, expected server, client or both"
  [[ ${CONCURRENCY} =~ ^[1-9][0-9]{0,2}$ ]] || die "--concurrency: \"${CONCURRENCY}\" found, expected 1 to 999"
  choose_size
}

# An overflow shows once the table is full (8 to 20 s) and a SYN that was refused comes again after the first TIME-WAITs
# are over, at the latest 15 s later; hence SECONDS_OVERFLOW.
choose_size() {
  PORTS=32768-60999 LARGE=131072 SMALL=65536 TIME_WAIT=120 SHORT_TIME_WAIT=20
  SECONDS_MIN=25 SECONDS_MAX=90 SECONDS_OVERFLOW=36
  local all='tidegate-large tidegate-small linux-large linux-small'
  case ${LENGTH} in
    long) SECONDS_MIN=120 SECONDS_MAX=180 SECONDS_OVERFLOW=120 SHORT_TIME_WAIT=60 all="plain ${all} none-small" ;;
    quick)
      PORTS=32768-33023 LARGE=2048 SMALL=512 SHORT_TIME_WAIT=1 SECONDS_MIN=3 SECONDS_MAX=10 SECONDS_OVERFLOW=3
      all='tidegate-large tidegate-small none-small'
      ;;
  esac
  LEGS=${LEGS:-${all}}
  local leg
  for leg in ${LEGS}; do
    [[ ${leg} =~ ^((tidegate|linux)-(large|small)|none-small|plain)$ ]] ||
      die "--only: no leg \"${leg}\"; --help lists them"
  done
}

check_machine() {
  local program
  for program in ip ethtool flock jq nft taskset sysctl; do
    command -v "${program}" >/dev/null || die "the program \"${program}\" is missing; ./dev installs it"
  done
  local -a needed=(tidegate-load)
  [[ ${LEGS} =~ tidegate|none ]] && needed+=(tidegate-dataplane tidegatectl)
  for program in "${needed[@]}"; do
    [[ -x ${BIN}/${program} ]] || die "${BIN}/${program} is missing; ./dev build makes it"
  done
  ip netns add "tgdemo-$$" 2>/dev/null || die 'cannot make a network namespace; expected the rights of root'
  ip netns del "tgdemo-$$"
}

# shellcheck disable=SC2329  # called by the trap
clean_up() {
  local status=$?
  trap '' INT TERM HUP PIPE
  set +e
  stop_process "${LOAD_PID:-}"
  stop_process "${SERVER_PID:-}"
  tidegate_stop
  linux_stop
  topology_destroy
  [[ -n ${WORK:-} ]] && rm -rf "${WORK}"
  exit "${status}"
}

start_server() {
  : >"${WORK}/server.out"
  ip netns exec "${SERVERS}" taskset -c "${LOAD_CPUS}" "${BIN}/tidegate-load" server --listen "${SERVER_ADDRESS}" \
    --server-ports "${SERVER_PORTS}" --close "${CLOSE}" </dev/null >"${WORK}/server.out" &
  SERVER_PID=$!
  wait_for_line "${WORK}/server.out" "${SERVER_PID}" || die 'the servers did not start'
}

# run_load NAME ENGINE OPTION...: the load with a line for each second, its result in load.json.
run_load() {
  local name=$1 engine=$2 line
  shift 2
  exec {lines}< <(exec ip netns exec "${CLIENTS}" taskset -c "${LOAD_CPUS}" "${BIN}/tidegate-load" client \
    --server "${SERVER_ADDRESS}" --server-ports "${SERVER_PORTS}" --clients 4 \
    --sources "${CLIENT_ADDRESS}" --ports "${PORTS}" --concurrency "${CONCURRENCY}" --close "${CLOSE}" \
    --progress json --json "${WORK}/load.json" "$@" </dev/null)
  LOAD_PID=$!
  while read -r line <&"${lines}"; do
    jq -rn --arg name "${name}" --argjson load "${line}" --argjson stats "$("${engine}_stats")" -f "${HERE}/progress.jq"
  done
  exec {lines}<&-
  wait "${LOAD_PID}" || die 'the load did not run'
  LOAD_PID=''
}

# run_leg LEG TITLE EXPECT ENGINE TOPOLOGY [ENGINE OPTION...]: the whole life of a leg; its figures go to LEG.json.
run_leg() {
  local leg=$1 title=$2 expect=$3 engine=$4 topology=$5
  shift 5
  local -a length=(--duration "${SECONDS_MIN}")
  case ${expect} in
    clean) length+=(--min-uses 2 --max-duration "${SECONDS_MAX}") ;;
    overflow) length=(--duration "${SECONDS_OVERFLOW}") ;;
  esac
  topology_create "${PREFIX}" "${topology}"
  "${engine}_start" "$@"
  start_server
  run_load "${title}" "${engine}" "${length[@]}"
  jq -n --arg name "${title}" --arg expect "${expect}" --slurpfile load "${WORK}/load.json" \
    --argjson stats "$("${engine}_stats")" --argjson drops "$("${engine}_drops")" --argjson timeouts "$(timeouts)" \
    '{name: $name, expect: $expect, load: $load[0], retransmission_timeouts: $timeouts, stats: $stats, drops: $drops}' \
    >"${RESULTS}/${leg}.json"
  "${engine}_check"
  stop_process "${SERVER_PID}"
  SERVER_PID=''
  "${engine}_stop"
  topology_destroy
}

run_named_leg() {
  case $1 in
    tidegate-large) run_leg "$1" "Tidegate ${LARGE}" clean tidegate wire "${LARGE}" state_first "${TIME_WAIT}" ;;
    tidegate-small) run_leg "$1" "Tidegate ${SMALL}" clean tidegate wire "${SMALL}" state_first "${TIME_WAIT}" ;;
    none-small) run_leg "$1" "no eviction ${SMALL}" overflow tidegate wire "${SMALL}" none "${SHORT_TIME_WAIT}" ;;
    linux-large) run_leg "$1" "Linux ${LARGE}" any linux router "${LARGE}" "${TIME_WAIT}" ;;
    linux-small) run_leg "$1" "Linux ${SMALL}" any linux router "${SMALL}" "${TIME_WAIT}" ;;
    plain) run_leg "$1" 'no firewall' any plain router ;;
  esac
}

run_legs() {
  local leg
  local -a files=()
  for leg in ${LEGS}; do
    if [[ ${leg} == linux-* ]] && ! linux_is_possible; then
      echo "demo: leg ${leg} left out: cannot set ${CONNTRACK_MAX}; expected the initial namespace" >&2
      continue
    fi
    run_named_leg "${leg}"
    files+=("${RESULTS}/${leg}.json")
  done
  ((${#files[@]} > 0)) || die 'no leg could run'
  echo
  "${BIN}/tidegate-load" report "${files[@]}"
}

main() {
  parse_options "$@"
  if ((EUID != 0)); then
    command -v sudo >/dev/null || die 'expected the rights of root, or sudo to get them'
    exec sudo -- "$(readlink -f "${BASH_SOURCE[0]}")" --bin "${BIN}" "$@"
  fi
  check_machine
  choose_cpus
  PREFIX=tgdemo-$$
  trap clean_up EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  trap 'exit 129' HUP
  trap 'exit 141' PIPE
  WORK=$(mktemp -d)
  RESULTS=${KEEP:-${WORK}}
  mkdir -p "${RESULTS}"
  run_legs
}

main "$@"
