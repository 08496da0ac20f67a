# nablint, from docs/editors.md; written by editors/generate.py.

hook -group nablint global BufSetOption filetype=(markdown|latex) %{
    set-option buffer lsp_servers %{
        [nablint]
        root_globs = ["nablint.toml", ".git"]
        command = "nablint"
        args = ["server"]
    }
}
