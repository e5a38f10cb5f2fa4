#!/usr/bin/env bash
# Runs one fuzzer: first all seeds and found cases, then what it makes of them.
#
#   run.sh FUZZER WORK_FOLDER CORPUS_FOLDER INPUT_FOLDER...
#
# Runs for TIDEGATE_FUZZ_SECONDS (60 if not set). Of the input folders those that exist are read; beside CORPUS_FOLDER
# its dictionary and options may stand, as CORPUS_FOLDER.dict and CORPUS_FOLDER.options. WORK_FOLDER keeps the inputs
# that reached something new, for the next run, the log, and the summary: a line that says what was done, or names the
# input that failed.
set -euo pipefail
seconds=${TIDEGATE_FUZZ_SECONDS:-60}
fuzzer=$1 work=$2 corpus=$3
name=$(basename "$fuzzer" _fuzz)

mkdir -p "$work/corpus" "$work/failed"
folders=("$work/corpus")
for folder in "${@:3}"; do
  if [[ -d $folder ]]; then folders+=("$folder"); fi
done
# Without -entropic, whose bookkeeping takes half of the time with targets as large as these.
options=(-max_total_time="$seconds" -entropic=0 -timeout=20 -rss_limit_mb=2048 -print_final_stats=1
         -artifact_prefix="$work/failed/")
if [[ -f $corpus.dict ]]; then options+=(-dict="$corpus.dict"); fi
if [[ -f $corpus.options ]]; then mapfile -t -O "${#options[@]}" options <"$corpus.options"; fi

# Where each block was allocated is a tenth of the time; who looks into a failure runs its input alone, with all of it.
export ASAN_OPTIONS=${ASAN_OPTIONS:-malloc_context_size=0}

status=0
"$fuzzer" "${options[@]}" "${folders[@]}" >"$work/log" 2>&1 || status=$?

# The last number behind a word of the log.
last() { grep -aoE "$1[0-9]+" "$work/log" | tail -n 1 | grep -oE '[0-9]+$' || echo 0; }
if [[ $status -eq 0 ]]; then
  summary="$name: $(last 'number_of_executed_units: *') executions in $seconds s, $(last ' cov: ') edges covered,"
  summary+=" $(last ' corp: ') inputs kept"
else
  sed -n '/does not hold\|ERROR: \|SUMMARY: \|runtime error/p' "$work/log" | sort -u | head -n 5 >&2
  input=$(grep -aoE "$work/failed/[^ ]+" "$work/log" | tail -n 1 || true)
  summary="$name: FAILED with exit status $status, input ${input:-none}, log $work/log"
fi
echo "$summary" | tee "$work/summary"
exit "$status"
