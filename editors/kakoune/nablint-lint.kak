# nablint, from docs/editors.md; written by editors/generate.py.

hook global WinSetOption filetype=(markdown|latex) %{
    set-option window lintcmd 'nablint check --exit-zero --no-cache --output-format concise'
    hook window -group nablint BufWritePost .* lint
    lint
}
