#!/usr/bin/env bash
# compare.sh with two engines that need nothing but Tidegate and Linux: results, page, wrong options.
set -euo pipefail

BIN=$1
COMPARE=$(dirname "$(readlink -f "$0")")/../../bench/e2e/compare.sh
WORK=$(mktemp -d)
trap 'rm -rf "${WORK}"' EXIT

fail() {
  echo "FAILED: $*" >&2
  exit 1
}

# expect_refusal BEGINNING OPTION...: one line that begins so, and exit status 2.
expect_refusal() {
  local beginning=$1 status=0
  shift
  "${COMPARE}" --bin "${BIN}" "$@" >"${WORK}/out" 2>"${WORK}/err" || status=$?
  [[ ${status} == 2 ]] || fail "$*: exit status ${status}, expected 2"
  [[ $(wc -l <"${WORK}/err") == 1 && ! -s ${WORK}/out ]] || fail "$*: expected one line"
  [[ $(<"${WORK}/err") == "compare: ${beginning}"* ]] || fail "$*: $(<"${WORK}/err")"
}

expect_refusal '--round: no such option' --round 1
expect_refusal '--rounds: expected a value after it' --rounds
expect_refusal '--rounds: "0" found' --rounds 0
expect_refusal '--seconds: "0" found' --seconds 0
expect_refusal '--seconds: "x" found' --seconds x
expect_refusal '--engines: no engine "vpp"' --engines tidegate,vpp
expect_refusal '--engines: "plain" is named twice' --engines plain,plain
expect_refusal '--engines: expected at least one' --engines ''
expect_refusal '--workloads: no workload "udp"' --workloads udp
expect_refusal 'cannot write to /no/such' --json /no/such/file
"${COMPARE}" --help | grep -q '^usage: compare.sh' || fail 'no help'

"${COMPARE}" --bin "${BIN}" --tools /no/such --engines tidegate,plain,ovs --rounds 1 --seconds 0.3 \
  --json "${WORK}/results.json" --html "${WORK}/page.html" >"${WORK}/out" 2>"${WORK}/err" &
PID=$!
wait "${PID}" || fail "exit status $?: $(<"${WORK}/err")"
cat "${WORK}/out" "${WORK}/err"
jq -e '[.engines[].name] == ["tidegate", "plain"] or [.engines[].name] == ["tidegate", "plain", "ovs"]' \
  "${WORK}/results.json" >/dev/null || fail 'engines'
jq -e '(.runs | length) == 4 * (.engines | length) and all(.runs[]; .load.transactions > 0 and .load.failed == 0)' \
  "${WORK}/results.json" >/dev/null || fail 'runs'
grep -q '^TCP_CRR, 4 clients .*conn/s' "${WORK}/out" || fail 'no table'
grep -q '^  Tidegate  *[1-9]' "${WORK}/out" || fail 'no figures of Tidegate'
grep -q '</html>' "${WORK}/page.html" || fail 'no page'
! ip netns list | grep -q "^tgcmp-${PID}-" || fail 'namespaces are left behind'
