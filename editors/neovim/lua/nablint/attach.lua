--- What a buffer gets when the server is attached to it.
local M = {}

---@param client table
---@param bufnr integer
function M.attach(client, bufnr)
  require('nablint.highlight').define()
  require('nablint.commands').create(bufnr)
  require('nablint.status').follow(bufnr)
  require('nablint.hints').follow(client, bufnr)
end

return M
