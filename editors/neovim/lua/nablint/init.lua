--- nablint in Neovim: `setup`, and what a statusline or a mapping calls.
local M = {}

--- Chooses options and starts the server for every note, on Neovim 0.7 and later. From 0.11 on `vim.lsp.enable('nablint')`
--- is enough.
---@param options? table see |nablint-setup|
function M.setup(options)
  local config = require('nablint.config')
  local compat = require('nablint.compat')
  config.set(options)
  -- A manager that loads plugins late may have passed by plugin/nablint.lua.
  require('nablint.attach').listen()
  if compat.has(11) then
    local chosen = config.options
    vim.lsp.config('nablint', {
      cmd = chosen.cmd,
      filetypes = chosen.filetypes,
      root_markers = chosen.root_markers,
      settings = chosen.settings,
      on_attach = chosen.on_attach,
    })
    vim.lsp.enable('nablint')
    return
  end
  local group = vim.api.nvim_create_augroup('nablint_start', { clear = true })
  vim.api.nvim_create_autocmd('FileType', {
    group = group,
    pattern = config.options.filetypes,
    callback = function(event) require('nablint.start').start(event.buf) end,
  })
  for _, bufnr in ipairs(vim.api.nvim_list_bufs()) do
    if vim.api.nvim_buf_is_loaded(bufnr) and vim.tbl_contains(config.options.filetypes, vim.bo[bufnr].filetype) then
      require('nablint.start').start(bufnr)
    end
  end
end

--- "numerator · 12 claims: 11 verified, 1 wrong", or "" where there is nothing to say.
---@param bufnr? integer
---@return string
function M.statusline(bufnr) return require('nablint.status').text(bufnr or 0) end

--- The chain rule at the cursor, in a floating window.
function M.graph() require('nablint.graph').show() end

--- Where shapes are shown: 'auto', 'inline', 'line' or 'off'.
---@param style string
function M.hints(style) require('nablint.hints').set(vim.api.nvim_get_current_buf(), style) end

return M
