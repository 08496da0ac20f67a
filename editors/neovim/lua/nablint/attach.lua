--- What a buffer gets when the server is attached to it.
local M = {}

---@param client table
---@param bufnr integer
function M.attach(client, bufnr)
  require('nablint.highlight').define()
  require('nablint.clipboard').define()
  require('nablint.places').define()
  require('nablint.hover').follow(client)
  require('nablint.commands').create(bufnr)
  require('nablint.status').follow(bufnr)
  require('nablint.hints').follow(client, bufnr)
end

--- From now on every buffer that the server is attached to gets it, however the server was started. Neovim 0.7 has no such
--- event; `start.lua` attaches there.
function M.listen()
  if vim.fn.has('nvim-0.8') == 0 then return end
  vim.api.nvim_create_autocmd('LspAttach', {
    group = vim.api.nvim_create_augroup('nablint_attach', { clear = true }),
    callback = function(event)
      local client = vim.lsp.get_client_by_id(event.data.client_id)
      if client and client.name == 'nablint' then M.attach(client, event.buf) end
    end,
  })
end

return M
