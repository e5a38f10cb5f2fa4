# Processes and processors for the demo and the comparison: what they start, they wait for and stop by its number.
# Sourced by demo.sh and compare.sh.
# shellcheck shell=bash

# The last processor is for the dataplane's worker, which polls; the load gets the others.
# Sets POLL_CPU and LOAD_CPUS.
choose_cpus() {
  local -a cpus=()
  local range
  for range in $(sed -n 's/^Cpus_allowed_list:\s*//p' "/proc/$$/status" | tr ',' ' '); do
    mapfile -t -O "${#cpus[@]}" cpus < <(seq "${range%-*}" "${range#*-}")
  done
  # shellcheck disable=SC2034  # read by engine_testpmd.sh and engine_ovs.sh
  POLL_CPU=${cpus[-1]}
  ((${#cpus[@]} > 1)) && unset 'cpus[-1]'
  # shellcheck disable=SC2034  # read by demo.sh and compare.sh
  LOAD_CPUS=$(IFS=,; echo "${cpus[*]}")
}

# wait_for_line FILE PID: until the process has written a line or is gone, for at most 20 seconds.
wait_for_line() {
  local tried
  for ((tried = 0; tried < 200; ++tried)); do
    [[ -s $1 ]] && return 0
    kill -0 "$2" 2>/dev/null || return 1
    sleep 0.1
  done
  return 1
}

# stop_process PID: asks it to end, and makes it after five seconds.
stop_process() {
  [[ -n $1 ]] || return 0
  local tried
  kill -TERM "$1" 2>/dev/null || true
  for ((tried = 0; tried < 50; ++tried)); do
    kill -0 "$1" 2>/dev/null || break
    sleep 0.1
  done
  if kill -0 "$1" 2>/dev/null; then kill -KILL "$1"; fi
  wait "$1" 2>/dev/null || true
}

# wait_for_socket PATH PID: until it is there or the process is gone, for at most 10 seconds.
wait_for_socket() {
  local tried
  for ((tried = 0; tried < 200; ++tried)); do
    [[ -S $1 ]] && return 0
    kill -0 "$2" 2>/dev/null || return 1
    sleep 0.05
  done
  return 1
}
