--- The chain rule at the cursor: asks the server for the graph and shows it in a floating window.
local compat = require('nablint.compat')
local draw = require('nablint.draw')
local float = require('nablint.float')

local M = {}

local function jump(bufnr, client, range)
  local window = vim.fn.bufwinid(bufnr)
  if window == -1 then return end
  vim.api.nvim_set_current_win(window)
  vim.cmd("normal! m'")
  vim.api.nvim_win_set_cursor(window, { range.start.line + 1, compat.byte_column(bufnr, range.start, client) })
end

local function open(graph, client, bufnr)
  local picture = draw.picture(graph)
  local window
  local function go()
    local cursor = vim.api.nvim_win_get_cursor(window)
    local range = draw.at(picture, cursor[1] - 1, cursor[2])
    if not range then return end
    vim.api.nvim_win_close(window, true)
    jump(bufnr, client, range)
  end
  local title = graph.layout ~= '' and 'chain rule · ' .. graph.layout or 'chain rule'
  window = float.open(picture.lines, { title = title, marks = picture.marks, keys = { ['<CR>'] = go } })
end

--- Shows what depends on what around the cursor.
---@param bufnr? integer
function M.show(bufnr)
  bufnr = bufnr or vim.api.nvim_get_current_buf()
  local client = compat.client(bufnr)
  if not client then return compat.say('the server is not running for this buffer', vim.log.levels.WARN) end
  compat.request(client, 'nablint/graph', compat.cursor_params(bufnr, client), bufnr, function(graph, problem)
    if problem then return compat.say(problem, vim.log.levels.ERROR) end
    if not graph or #graph.vertices == 0 then return compat.say('nothing is defined here, so there is no chain to draw') end
    open(graph, client, bufnr)
  end)
end

return M
