--- The command that a code action of the server names: a text goes into the registers.
local compat = require('nablint.compat')

local M = {}

M.COMMAND = 'nablint.copyText'

---@param text string
function M.copy(text)
  vim.fn.setreg('"', text)
  if vim.fn.has('clipboard') == 1 then vim.fn.setreg('+', text) end
  local lines = #vim.split(text, '\n', { plain = true })
  compat.say(lines == 1 and 'copied one line' or ('copied %d lines'):format(lines))
end

--- Lets Neovim's own code actions find it.
function M.define()
  vim.lsp.commands[M.COMMAND] = function(command) M.copy((command.arguments or {})[1] or '') end
end

return M
