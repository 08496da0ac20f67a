#!/usr/bin/env bash
# Kate with the recipe of docs/editors.md, without a display: opening a note starts the server, and findings reach Kate.
# What is seen are the messages between the two. Prints TAP.
set -u
work=$(mktemp -d)
mkdir -p "$work/bin" "$work/run" "$work/config/kate/lspclient"
chmod 700 "$work/run"
cp "$NABLINT_RECIPE" "$work/config/kate/lspclient/settings.json"
cp "$NABLINT_NOTES/lesson.md" "$NABLINT_NOTES/paper.tex" "$work"
server=$(command -v nablint)
cat >"$work/bin/nablint" <<END
#!/usr/bin/env bash
tee -a "$work/said" | "$server" "\$@" | tee -a "$work/heard"
END
chmod +x "$work/bin/nablint"
# Kate asks before it starts a server for the first time; here that is answered beforehand.
cat >"$work/config/katerc" <<END
[General]
Startup Session=none

[lspclient]
AllowedServerCommandLines=$work/bin/nablint server,nablint server
END
export XDG_CONFIG_HOME=$work/config XDG_RUNTIME_DIR=$work/run PATH=$work/bin:$PATH QT_QPA_PLATFORM=offscreen
failed=0

opens() { # note, language, text of a finding
  local code=1 kate
  : >"$work/said"
  : >"$work/heard"
  kate -n -b "$work/$1" >"$work/log" 2>&1 </dev/null &
  kate=$!
  for _ in $(seq 200); do
    sleep 0.1
    grep -q "\"languageId\": *\"$2\"" "$work/said" && grep -qF "$3" "$work/heard" && code=0 && break
  done
  kill "$kate" 2>/dev/null
  wait "$kate" 2>/dev/null
  if [ $code -eq 0 ]; then
    printf '\nok - %s is opened as %s, and its finding reaches Kate\n' "$1" "$2"
  else
    printf '\nnot ok - %s is opened as %s, and its finding reaches Kate\n' "$1" "$2"
    tail -n 20 "$work/log" "$work/heard" | cut -c1-300 | sed 's/^/# /'
    failed=1
  fi
}

opens lesson.md markdown 'SHP001'
opens paper.tex latex 'SHP001'
rm -rf "$work"
exit $failed
