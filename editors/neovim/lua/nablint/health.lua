--- `:checkhealth nablint`: what is found, what runs, and what to do about what is missing.
local compat = require('nablint.compat')
local config = require('nablint.config')
local process = require('nablint.process')

local M = {}

-- It had another place before Neovim 0.8, and longer names before 0.10.
local health = vim.health or require('health')
local start = health.start or health.report_start
local ok = health.ok or health.report_ok
local warn = health.warn or health.report_warn
local fail = health.error or health.report_error
local info = health.info or health.report_info

local function editor()
  start('nablint: Neovim')
  local version = vim.version()
  local name = ('Neovim %d.%d.%d'):format(version.major, version.minor, version.patch)
  if compat.has(11) then
    ok(name .. ": vim.lsp.enable('nablint') or setup()")
  elseif compat.has(8) then
    ok(name .. ": require('nablint').setup()")
  elseif compat.has(7) then
    warn(name .. ": diagnostics, hover and code actions; no semantic tokens", { 'Neovim 0.11 shows everything' })
  else
    fail(name .. ' is too old', { 'nablint needs Neovim 0.7 or newer' })
  end
  if not vim.lsp.inlay_hint then
    info('no inlay hints in this Neovim: shapes are shown at the end of the line')
  end
end

local function server()
  start('nablint: server')
  local command = config.options.cmd
  if vim.fn.executable(command[1]) == 0 then
    fail(("'%s' is not an executable"):format(command[1]), {
      "install nablint, for example: pipx install 'nablint[server]'",
      "or name the program: require('nablint').setup({ cmd = { '/path/to/nablint', 'server' } })",
    })
    return
  end
  ok(vim.fn.exepath(command[1]))
  local version, problem = process.run({ '--version' })
  if not version then return fail('it does not run: ' .. problem) end
  ok(vim.trim(version))
  local running = compat.clients()
  if #running == 0 then
    return info('not running: open a note of type ' .. table.concat(config.options.filetypes, ', '))
  end
  for _, client in ipairs(running) do
    local folder = client.config.root_dir or 'no folder'
    ok(('running for %s, columns in %s'):format(folder, compat.encoding(client)))
  end
end

local function settings()
  start('nablint: settings')
  local doubts = config.doubts()
  for _, doubt in ipairs(doubts) do
    warn(doubt, { 'see :help nablint-settings' })
  end
  if #doubts == 0 then ok('understood') end
end

function M.check()
  editor()
  server()
  settings()
end

return M
