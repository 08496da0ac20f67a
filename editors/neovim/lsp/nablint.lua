--- For `vim.lsp.enable('nablint')`, Neovim 0.11 and later.
local config = require('nablint.config')
local capabilities = require('nablint.capabilities')
local refresh = require('nablint.refresh')

---@type vim.lsp.Config
return {
  cmd = config.options.cmd,
  filetypes = config.options.filetypes,
  root_markers = config.options.root_markers,
  settings = config.options.settings,
  capabilities = capabilities.own(),
  handlers = refresh.handlers,
}
