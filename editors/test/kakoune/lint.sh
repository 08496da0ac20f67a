#!/usr/bin/env bash
# Kakoune with the recipe of docs/editors.md: opening a note shows its findings. Prints TAP.
set -u
work=$(mktemp -d)
export XDG_CONFIG_HOME=$work/config XDG_RUNTIME_DIR=$work
chmod 700 "$work"
mkdir -p "$work/config/kak"
cp "$NABLINT_RECIPE" "$work/config/kak/kakrc"
cp "$NABLINT_NOTES/lesson.md" "$NABLINT_NOTES/paper.tex" "$work"
failed=0

report() { # outcome (0: well), name
  if [ "$1" -eq 0 ]; then
    printf '\nok - %s\n' "$2"
  else
    printf '\nnot ok - %s\n' "$2"
    [ -f "$work/said" ] && sed 's/^/# /' "$work/said"
    failed=1
  fi
}

# Starts Kakoune on a note, and waits until its messages hold a text.
shows() { # note, text
  local session=t$RANDOM code=1
  kak -ui dummy -s "$session" "$work/$1" </dev/null >/dev/null 2>&1 &
  for _ in $(seq 100); do
    sleep 0.1
    echo "evaluate-commands -client client0 %{ echo -to-file $work/said %opt{lint_messages} }" | kak -p "$session" 2>/dev/null
    grep -qF "$2" "$work/said" 2>/dev/null && code=0 && break
  done
  echo 'kill!' | kak -p "$session" 2>/dev/null
  return $code
}

shows lesson.md 'cannot multiply W (m × n) by b (m): n and m differ'
report $? 'a Markdown note shows its findings'
grep -q '17|' "$work/said"
report $? 'on their lines'
shows paper.tex 'cannot multiply A (m × n) by x (m): n and m differ'
report $? 'a LaTeX note is read too'
rm -rf "$work"
exit $failed
