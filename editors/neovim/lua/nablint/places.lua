--- The command behind a line above a section: its claims, or what its layout rests on, to choose one and go there.
local compat = require('nablint.compat')

local M = {}

M.COMMAND = 'nablint.showPlaces'

local function go(place, client)
  local bufnr = vim.uri_to_bufnr(place.uri)
  vim.fn.bufload(bufnr)
  vim.cmd("normal! m'")
  vim.api.nvim_win_set_buf(0, bufnr)
  local start = place.range.start
  vim.api.nvim_win_set_cursor(0, { start.line + 1, compat.byte_column(bufnr, start, client) })
end

local function label(place)
  local why = place.why ~= '' and (' (' .. place.why .. ')') or ''
  return ('%d: %s: %s%s'):format(place.range.start.line + 1, place.state, place.text, why)
end

---@param asked table what the server wants to be asked
---@param client table
---@param bufnr integer
function M.show(asked, client, bufnr)
  compat.request(client, 'nablint/places', asked, bufnr, function(places, problem)
    if problem then return compat.say(problem, vim.log.levels.ERROR) end
    if not places or #places == 0 then return compat.say('there is nothing to go to') end
    if #places == 1 then return go(places[1], client) end
    vim.ui.select(places, { prompt = 'Go to', format_item = label }, function(place)
      if place then go(place, client) end
    end)
  end)
end

--- Lets Neovim's own code lenses find it.
function M.define()
  vim.lsp.commands[M.COMMAND] = function(command, context)
    local client = vim.lsp.get_client_by_id(context.client_id)
    if client then M.show(command.arguments[1], client, context.bufnr) end
  end
end

return M
