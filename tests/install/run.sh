#!/usr/bin/env bash
# run.sh CMAKE BUILD SOURCE: installs into a directory of its own and uses what is there: programs, the CMake package,
# pkg-config, the manual pages and the unit.
set -euo pipefail
cmake=$1 build=$2 source=$3
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
prefix=$scratch/usr

fail() {
  echo "install: $*"
  exit 1
}

"$cmake" --install "$build" --prefix "$prefix" >"$scratch/log" || fail "$(cat "$scratch/log")"
shopt -s globstar nullglob

for program in tidegate-dataplane tidegatectl tidegate-replay tidegate-testbed bench_conntrack; do
  "$prefix/bin/$program" --help >/dev/null || fail "$program --help"
done
"$prefix/bin/tidegate-dataplane" --config "$prefix"/share/doc/tidegate/examples/wire.json --check >/dev/null ||
  fail "the example of a configuration"
grep -qF "ExecStart=$prefix/bin/tidegate-dataplane --config $prefix/etc/tidegate/%i.json" \
  "$prefix/lib/systemd/system/tidegate-dataplane@.service" || fail "the unit"
for page in man1/tidegate-replay.1 man5/tidegate.json.5 man8/tidegate-dataplane.8 man8/tidegatectl.8; do
  [[ -f $prefix/share/man/$page ]] || fail "no $page"
done
wrong=("$prefix"/**/*_test*.h "$prefix"/**/*_test.cc)
[[ ${#wrong[@]} -eq 0 ]] || fail "tests are installed: ${wrong[*]}"

# With CMake.
"$cmake" -G Ninja -S "$source/tests/install/user" -B "$scratch/user" -DCMAKE_PREFIX_PATH="$prefix" \
  -DTIDEGATE_EXAMPLES="$prefix/share/doc/tidegate/examples" >"$scratch/log" 2>&1 || fail "$(cat "$scratch/log")"
"$cmake" --build "$scratch/user" >"$scratch/log" 2>&1 || fail "$(cat "$scratch/log")"
"$scratch/user/firewall_burst" | grep -q 'SYN: pass (SYN_SENT)' || fail "the program of a user of CMake"

# With pkg-config.
pc=("$prefix"/lib/**/tidegate.pc)
read -ra flags < <(PKG_CONFIG_PATH=${pc[0]%/*} pkg-config --cflags --libs tidegate)
"${CXX:-c++}" -std=c++20 -o "$scratch/table_alone" "$source/examples/table_alone.cc" "${flags[@]}" ||
  fail "the program of a user of pkg-config does not link"
"$scratch/table_alone" | grep -q 'reopened in place' || fail "the program of a user of pkg-config"
echo "install: all is well"
