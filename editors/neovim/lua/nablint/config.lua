--- What a user may choose, with what holds where nothing is chosen.
local M = {}

--- Filetypes whose files are notes. `plaintex` is what Neovim takes a LaTeX file without a preamble for.
M.filetypes = { 'markdown', 'tex', 'plaintex', 'quarto', 'rmd' }

--- What marks the folder that notes and configuration belong to, the strongest first.
M.root_markers = { 'nablint.toml', '.nablint.toml', 'pyproject.toml', '_quarto.yml', '.git' }

---@class nablint.Options
---@field cmd string[] The server and its arguments.
---@field filetypes string[]
---@field root_markers string[]
---@field settings table What the server reads; see |nablint-settings|.
---@field hints 'auto'|'inline'|'line'|'off' Where shapes are shown; see |nablint-hints|.
---@field border string The border of floating windows.
---@field on_attach? fun(client: table, bufnr: integer)
local defaults = {
  cmd = { 'nablint', 'server' },
  filetypes = M.filetypes,
  root_markers = M.root_markers,
  settings = { nablint = {} },
  hints = 'auto',
  border = 'rounded',
}

---@type nablint.Options
M.options = vim.deepcopy(defaults)

local KINDS = {
  cmd = 'table',
  filetypes = 'table',
  root_markers = 'table',
  settings = 'table',
  hints = 'string',
  border = 'string',
  on_attach = 'function',
}
M.HINTS = { 'auto', 'inline', 'line', 'off' }

--- Takes over what is given, and says what it cannot use instead of failing later.
---@param given? table
function M.set(given)
  local chosen = vim.tbl_extend('force', vim.deepcopy(defaults), given or {})
  for name, value in pairs(chosen) do
    if not KINDS[name] then
      error(('nablint: there is no option %q'):format(name), 0)
    elseif type(value) ~= KINDS[name] then
      error(('nablint: option %q must be a %s, not a %s'):format(name, KINDS[name], type(value)), 0)
    end
  end
  if not vim.tbl_contains(M.HINTS, chosen.hints) then
    error(('nablint: option "hints" must be one of %s'):format(table.concat(M.HINTS, ', ')), 0)
  end
  if chosen.settings.nablint == nil then chosen.settings = { nablint = chosen.settings } end
  M.options = chosen
end

local islist = vim.islist or vim.tbl_islist

local function flat(table_, prefix, into)
  for name, value in pairs(table_) do
    local full = prefix .. name
    if type(value) == 'table' and not require('nablint.settings')[full] and not islist(value) then
      flat(value, full .. '.', into)
    else
      into[full] = value
    end
  end
  return into
end

local LUA_TYPES = { list = 'table' }

--- What the server will not understand in its settings, as sentences.
---@return string[]
function M.doubts()
  local known, found = require('nablint.settings'), {}
  for name, value in pairs(flat(M.options.settings.nablint or {}, '', {})) do
    local setting = known[name]
    if not setting then
      found[#found + 1] = ('there is no setting nablint.%s'):format(name)
    elseif type(value) ~= (LUA_TYPES[setting.type] or setting.type) then
      found[#found + 1] = ('nablint.%s must be a %s'):format(name, setting.type)
    elseif setting.values and not vim.tbl_contains(setting.values, value) then
      found[#found + 1] = ('nablint.%s must be one of %s'):format(name, table.concat(setting.values, ', '))
    end
  end
  table.sort(found)
  return found
end

return M
