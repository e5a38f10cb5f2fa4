#!/usr/bin/env bash
# has_all_of_help.sh MANDOC PAGE PROGRAM: every option and every verb of the program's --help, and of the --help of its
# verbs, is in its manual page.
set -euo pipefail
mandoc=$1 page=$2 program=$3
status=0

# Wide, so that no name is broken at its hyphens; what is bold or underlined comes as letters struck twice.
text=$("$mandoc" -T ascii -O width=1000 "$page" | sed 's/.\x08//g')

has() {
  if ! grep -qF -e "$1" <<<"$text"; then
    echo "$page: not a word of $1"
    status=1
  fi
}

# "  conntrack list   live connections": one or two words, then what they take or what they do.
verbs() { sed -nE 's/^  ([a-z]+( [a-z]+)?)(  .*| [A-Z[].*|)$/\1/p'; }
options() { grep -oE -e '(^|[ [])--?[a-z][a-z_-]*' | tr -d ' ['; }

help=$("$program" --help)
while read -r verb; do
  has "$verb"
  verb_help=$("$program" "$verb" --help 2>/dev/null || true)
  help+=$'\n'$verb_help
done < <(verbs <<<"$help")
found=$(options <<<"$help" | sort -u)
[[ -n $found ]] || {
  echo "$program --help names no option"
  exit 1
}
while read -r option; do has "$option"; done <<<"$found"
exit "$status"
