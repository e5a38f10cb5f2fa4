# DPDK's testpmd in the middle: the same two devices with the same options, one polling core on the same processor, and
# every packet from one goes out at the other (io forwarding). It is what a dataplane that does nothing costs.
#
# Sourced by compare.sh.
# shellcheck shell=bash

testpmd_missing() {
  command -v dpdk-testpmd >/dev/null || echo 'the program "dpdk-testpmd" is missing; ./dev compare fetches it'
}

# As the dataplane does by itself: huge pages if enough are reserved.
dpdk_memory_options() {
  local free
  free=$(awk '$1 == "HugePages_Free:" { print $2 }' /proc/meminfo)
  if ((free >= 64)); then echo --in-memory; else echo '--no-huge -m 1024'; fi
}

testpmd_start() {
  local -a memory
  read -ra memory <<<"$(dpdk_memory_options)"
  : >"${WORK}/testpmd.out"
  # Without a period of its statistics it would wait for its standard input, and end at its end.
  ip netns exec "${MIDDLE}" dpdk-testpmd "${memory[@]}" --no-pci --file-prefix "${PREFIX}" \
    --lcores "0@(${LOAD_CPUS}),1@${POLL_CPU}" --main-lcore 0 \
    --vdev net_af_packet0,iface=middle0,framecnt=4096 --vdev net_af_packet1,iface=middle1,framecnt=4096 \
    -- --forward-mode=io --nb-cores=1 --total-num-mbufs=16384 --stats-period=3600 \
    </dev/null >"${WORK}/testpmd.out" 2>&1 &
  TESTPMD_PID=$!
  wait_for_path "${TESTPMD_PID}" && return
  tail -n 3 "${WORK}/testpmd.out" >&2
  return 1
}

testpmd_stop() {
  stop_process "${TESTPMD_PID:-}"
  [[ -z ${TESTPMD_PID:-} ]] || rm -rf "/var/run/dpdk/${PREFIX}"
  TESTPMD_PID=''
}

testpmd_version() {
  echo "DPDK $(dpkg-query -W -f '${Version}' librte-eal23)"
}
