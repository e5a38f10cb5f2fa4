#!/usr/bin/env bash
# What a firewall in the middle costs real TCP: Tidegate beside DPDK's testpmd on the same devices, Open vSwitch with
# connection tracking, nftables with nf_conntrack, and a router without rules. One table, one JSON file, one HTML page.
#
# Each engine (engine_*.sh) has three network namespaces in a row of its own (topology.sh), made once. A round starts
# every engine once, one after the other, and runs every workload on it; the next round begins with the next engine. So
# what disturbs the machine for a while disturbs all of them, and ratios within a round say more than any figure alone.
set -euo pipefail
export PATH=${PATH}:/usr/sbin:/sbin

HERE=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
readonly HERE
readonly PROGRAM=compare
# Of the two servers: one closes after its answer (CRR), one answers until the client closes (RR).
readonly CRR_PORTS=22-25 RR_PORTS=26-29
# A rule each: those of the servers, and two more.
# shellcheck disable=SC2034  # read by the engines
readonly OPEN_PORTS=(22 23 24 25 26 27 28 29 80 443)
# All tuples of four clients fit in, so that no engine has to evict.
readonly CAPACITY=131072 TIME_WAIT=120
readonly WARM_UP=0.5
readonly ALL_ENGINES='tidegate testpmd ovs nftables plain'
readonly ALL_WORKLOADS='rr1 rr4 crr1 crr4'
# Without these there is nothing to compare.
readonly NEEDED_ENGINES=' tidegate testpmd '
# shellcheck source=bench/e2e/processes.sh
source "${HERE}/processes.sh"
# shellcheck source=bench/e2e/topology.sh
source "${HERE}/topology.sh"
# shellcheck source=bench/e2e/engine_tidegate.sh
source "${HERE}/engine_tidegate.sh"
# shellcheck source=bench/e2e/engine_testpmd.sh
source "${HERE}/engine_testpmd.sh"
# shellcheck source=bench/e2e/engine_ovs.sh
source "${HERE}/engine_ovs.sh"
# shellcheck source=bench/e2e/engine_linux.sh
source "${HERE}/engine_linux.sh"

usage() {
  cat <<'TEXT'
usage: compare.sh [OPTION VALUE]...

  --rounds N       how often each engine runs each workload (default 5)
  --seconds S      seconds measured of each run, after half a second of warm-up (default 2)
  --engines LIST   of tidegate, testpmd, ovs, nftables, plain (default: all)
  --workloads LIST of rr1, rr4, crr1, crr4 (default: all)
  --json FILE      the results (default: compare.json beside the folder of the programs)
  --html FILE      the page (default: compare.html there)
  --keep DIR       keep the result of each run and what the engines wrote there
  --bin DIR        where the programs are (default: build/bin of this repository)
  --tools DIR      where packages of other engines were unpacked (default: build/tools)

Workloads: rr1 and rr4 are TCP_RR (a byte to and fro on a lasting connection), crr1 and crr4 TCP_CRR (a connection for
each byte), with one and four clients, each with one connection at a time.

Exit status: 0 if it measured, whatever the figures; 2 if it could not, or Tidegate or testpmd failed. Other engines that
cannot run are named and left out.
TEXT
}

die() {
  echo "${PROGRAM}: $*" >&2
  exit 2
}

parse_options() {
  BIN=${HERE}/../../build/bin TOOLS=${HERE}/../../build/tools
  ROUNDS=5 SECONDS_EACH=2 ENGINES=${ALL_ENGINES} WORKLOADS=${ALL_WORKLOADS} JSON='' HTML='' KEEP=''
  while (($# > 0)); do
    case $1 in
      --help) usage && exit 0 ;;
      --rounds | --seconds | --engines | --workloads | --json | --html | --keep | --bin | --tools) ;;
      *) die "$1: no such option; --help lists them" ;;
    esac
    (($# > 1)) || die "$1: expected a value after it"
    case $1 in
      --rounds) ROUNDS=$2 ;;
      --seconds) SECONDS_EACH=$2 ;;
      --engines) ENGINES=${2//,/ } ;;
      --workloads) WORKLOADS=${2//,/ } ;;
      --json) JSON=$2 ;;
      --html) HTML=$2 ;;
      --keep) KEEP=$2 ;;
      --bin) BIN=$2 ;;
      --tools) TOOLS=$2 ;;
    esac
    shift 2
  done
  check_options
}

