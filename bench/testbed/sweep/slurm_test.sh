#!/usr/bin/env bash
# A sweep by way of Slurm's script gives the bytes of a sweep on this machine. Its array tasks are run by hand here.
#
#   slurm_test.sh PROGRAM MANIFEST.json
set -euo pipefail

program=$1 manifest=$2
work=$(mktemp -d)
trap 'rm -rf -- "$work"' EXIT
folder="$work/it's by Slurm"

fail() {
  echo "slurm_test: $*" >&2
  exit 1
}

run_tasks() {
  local last task
  last=$(sed -n 's/^#SBATCH --array=0-//p' "$folder/sweep.sbatch")
  for ((task = last; task >= 0; --task)); do
    (cd / && SLURM_ARRAY_TASK_ID=$task bash "$folder/sweep.sbatch") || fail "task $task: exit status $?"
  done
}

"$program" sweep "$manifest" -o "$work/here" >/dev/null 2>&1
"$program" sweep "$manifest" --slurm --tasks 5 -o "$folder" >/dev/null
bash -n "$folder/sweep.sbatch"
if command -v shellcheck >/dev/null; then shellcheck "$folder/sweep.sbatch"; fi
[[ $(head -n 1 "$folder/sweep.sbatch") == '#!'* ]] || fail "sbatch wants a first line that names the interpreter"
"$program" sweep "$manifest" --merge -o "$folder" >/dev/null 2>&1 && fail "merged what is not there without complaint"

run_tasks
# Once more, with a result gone: that one is made again, the others are left alone.
result=$(find "$folder/results" -name '*.json' | sort | head -n 1)
rm -- "$result"
touch -- "$work/before"
run_tasks
[[ $(find "$folder/results" -newer "$work/before" -name '*.json') == "$result" ]] || fail "played more than was missing"

"$program" sweep "$manifest" --merge -o "$folder" >/dev/null
for file in cells.jsonl cells.csv timeline.csv; do
  cmp "$work/here/$file" "$folder/$file" || fail "$file differs"
done
echo "slurm_test: $(wc -l <"$folder/cells.jsonl") cells, the same bytes"
