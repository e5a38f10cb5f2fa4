# Open vSwitch with connection tracking in the middle: its userspace datapath on DPDK, on the same two devices, with one
# polling thread on the same processor, and flows that say the same as the security group.
#
# Sourced by compare.sh. It runs from where its packages were unpacked, with a database and sockets of its own: no
# service of the machine is started or spoken to.
# shellcheck shell=bash

readonly OVS_DATAPATH=ovs-vswitchd-dpdk
readonly OVS_PROGRAMS=("${OVS_DATAPATH}" ovsdb-server ovsdb-tool ovs-vsctl ovs-ofctl)
readonly OVS_ZONE=1

ovs_missing() {
  local program
  for program in "${OVS_PROGRAMS[@]}"; do
    command -v "${program}" >/dev/null && continue
    echo "the program \"${program}\" is missing; ./dev compare fetches it"
    return
  done
  [[ -c /dev/net/tun ]] || echo '/dev/net/tun is missing; a bridge of Open vSwitch needs it'
}

ovs_schema() {
  local base
  for base in "${TOOLS}" ''; do
    [[ -r ${base}/usr/share/openvswitch/vswitch.ovsschema ]] || continue
    echo "${base}/usr/share/openvswitch/vswitch.ovsschema"
    return
  done
}

ovs_start() {
  local dir="${WORK}/ovs"
  rm -rf "${dir}"
  mkdir -p "${dir}"
  export OVS_RUNDIR="${dir}" OVS_LOGDIR="${dir}" OVS_DBDIR="${dir}" OVS_SYSCONFDIR="${dir}"
  if ovs_start_database && ovs_start_switch && ovs_add_bridge && wait_for_path "${OVS_PID}"; then return; fi
  grep -hE 'ERR|EMER|WARN' "${dir}/ovs-vswitchd.log" 2>/dev/null | tail -n 3 >&2
  return 1
}

ovs_start_database() {
  ovsdb-tool create "${OVS_RUNDIR}/conf.db" "$(ovs_schema)" || return
  ovsdb-server "${OVS_RUNDIR}/conf.db" --remote="punix:${OVS_RUNDIR}/db.sock" --log-file="${OVS_RUNDIR}/ovsdb.log" \
    -vconsole:off </dev/null >/dev/null 2>&1 &
  OVSDB_PID=$!
  wait_for_socket "${OVS_RUNDIR}/db.sock" "${OVSDB_PID}"
}

# cpu_mask CPU: hexadecimal, of any length.
cpu_mask() {
  local zeros
  zeros=$(printf '%*s' $(($1 / 4)) '')
  printf '%x%s' $((1 << $1 % 4)) "${zeros// /0}"
}

# It adds --in-memory by itself unless it is told something else of the kind.
ovs_memory_options() {
  local options
  options=$(dpdk_memory_options)
  echo "${options/--no-huge/--no-huge --legacy-mem}"
}

# One pinned polling thread; everything else runs beside the load.
ovs_start_switch() {
  ovs_vsctl --no-wait init -- set Open_vSwitch . other_config:dpdk-init=true \
    other_config:dpdk-extra="$(ovs_memory_options) --no-pci --file-prefix ${PREFIX}" \
    "other_config:pmd-cpu-mask=$(cpu_mask "${POLL_CPU}")" other_config:n-handler-threads=1 \
    other_config:n-revalidator-threads=1 || return
  ip netns exec "${MIDDLE}" taskset -c "${LOAD_CPUS}" "${OVS_DATAPATH}" "unix:${OVS_RUNDIR}/db.sock" --disable-system \
    --log-file="${OVS_RUNDIR}/ovs-vswitchd.log" -vconsole:off </dev/null >/dev/null 2>&1 &
  OVS_PID=$!
}

ovs_add_bridge() {
  local port
  ovs_vsctl add-br br0 -- set Bridge br0 datapath_type=netdev fail_mode=secure || return
  for port in 0 1; do
    ovs_vsctl add-port br0 "dpdk${port}" -- set Interface "dpdk${port}" type=dpdk "ofport_request=$((port + 1))" \
      "options:dpdk-devargs=net_af_packet${port},iface=middle${port},framecnt=4096" || return
  done
  ovs_flows | ovs-ofctl add-flows "unix:${OVS_RUNDIR}/br0.mgmt" -
}

ovs_vsctl() {
  ovs-vsctl --db="unix:${OVS_RUNDIR}/db.sock" --timeout=10 "$@"
}

# Port 1 is the clients' side, port 2 the servers'.
ovs_flows() {
  local port
  cat <<FLOWS
table=0,priority=1,ip,ct_state=-trk,actions=ct(table=1,zone=${OVS_ZONE})
table=1,priority=3,in_port=1,ip,ct_state=+trk+est-inv,actions=output:2
table=1,priority=3,in_port=2,ip,ct_state=+trk+est-inv,actions=output:1
table=1,priority=3,in_port=1,ip,ct_state=+trk+rel-inv,actions=output:2
table=1,priority=3,in_port=2,ip,ct_state=+trk+rel-inv,actions=output:1
table=1,priority=2,in_port=2,ip,ct_state=+trk+new,actions=ct(commit,zone=${OVS_ZONE}),output:1
FLOWS
  for port in "${OPEN_PORTS[@]}"; do
    echo "table=1,priority=2,in_port=1,tcp,tp_dst=${port},ct_state=+trk+new,actions=ct(commit,zone=${OVS_ZONE}),output:2"
  done
}

ovs_stop() {
  stop_process "${OVS_PID:-}"
  stop_process "${OVSDB_PID:-}"
  [[ -z ${OVS_PID:-} ]] || rm -rf "/var/run/dpdk/${PREFIX}"
  OVS_PID='' OVSDB_PID=''
}
