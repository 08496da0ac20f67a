--- `:Nablint WORD`, in buffers that the server is attached to.
local actions = require('nablint.actions')
local compat = require('nablint.compat')
local float = require('nablint.float')
local process = require('nablint.process')
local wrap = require('nablint.wrap')

local M = {}

local function lines_of(text)
  return wrap.lines(vim.split((text:gsub('%s+$', '')), '\n', { plain = true }), vim.o.columns - 4)
end

--- The code of the finding at the cursor, or on its line.
local function code_here(bufnr)
  local cursor = vim.api.nvim_win_get_cursor(0)
  local first
  for _, diagnostic in ipairs(vim.diagnostic.get(bufnr, { lnum = cursor[1] - 1 })) do
    if diagnostic.source == 'nablint' then
      first = first or diagnostic.code
      if diagnostic.col <= cursor[2] and cursor[2] < (diagnostic.end_col or math.huge) then return diagnostic.code end
    end
  end
  return first
end

local function rule(bufnr, code)
  code = code or code_here(bufnr)
  if not code then return compat.say('there is no finding on this line; give a code') end
  local text, problem = process.run({ 'rule', code })
  if not text then return compat.say(problem, vim.log.levels.ERROR) end
  float.open(lines_of(text), { title = code, filetype = 'markdown' })
end

local function why(bufnr)
  local file = vim.api.nvim_buf_get_name(bufnr)
  local row = vim.api.nvim_win_get_cursor(0)[1]
  if file == '' or vim.bo[bufnr].modified then return compat.say('write the note first: what is on the disk is explained') end
  local text, problem = process.run({ 'why', ('%s:%d'):format(file, row) })
  if not text then return compat.say(problem, vim.log.levels.ERROR) end
  float.open(lines_of(text), { title = ('why · line %d'):format(row) })
end

local function log()
  local path = vim.lsp.get_log_path and vim.lsp.get_log_path() or vim.lsp.log.get_filename()
  vim.cmd('tabedit ' .. vim.fn.fnameescape(path))
  vim.cmd('normal! G')
end

--- Stops all servers and starts them again for the buffers that they had.
function M.restart()
  local had = {}
  for _, client in ipairs(compat.clients()) do
    vim.list_extend(had, compat.buffers(client))
    compat.stop(client)
  end
  local config = compat.has(11) and vim.lsp.config.nablint or nil
  local function again()
    for _, bufnr in ipairs(had) do
      if vim.api.nvim_buf_is_loaded(bufnr) then
        if config then
          local made = vim.tbl_extend('force', config, { root_dir = vim.fs.root(bufnr, config.root_markers or {}) })
          made.name = 'nablint'
          vim.lsp.start(made, { bufnr = bufnr })
        else
          require('nablint.start').start(bufnr)
        end
      end
    end
  end
  local timer, tries = compat.uv.new_timer(), 0
  timer:start(50, 50, vim.schedule_wrap(function()
    tries = tries + 1
    if timer:is_closing() or (#compat.clients() > 0 and tries < 60) then return end
    timer:close()
    again()
  end))
end

local function status(bufnr)
  local text = require('nablint.status').text(bufnr)
  compat.say(text ~= '' and text or 'nothing to say about this note yet')
end

---@type table<string, { run: fun(bufnr: integer, argument?: string), complete?: string[] }>
local WORDS = {
  graph = { run = function(bufnr) require('nablint.graph').show(bufnr) end },
  hints = {
    run = function(bufnr, style) require('nablint.hints').set(bufnr, style or 'auto') end,
    complete = require('nablint.config').HINTS,
  },
  layout = {
    run = function(bufnr, preset) require('nablint.layout').command(bufnr, preset) end,
    complete = require('nablint.layout').PRESETS,
  },
  log = { run = log },
  restart = { run = function() M.restart() end },
  rule = { run = rule },
  status = { run = status },
  why = { run = why },
}
for word in pairs(actions.KINDS) do
  WORDS[word] = { run = function(bufnr) actions.run(word, bufnr) end }
end

---@return string[] all words, in alphabetical order
function M.words()
  local words = vim.tbl_keys(WORDS)
  table.sort(words)
  return words
end

local function complete(lead, line)
  local words = vim.split(vim.trim(line), '%s+')
  local choices = M.words()
  if #words > 2 or (#words == 2 and lead == '') then choices = (WORDS[words[2]] or {}).complete or {} end
  return vim.tbl_filter(function(choice) return vim.startswith(choice, lead) end, choices)
end

---@param bufnr integer
function M.create(bufnr)
  vim.api.nvim_buf_create_user_command(bufnr, 'Nablint', function(given)
    local word = WORDS[given.fargs[1] or 'status']
    if not word then return compat.say(('there is no :Nablint %s'):format(given.fargs[1]), vim.log.levels.WARN) end
    word.run(bufnr, given.fargs[2])
  end, { nargs = '*', complete = complete, desc = 'nablint: graph, why, rule, fix and more' })
end

return M
