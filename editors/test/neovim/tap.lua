--- A few words for tests inside Neovim: cases run in order, each prints a line of TAP; the process ends with their number.
local M = { failed = 0 }

local uv = vim.uv or vim.loop

-- Messages of Neovim itself end without a line break.
local function say(line) io.stdout:write('\n' .. line .. '\n') end

--- Runs one case.
---@param name string
---@param body fun()
function M.case(name, body)
  local ok, problem = xpcall(body, debug.traceback)
  if ok then return say('ok - ' .. name) end
  M.failed = M.failed + 1
  say('not ok - ' .. name)
  for line in tostring(problem):gmatch('[^\n]+') do
    say('# ' .. line)
  end
end

--- Waits until a condition gives something; fails when it does not in time.
---@generic T
---@param what string
---@param condition fun(): T?
---@param milliseconds? integer
---@return T
function M.wait(what, condition, milliseconds)
  local found
  vim.wait(milliseconds or 10000, function()
    found = condition()
    return found ~= nil and found ~= false
  end, 10)
  if found == nil or found == false then error('waited in vain for ' .. what, 2) end
  return found
end

function M.equal(got, wanted, what)
  if not vim.deep_equal(got, wanted) then
    error(('%s: got %s, wanted %s'):format(what or 'value', vim.inspect(got), vim.inspect(wanted)), 2)
  end
end

function M.contains(text, part)
  if not text:find(part, 1, true) then error(('%q is not in %s'):format(part, text), 2) end
end

--- Text of the floating window, or nil.
---@return string?
function M.float()
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= '' then
      return table.concat(vim.api.nvim_buf_get_lines(vim.api.nvim_win_get_buf(window), 0, -1, false), '\n')
    end
  end
end

function M.close_floats()
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= '' then vim.api.nvim_win_close(window, true) end
  end
end

--- Opens a copy of one of the notes, in a folder of its own.
---@param name string
---@return integer bufnr
function M.open(name)
  local folder = vim.fn.tempname()
  vim.fn.mkdir(folder, 'p')
  local file = folder .. '/' .. name
  assert(uv.fs_copyfile(vim.env.NABLINT_NOTES .. '/' .. name, file))
  vim.cmd('edit ' .. vim.fn.fnameescape(file))
  return vim.api.nvim_get_current_buf()
end

---@return string
function M.text(bufnr) return table.concat(vim.api.nvim_buf_get_lines(bufnr, 0, -1, false), '\n') end

--- nablint's diagnostics as (code, underlined text, row), sorted.
function M.findings(bufnr)
  local found = {}
  for _, d in ipairs(vim.diagnostic.get(bufnr)) do
    local pieces = vim.api.nvim_buf_get_text(bufnr, d.lnum, d.col, d.end_lnum, d.end_col, {})
    found[#found + 1] = ('%d %s %s'):format(d.lnum + 1, d.code, table.concat(pieces, '\n'))
  end
  table.sort(found)
  return found
end

--- Waits for the findings of a buffer.
function M.await_findings(bufnr)
  M.wait('diagnostics', function() return #vim.diagnostic.get(bufnr) > 0 end)
  return M.findings(bufnr)
end

--- Puts the cursor at the first place of a text in the buffer, moved by a few bytes.
function M.cursor_on(bufnr, text, offset)
  for row, line in ipairs(vim.api.nvim_buf_get_lines(bufnr, 0, -1, false)) do
    local column = line:find(text, 1, true)
    if column then return vim.api.nvim_win_set_cursor(0, { row, column - 1 + (offset or 0) }) end
  end
  error(('%q is not in the note'):format(text), 2)
end

--- All virtual texts that are drawn in a buffer, of namespaces whose names match.
function M.virtual_texts(bufnr, namespace)
  local found = {}
  for name, id in pairs(vim.api.nvim_get_namespaces()) do
    if name:find(namespace) then
      for _, mark in ipairs(vim.api.nvim_buf_get_extmarks(bufnr, id, 0, -1, { details = true })) do
        local text = ''
        for _, chunk in ipairs(mark[4].virt_text or {}) do
          text = text .. chunk[1]
        end
        found[#found + 1] = { row = mark[2] + 1, text = text, group = mark[4].hl_group }
      end
    end
  end
  return found
end

--- What the user was told.
M.messages = {}
vim.notify = function(text) table.insert(M.messages, text) end
if vim.notify_once then vim.notify_once = vim.notify end

--- Ends Neovim, and with it the servers.
function M.finish()
  local clients = (vim.lsp.get_clients or vim.lsp.get_active_clients)()
  for _, client in pairs(clients) do
    if vim.fn.has('nvim-0.11') == 1 then client:stop() else client.stop() end
  end
  vim.wait(3000, function() return next((vim.lsp.get_clients or vim.lsp.get_active_clients)()) == nil end, 20)
  vim.cmd(M.failed == 0 and 'qall!' or 'cquit!')
end

return M
