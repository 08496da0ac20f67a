--- Hover text as wide as the window: Neovim itself would break it in the middle of words and formulas.
local wrap = require('nablint.wrap')

local M = {}

local METHOD = 'textDocument/hover'
local NARROWEST = 20

--- The columns that a floating window over the current one has for text, beside its border.
---@return integer
function M.width() return math.max(vim.api.nvim_win_get_width(0) - 2, NARROWEST) end

---@param result any what the server answered
---@param width integer
function M.wrapped(result, width)
  local contents = type(result) == 'table' and result.contents
  if type(contents) == 'table' and type(contents.value) == 'string' then contents.value = wrap.text(contents.value, width) end
  return result
end

--- From now on the hovers of this client fit. There is no other place for it that Neovim 0.7 to 0.11 have in common.
---@param client table
function M.follow(client)
  local ask = client.request
  if client.nablint_wraps then return end
  client.nablint_wraps = true
  client.request = function(first, ...)
    local given, with_self = { first, ... }, type(first) == 'table'
    local at = with_self and 2 or 1
    if given[at] ~= METHOD then return ask(first, ...) end
    local handler = given[at + 2] or (client.handlers or {})[METHOD] or vim.lsp.handlers[METHOD]
    local function fitted(err, result, ...) return handler(err, M.wrapped(result, M.width()), ...) end
    if with_self then return ask(first, METHOD, given[3], fitted, given[5]) end
    return ask(METHOD, given[2], fitted, given[4])
  end
end

return M
