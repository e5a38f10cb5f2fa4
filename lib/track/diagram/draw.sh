#!/usr/bin/env bash
# draw.sh OUTPUT DOT PROGRAM [ARGUMENT...]: draws one diagram. The program prints it for Graphviz, and finishes what
# Graphviz made of it.
set -euo pipefail
out=$1 dot=$2
shift 2
"$@" | "$dot" -Tsvg | "$@" --finish >"$out.new"
mv "$out.new" "$out"
echo "$out"
