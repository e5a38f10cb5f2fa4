#!/usr/bin/env bash
# A sweep on three machines gives the bytes of a sweep on this one.
#
#   hosts_test.sh PROGRAM MANIFEST.json
#
# The machines are network namespaces, each with an sshd of its own in it, an empty home directory of its own, and
# without a view of this machine's results; the sweep is started in a fourth one. The keys are made for this test. The
# system's own sshd has no part in it. All of it is removed again, however the test ends.
#
# Exit status 77: skipped, because something is missing that it needs.
set -euo pipefail
export PATH=$PATH:/usr/sbin:/sbin

program=$(readlink -f "$1") manifest=$(readlink -f "$2")
readonly HOSTS=3
prefix=tgsweep$$
namespaces=() daemons=()

skip() {
  echo "hosts_test: skipped: $*" >&2
  exit 77
}

fail() {
  echo "hosts_test: $*" >&2
  exit 1
}

check_needs() {
  local tool
  ((EUID == 0)) || skip "needs root, for network namespaces"
  for tool in ip parallel rsync sshd ssh ssh-keygen; do
    command -v "$tool" >/dev/null || skip "needs $tool (Debian: iproute2 parallel rsync openssh-server openssh-client)"
  done
  parallel --version 2>/dev/null | grep -q '^GNU parallel' || skip "parallel is not GNU parallel"
  ip netns add "$prefix" 2>/dev/null || skip "this machine makes no network namespaces"
  namespaces+=("$prefix")
}

clean_up() {
  local pid namespace
  for pid in "${daemons[@]}"; do
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
  done
  for namespace in "${namespaces[@]}"; do ip netns del "$namespace"; done
  rm -rf -- "$work"
}

here() { ip netns exec "$prefix" "$@"; }
address() { echo "10.213.$1.2"; }

make_keys() {
  mkdir "$work/ssh" "$work/sweeps"
  ssh-keygen -q -t ed25519 -N '' -f "$work/ssh/user"
  ssh-keygen -q -t ed25519 -N '' -f "$work/ssh/host"
  local i
  for ((i = 1; i <= HOSTS; ++i)); do
    echo "$(address "$i") $(cut -d ' ' -f 1,2 "$work/ssh/host.pub")"
  done >"$work/ssh/known_hosts"
  cat >"$work/ssh/client" <<TEXT
User root
IdentityFile $work/ssh/user
IdentitiesOnly yes
UserKnownHostsFile $work/ssh/known_hosts
StrictHostKeyChecking yes
BatchMode yes
ConnectTimeout 5
TEXT
}

# make_host NUMBER: a namespace, a link to it, and sshd.
make_host() {
  local name=$prefix-$1
  ip netns add "$name"
  namespaces+=("$name")
  ip link add "host$1" netns "$prefix" type veth peer name eth0 netns "$name"
  ip -n "$prefix" address add "10.213.$1.1/24" dev "host$1"
  ip -n "$prefix" link set "host$1" up
  ip -n "$name" address add "$(address "$1")/24" dev eth0
  ip -n "$name" link set eth0 up
  ip -n "$name" link set lo up
  cat >"$work/ssh/server$1" <<TEXT
ListenAddress $(address "$1")
HostKey $work/ssh/host
AuthorizedKeysFile $work/ssh/user.pub
StrictModes no
UsePAM no
PasswordAuthentication no
PermitRootLogin prohibit-password
MaxStartups 100
PidFile none
TEXT
  # ip gives each command a mount namespace of its own: what is mounted there nobody else sees.
  # shellcheck disable=SC2016  # expanded by the inner shell
  ip netns exec "$name" bash -c '
    set -e
    for folder in ~root /run "$1/sweeps"; do mount -t tmpfs none "$folder"; done
    mkdir /run/sshd
    # Its unprivileged part runs as a user that only the package makes.
    if ! id sshd >/dev/null 2>&1; then
      (cat /etc/passwd && echo "sshd:x:65534:65534::/run/sshd:/usr/sbin/nologin") >/run/passwd
      mount --bind /run/passwd /etc/passwd
    fi
    exec "$(command -v sshd)" -D -e -f "$1/ssh/server$2"' sshd "$work" "$1" 2>"$work/ssh/log$1" &
  daemons+=($!)
}

on_host() { here ssh -F "$work/ssh/client" "$(address "$1")" "${@:2}"; }

wait_for_host() {
  local tried
  for ((tried = 0; tried < 100; ++tried)); do
    if on_host "$1" true 2>/dev/null; then return; fi
    sleep 0.1
  done
  fail "host $1 does not answer: $(tail -n 3 "$work/ssh/log$1")"
}

sweep_on_hosts() {
  here env PARALLEL_SSH="ssh -F $work/ssh/client" PARALLEL_HOME="$work/parallel" \
    "$program" sweep "$manifest" --hosts "$work/hosts" -o "$work/sweeps/hosts" >"$work/log" 2>&1 ||
    fail "the sweep failed: $(cat "$work/log" "$work/sweeps/hosts/parallel.log")"
}

expect_same_bytes() {
  local file
  for file in cells.jsonl cells.csv timeline.csv; do
    cmp "$work/sweeps/here/$file" "$work/sweeps/hosts/$file" || fail "$file differs"
  done
}

work=$(mktemp -d)
trap clean_up EXIT
check_needs
make_keys
mkdir "$work/parallel"
for ((i = 1; i <= HOSTS; ++i)); do
  make_host "$i"
  echo "2/$(address "$i")" >>"$work/hosts"
done
for ((i = 1; i <= HOSTS; ++i)); do wait_for_host "$i"; done

"$program" sweep "$manifest" -o "$work/sweeps/here" >/dev/null 2>&1
sweep_on_hosts
expect_same_bytes
log=$work/sweeps/hosts/joblog
cells=$(wc -l <"$work/sweeps/here/cells.jsonl")
(($(wc -l <"$log") == cells + 1)) || fail "parallel tells of $(($(wc -l <"$log") - 1)) cells, expected $cells"
for ((i = 1; i <= HOSTS; ++i)); do
  cut -f 2 "$log" | grep -qxF "$(address "$i")" || fail "host $i has had no cell"
  [[ -z $(on_host "$i" 'find . -name ".tidegate*"') ]] || fail "host $i is not as clean as before"
done

# Two results are gone: these two cells are played again, and no other.
mapfile -t gone < <(find "$work/sweeps/hosts/results" -name '*.json' | sort | head -n 2)
rm -- "${gone[@]}"
sweep_on_hosts
expect_same_bytes
(($(grep -c 'has a result$' "$log") == cells - 2)) || fail "played other cells than the two without a result"
echo "hosts_test: $cells cells on $HOSTS hosts, the same bytes"
