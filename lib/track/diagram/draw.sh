#!/usr/bin/env bash
# draw.sh DRAW_STATES DOT DIRECTORY tcp|sctp: draws one state diagram into DIRECTORY.
set -euo pipefail
program=$1 dot=$2 name=$4
out=$3/${name}_states.svg
"$program" "$name" | "$dot" -Tsvg | "$program" "$name" --finish >"$out.new"
mv "$out.new" "$out"
echo "$out"
