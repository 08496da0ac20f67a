--- Runs the nablint command line beside the server: the same program, another subcommand.
local config = require('nablint.config')

local M = {}

---@return string[] the program without its "server" and what follows
function M.program()
  local found = {}
  for _, word in ipairs(config.options.cmd) do
    if word == 'server' then break end
    found[#found + 1] = word == 'nablint.lsp' and 'nablint' or word
  end
  return found
end

--- Output of a run; nil and what went wrong where it did not end well.
---@param arguments string[]
---@param input? string
---@return string?, string?
function M.run(arguments, input)
  local command = M.program()
  vim.list_extend(command, arguments)
  local ok, output = pcall(vim.fn.system, command, input)
  if not ok then return nil, tostring(output) end
  if vim.v.shell_error ~= 0 then return nil, vim.trim(output) end
  return output
end

return M
