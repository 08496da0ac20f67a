--- `vim.b.nablint`: the layout at the cursor, the findings and the claims of a note, for statuslines.
local compat = require('nablint.compat')

local M = {}
local REST = 150
---@type table<integer, table> timers by buffer
local waiting = {}

local function claims_text(status)
  local total = status.verified + status.wrong + status.unchecked
  if total == 0 then return '' end
  local parts = {}
  for _, word in ipairs({ 'verified', 'wrong' }) do
    if status[word] > 0 then parts[#parts + 1] = ('%d %s'):format(status[word], word) end
  end
  local details = #parts > 0 and table.concat(parts, ', ') or 'not checked'
  return ('%d claim%s: %s'):format(total, total == 1 and '' or 's', details)
end

---@param bufnr integer
---@return string
function M.text(bufnr)
  if bufnr == 0 then bufnr = vim.api.nvim_get_current_buf() end
  local status = vim.b[bufnr].nablint
  return status and status.text or ''
end

--- Asks the server now.
---@param bufnr integer
function M.refresh(bufnr)
  local client = vim.api.nvim_buf_is_loaded(bufnr) and compat.client(bufnr)
  if not client then return end
  compat.request(client, 'nablint/status', compat.cursor_params(bufnr, client), bufnr, function(status)
    if not status or not vim.api.nvim_buf_is_valid(bufnr) then return end
    local shown = {}
    if status.layout and status.layout ~= '' then shown[1] = status.layout end
    local claims = claims_text(status)
    if claims ~= '' then shown[#shown + 1] = claims end
    status.text = status.relevant and table.concat(shown, ' · ') or ''
    vim.b[bufnr].nablint = status
    vim.cmd('redrawstatus')
    if compat.has(8) then
      vim.api.nvim_exec_autocmds('User', { pattern = 'NablintStatus', modeline = false, data = { buf = bufnr } })
    end
  end)
end

--- Asks the server when the user pauses.
---@param bufnr integer
function M.soon(bufnr)
  local timer = waiting[bufnr] or compat.uv.new_timer()
  waiting[bufnr] = timer
  timer:start(REST, 0, vim.schedule_wrap(function() M.refresh(bufnr) end))
end

local function forget(bufnr)
  local timer = waiting[bufnr]
  waiting[bufnr] = nil
  if timer and not timer:is_closing() then timer:close() end
end

--- Keeps `vim.b.nablint` of a buffer up to date.
---@param bufnr integer
function M.follow(bufnr)
  local group = vim.api.nvim_create_augroup('nablint_status_' .. bufnr, { clear = true })
  vim.api.nvim_create_autocmd({ 'DiagnosticChanged', 'CursorHold', 'BufEnter', 'InsertLeave' }, {
    group = group,
    buffer = bufnr,
    callback = function() M.soon(bufnr) end,
  })
  vim.api.nvim_create_autocmd('BufWipeout', { group = group, buffer = bufnr, callback = function() forget(bufnr) end })
  M.soon(bufnr)
end

return M
