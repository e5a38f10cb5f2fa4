#!/usr/bin/env bash
# Measures all tables at all sizes, interleaved and repeated, and keeps what came out here: DATE-NAME.json with its plot
# DATE-NAME.svg. Called by ./dev bench-results, which builds the programs first.
set -euo pipefail
cd "$(dirname "$0")/../.."

usage() {
  cat <<'TEXT'
usage: ./dev bench-results NAME [OPTION...]

  NAME     of the machine, for the files' names: small letters, digits and dashes, e.g. epyc-zen4-2vcpu
  OPTION   further options of bench_conntrack; they come behind --sizes large --benchmark_repetitions=7 and count
TEXT
}

fail() {
  echo "bench-results: $1" >&2
  exit 2
}

case ${1:-} in
  '') fail "expected the machine's NAME, e.g. epyc-zen4-2vcpu; --help tells more" ;;
  -h | --help) usage && exit ;;
esac
name=$1
shift
[[ $name =~ ^[a-z0-9]+(-[a-z0-9]+)*$ ]] || fail "\"$name\" found, expected small letters, digits and dashes"

folder=${BENCH_RESULTS_FOLDER:-bench/results}
programs=${BENCH_RESULTS_PROGRAMS:-build/bin}
stem=$folder/$(date -u +%F)-$name
raw=$(mktemp --suffix=.json)
trap 'rm -f "$raw"' EXIT

# Some table may fail at some size; what was measured of the others is kept, and the exit status says so.
status=0
"$programs"/bench_conntrack --sizes large --benchmark_repetitions=7 --benchmark_enable_random_interleaving=true \
  --benchmark_min_time=0.2 --benchmark_display_aggregates_only=true --benchmark_context=machine="$name" \
  --benchmark_out="$raw" --benchmark_out_format=json "$@" || status=$?
[[ $status -ne 2 ]] || exit 2

# Who owns the machine is nobody's business, and aggregates can be computed again.
jq '.context.host_name = .context.machine | del(.context.executable)
    | .benchmarks |= map(select(.run_type == "iteration"))' "$raw" >"$stem.json"
"$programs"/bench_report "$stem.json" "$stem.svg" >/dev/null
echo "written: $stem.json $stem.svg" >&2
exit "$status"
