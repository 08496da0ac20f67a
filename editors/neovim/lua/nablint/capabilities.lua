--- What this client tells the server beyond what Neovim says by itself.
local clipboard = require('nablint.clipboard')
local compat = require('nablint.compat')
local places = require('nablint.places')
local refresh = require('nablint.refresh')

local M = {}

--- Without Neovim's own, which a configuration of 0.11 is added to.
---@return table
function M.own()
  local commands = { experimental = { commands = { commands = { clipboard.COMMAND, places.COMMAND } } } }
  -- Before Neovim 0.10 diagnostics are not pulled.
  if not compat.has(10) then return commands end
  return vim.tbl_deep_extend('force', commands, refresh.capabilities)
end

---@return table
function M.all() return vim.tbl_deep_extend('force', vim.lsp.protocol.make_client_capabilities(), M.own()) end

return M