check_options() {
  [[ ${ROUNDS} =~ ^[1-9][0-9]{0,2}$ ]] || die "--rounds: \"${ROUNDS}\" found, expected 1 to 999"
  [[ ${SECONDS_EACH} =~ ^([1-9][0-9]{0,2}(\.[0-9]+)?|0\.[0-9]*[1-9][0-9]*)$ ]] ||
    die "--seconds: \"${SECONDS_EACH}\" found, expected a number above 0 and below 1000"
  check_names --engines engine "${ENGINES}" "${ALL_ENGINES}"
  check_names --workloads workload "${WORKLOADS}" "${ALL_WORKLOADS}"
  JSON=$(readlink -m "${JSON:-${BIN}/../compare.json}") HTML=$(readlink -m "${HTML:-${BIN}/../compare.html}")
}

# check_names OPTION WHAT NAMES ALL: some of all, each once.
check_names() {
  local name seen=' '
  for name in $3; do
    [[ " $4 " == *" ${name} "* ]] || die "$1: no $2 \"${name}\"; --help lists them"
    [[ ${seen} != *" ${name} "* ]] || die "$1: \"${name}\" is named twice"
    seen+="${name} "
  done
  [[ ${seen} != ' ' ]] || die "$1: expected at least one; --help lists them"
}

# functions_of ENGINE: how the names of its functions begin.
functions_of() {
  if [[ $1 == nftables ]]; then echo linux; else echo "$1"; fi
}

topology_of() {
  if [[ $1 == nftables || $1 == plain ]]; then echo router; else echo wire; fi
}

check_machine() {
  local program
  for program in ip ethtool flock jq taskset sysctl; do
    command -v "${program}" >/dev/null || die "the program \"${program}\" is missing; ./dev installs it"
  done
  for program in tidegate-load tidegate-compare; do
    [[ -x ${BIN}/${program} ]] || die "${BIN}/${program} is missing; ./dev build makes it"
  done
  PATH=${PATH}:${TOOLS}/usr/bin:${TOOLS}/usr/sbin:${TOOLS}/usr/lib/openvswitch-switch-dpdk
  PATH=${PATH}:/usr/lib/openvswitch-switch-dpdk
  ip netns add "tgcmp-$$" 2>/dev/null || die 'cannot make a network namespace; expected the rights of root'
  ip netns del "tgcmp-$$"
}

check_outputs() {
  local file
  for file in "${JSON}" "${HTML}"; do
    { : >>"${file}"; } 2>/dev/null || die "cannot write to ${file}"
  done
}

# Sets LOAD_AVERAGE.
look_at_load() {
  local processors
  processors=$(nproc)
  read -r LOAD_AVERAGE _ </proc/loadavg
  if ((${LOAD_AVERAGE%.*} * 2 >= processors)); then
    echo "${PROGRAM}: the machine is busy (load ${LOAD_AVERAGE} on ${processors} processors): figures will scatter" >&2
  fi
}

# skip ENGINE REASON: goes on without it, if that makes sense.
skip() {
  [[ ${NEEDED_ENGINES} == *" $1 "* ]] && die "$1: $2"
  echo "${PROGRAM}: $1 left out: $2" >&2
  jq -cn --arg name "$1" --arg reason "$2" '{name: $name, reason: $reason}' >>"${WORK}/skipped.json"
  ENGINES=$(tr ' ' '\n' <<<"${ENGINES}" | grep -vx "$1" | xargs)
}

