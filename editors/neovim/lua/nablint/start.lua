--- Starts the server for a buffer where `vim.lsp.enable` does not: Neovim 0.7 to 0.10, and on restart.
local compat = require('nablint.compat')
local config = require('nablint.config')

local M = {}

---@param bufnr integer
---@return string folder that the buffer's note belongs to
function M.root(bufnr)
  local file = vim.api.nvim_buf_get_name(bufnr)
  local folder = file ~= '' and vim.fn.fnamemodify(file, ':p:h') or vim.fn.getcwd()
  for _, marker in ipairs(config.options.root_markers) do
    local found = vim.fn.findfile(marker, vim.fn.escape(folder, ' ,;') .. ';')
    if found == '' then found = vim.fn.finddir(marker, vim.fn.escape(folder, ' ,;') .. ';') end
    if found ~= '' then return vim.fn.fnamemodify(found, ':p:h' .. (vim.fn.isdirectory(found) == 1 and ':h' or '')) end
  end
  return folder
end

---@param bufnr integer
---@return table the client's configuration
function M.client_config(bufnr)
  local options = config.options
  return {
    name = 'nablint',
    cmd = options.cmd,
    root_dir = M.root(bufnr),
    settings = options.settings,
    init_options = options.settings,
    capabilities = require('nablint.capabilities').all(),
    handlers = require('nablint.refresh').handlers,
    on_attach = function(client, attached)
      -- Newer Neovims have the LspAttach event, which plugin/nablint.lua listens to.
      if not compat.has(8) then require('nablint.attach').attach(client, attached) end
      if options.on_attach then options.on_attach(client, attached) end
    end,
  }
end

---@type table<string, integer> clients by root folder, for Neovim 0.7, which has no `vim.lsp.start`
local started = {}

---@param bufnr integer
---@return integer? client id
function M.start(bufnr)
  if vim.bo[bufnr].buftype ~= '' then return end
  local made = M.client_config(bufnr)
  if vim.fn.executable(made.cmd[1]) == 0 then
    vim.notify_once(('nablint: %s is not an executable; see :checkhealth nablint'):format(made.cmd[1]), vim.log.levels.WARN)
    return
  end
  if vim.lsp.start then
    local id
    vim.api.nvim_buf_call(bufnr, function() id = vim.lsp.start(made) end)
    return id
  end
  local id = started[made.root_dir]
  local client = id and vim.lsp.get_client_by_id(id)
  if not client or compat.is_stopped(client) then
    id = vim.lsp.start_client(made)
    started[made.root_dir] = id
  end
  if id then vim.lsp.buf_attach_client(bufnr, id) end
  return id
end

return M
