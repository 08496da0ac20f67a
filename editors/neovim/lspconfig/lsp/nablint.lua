---@brief
---
--- https://github.com/nablint/nablint
---
--- `nablint`, a language server that checks the matrix calculus in Markdown and LaTeX notes: shapes, chain rules, layouts,
--- derivatives.
---
--- It can be installed with `pipx`:
---
--- ```sh
--- pipx install 'nablint[server]'
--- ```

---@type vim.lsp.Config
return {
  cmd = { 'nablint', 'server' },
  filetypes = { 'markdown', 'tex', 'plaintex', 'quarto', 'rmd' },
  root_markers = { 'nablint.toml', '.nablint.toml', 'pyproject.toml', '_quarto.yml', '.git' },
  settings = {
    nablint = {},
  },
}