make_topologies() {
  local engine reason
  for engine in ${ENGINES}; do
    reason=$("$(functions_of "${engine}")_missing" | head -n 1)
    if [[ -n ${reason} ]]; then
      skip "${engine}" "${reason}"
    else
      TOPOLOGIES+=("${PREFIX}-${engine}")
      topology_create "${PREFIX}-${engine}" "$(topology_of "${engine}")"
    fi
  done
  [[ -n ${ENGINES} ]] || die 'no engine can run here'
}

# shellcheck disable=SC2329  # called by the trap
clean_up() {
  local status=$? topology
  trap '' INT TERM HUP PIPE
  set +e
  stop_process "${LOAD_PID:-}"
  stop_servers
  tidegate_stop
  testpmd_stop
  ovs_stop
  linux_stop
  for topology in "${TOPOLOGIES[@]}"; do
    topology_use "${topology}"
    topology_destroy
  done
  [[ -z ${KEEP} && -n ${WORK:-} ]] && rm -rf "${WORK}"
  exit "${status}"
}

# start_server PORTS CLOSE_SIDE
start_server() {
  : >"${WORK}/server.out"
  ip netns exec "${SERVERS}" taskset -c "${LOAD_CPUS}" "${BIN}/tidegate-load" server --listen "${SERVER_ADDRESS}" \
    --server-ports "$1" --close "$2" </dev/null >"${WORK}/server.out" &
  SERVER_PIDS+=("$!")
  wait_for_line "${WORK}/server.out" "$!" || die 'the servers did not start'
}

stop_servers() {
  local pid
  for pid in "${SERVER_PIDS[@]}"; do stop_process "${pid}"; done
  SERVER_PIDS=()
}

# load OPTION...: clients against the servers, each with one connection at a time.
load() {
  ip netns exec "${CLIENTS}" taskset -c "${LOAD_CPUS}" "${BIN}/tidegate-load" client --server "${SERVER_ADDRESS}" \
    --sources "${CLIENT_ADDRESS}" --concurrency 1 --progress none --json "${WORK}/load.json" "$@" </dev/null &
  LOAD_PID=$!
  wait "${LOAD_PID}" || return
  LOAD_PID=''
}

# wait_for_path PID: until a connection gets through, unless the process is gone; for at most 20 seconds. Called by the
# engines that take a while.
wait_for_path() {
  local tried
  for ((tried = 0; tried < 80; ++tried)); do
    kill -0 "$1" 2>/dev/null || return 1
    load --server-ports "${CRR_PORTS}" --clients 1 --connections 1 --duration 0.2 --slow 0.1
    (($(jq .connections "${WORK}/load.json") > 0)) && return 0
  done
  return 1
}

# run_workload WORKLOAD
run_workload() {
  local -a options=(--mode crr --server-ports "${CRR_PORTS}" --close server)
  [[ $1 == rr* ]] && options=(--mode rr --server-ports "${RR_PORTS}" --close client)
  load "${options[@]}" --clients "${1##*r}" --warm-up "${WARM_UP}" --duration "${SECONDS_EACH}"
}

start_engine() {
  case $1 in
    tidegate) tidegate_start "${CAPACITY}" state_first "${TIME_WAIT}" && wait_for_path "${DATAPLANE_PID}" ;;
    nftables) linux_start "${CAPACITY}" "${TIME_WAIT}" ;;
    *) "$1_start" ;;
  esac
}

