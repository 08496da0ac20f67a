--- Floating windows with text, closed by q or <Esc>.
local config = require('nablint.config')

local M = {}
local namespace = vim.api.nvim_create_namespace('nablint_float')

---@class nablint.Mark
---@field row integer 0-based
---@field from integer byte column
---@field to integer byte column
---@field group string

---@param lines string[]
---@param options { title?: string, marks?: nablint.Mark[], keys?: table<string, fun()>, filetype?: string }
---@return integer window
function M.open(lines, options)
  local width = 1
  for _, line in ipairs(lines) do
    width = math.max(width, vim.fn.strdisplaywidth(line))
  end
  local bufnr = vim.api.nvim_create_buf(false, true)
  vim.api.nvim_buf_set_lines(bufnr, 0, -1, false, lines)
  for _, mark in ipairs(options.marks or {}) do
    vim.api.nvim_buf_set_extmark(bufnr, namespace, mark.row, mark.from, { end_col = mark.to, hl_group = mark.group })
  end
  vim.bo[bufnr].bufhidden = 'wipe'
  vim.bo[bufnr].modifiable = false
  local placed = {
    relative = 'cursor',
    row = 1,
    col = 0,
    width = math.max(1, math.min(width, vim.o.columns - 4)),
    height = math.max(1, math.min(#lines, math.floor(vim.o.lines * 0.7))),
    style = 'minimal',
    border = config.options.border,
  }
  if vim.fn.has('nvim-0.9') == 1 and options.title then placed.title = ' ' .. options.title .. ' ' end
  local window = vim.api.nvim_open_win(bufnr, true, placed)
  vim.wo[window].wrap = false
  if options.filetype then vim.bo[bufnr].filetype = options.filetype end
  local function close()
    if vim.api.nvim_win_is_valid(window) then vim.api.nvim_win_close(window, true) end
  end
  local keys = { q = close, ['<Esc>'] = close }
  for key, action in pairs(options.keys or {}) do
    keys[key] = function() action() end
  end
  for key, action in pairs(keys) do
    vim.keymap.set('n', key, action, { buffer = bufnr, nowait = true })
  end
  vim.api.nvim_create_autocmd('WinLeave', { buffer = bufnr, once = true, callback = vim.schedule_wrap(close) })
  return window
end

return M
