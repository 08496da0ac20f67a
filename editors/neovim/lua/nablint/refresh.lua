--- Diagnostics that are pulled are pulled again when the server says that settings have changed: Neovim does not by itself.
local compat = require('nablint.compat')

local M = {}
local METHOD = 'textDocument/diagnostic'

--- What the client tells the server it can do.
M.capabilities = { workspace = { diagnostics = { refreshSupport = true } } }

local function pull(client, bufnr)
  local params = { textDocument = { uri = vim.uri_from_bufnr(bufnr) } }
  if compat.has(11) then return client:request(METHOD, params, nil, bufnr) end
  client.request(METHOD, params, nil, bufnr)
end

M.handlers = {
  ['workspace/diagnostic/refresh'] = function(_, _, context)
    local client = vim.lsp.get_client_by_id(context.client_id)
    for _, bufnr in ipairs(client and compat.buffers(client) or {}) do
      if vim.api.nvim_buf_is_loaded(bufnr) then pull(client, bufnr) end
    end
    return vim.NIL
  end,
}

return M