# run_turn ROUND ENGINE: fails if the engine does.
run_turn() {
  local round=$1 engine=$2 i workload name
  local -a workloads
  read -ra workloads <<<"${WORKLOADS}"
  topology_use "${PREFIX}-${engine}"
  start_server "${CRR_PORTS}" server
  start_server "${RR_PORTS}" client
  FAILURE='it did not start'
  start_engine "${engine}" || return
  for i in "${!workloads[@]}"; do
    workload=${workloads[(i + round) % ${#workloads[@]}]}
    FAILURE="the load did not run (${workload})"
    run_workload "${workload}" || return
    FAILURE="nothing got through (${workload})"
    (($(jq .transactions "${WORK}/load.json") > 0)) || return
    printf -v name '%s/run-%03d-%s-%s.json' "${WORK}" "${round}" "${engine}" "${workload}"
    jq --argjson round "${round}" --arg engine "${engine}" --arg workload "${workload}" \
      '{round: $round, engine: $engine, workload: $workload, load: .}' "${WORK}/load.json" >"${name}"
    jq -r --arg rounds "${ROUNDS}" '"round \(.round)/\($rounds)\t\(.engine)\t\(.workload)\t\(.load.rate_per_s | floor)/s\tp50 " +
      "\(.load.latency_us.p50 | round) us\tp99 \(.load.latency_us.p99 | round) us"' "${name}" | expand -t 12,22,28,38,50
  done
}

end_turn() {
  "$(functions_of "$1")_stop"
  stop_servers
}

run_rounds() {
  local round engine i
  local -a order
  for ((round = 1; round <= ROUNDS; ++round)); do
    read -ra order <<<"${ENGINES}"
    for i in "${!order[@]}"; do
      engine=${order[(i + round - 1) % ${#order[@]}]}
      if run_turn "${round}" "${engine}"; then
        end_turn "${engine}"
      else
        end_turn "${engine}"
        rm -f "${WORK}"/run-*-"${engine}"-*.json
        skip "${engine}" "${FAILURE}"
      fi
    done
  done
}

machine() {
  jq -cn --arg processor "$(sed -n 's/^model name\s*: //p' /proc/cpuinfo | head -n 1)" --argjson processors "$(nproc)" \
    --arg kernel "$(uname -sr)" --arg load_cpus "${LOAD_CPUS}" --arg poll_cpu "${POLL_CPU}" --arg load "${LOAD_AVERAGE}" \
    '{processor: $processor, processors: $processors, kernel: $kernel, load_cpus: $load_cpus, poll_cpu: $poll_cpu,
      load_average_before: $load}'
}

version_of() {
  case $1 in
    tidegate) "${BIN}/tidegate-dataplane" --version ;;
    testpmd) testpmd_version ;;
    ovs) "${OVS_DATAPATH}" --version ;;
    *) uname -sr ;;
  esac 2>/dev/null | head -n 1 || true
}

# All runs in one file.
write_results() {
  local engine
  for engine in ${ENGINES}; do
    jq -cn --arg name "${engine}" --arg version "$(version_of "${engine}")" '{name: $name, version: $version}'
  done >"${WORK}/engines.json"
  jq -cn --arg date "$(date -u +%Y-%m-%dT%H:%M:%SZ)" --argjson machine "$(machine)" --argjson rounds "${ROUNDS}" \
    --argjson seconds "${SECONDS_EACH}" --argjson warm_up "${WARM_UP}" --argjson rules "${#OPEN_PORTS[@]}" \
    --argjson capacity "${CAPACITY}" --slurpfile engines "${WORK}/engines.json" \
    --slurpfile skipped "${WORK}/skipped.json" --slurpfile runs <(cat "${WORK}"/run-*.json) \
    '{date: $date, machine: $machine, rounds: $rounds, seconds: $seconds, warm_up: $warm_up, rules: $rules,
      capacity: $capacity, engines: $engines, skipped: $skipped, runs: $runs}' >"${JSON}"
}

main() {
  parse_options "$@"
  if ((EUID != 0)); then
    command -v sudo >/dev/null || die 'expected the rights of root, or sudo to get them'
    exec sudo -- "$(readlink -f "${BASH_SOURCE[0]}")" "$@"
  fi
  check_machine
  check_outputs
  choose_cpus
  look_at_load
  PREFIX=tgcmp-$$ TOPOLOGIES=() SERVER_PIDS=()
  trap clean_up EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM
  trap 'exit 129' HUP
  trap 'exit 141' PIPE
  WORK=${KEEP:-$(mktemp -d)}
  mkdir -p "${WORK}"
  rm -f "${WORK}"/run-*.json
  : >"${WORK}/skipped.json"
  make_topologies
  run_rounds
  write_results
  echo
  "${BIN}/tidegate-compare" "${JSON}" --html "${HTML}"
}

main "$@"
