--- Options and settings: what is chosen takes effect, what is wrong is said, what is missing does no harm.
local tap = require('tap')
local case, equal, contains, wait = tap.case, tap.equal, tap.contains, tap.wait
local nablint = require('nablint')

local function codes(bufnr)
  local found = {}
  for _, diagnostic in ipairs(vim.diagnostic.get(bufnr)) do
    found[#found + 1] = diagnostic.code
  end
  table.sort(found)
  return found
end

case('an option that does not exist is an error at once', function()
  local ok, problem = pcall(nablint.setup, { hintz = 'auto' })
  equal(ok, false)
  contains(problem, 'there is no option "hintz"')
  ok, problem = pcall(nablint.setup, { cmd = 'nablint server' })
  equal(ok, false)
  contains(problem, 'option "cmd" must be a table')
  ok, problem = pcall(nablint.setup, { hints = 'sideways' })
  equal(ok, false)
  contains(problem, 'must be one of auto')
end)

case('a server that is not installed leaves the editor usable', function()
  nablint.setup({ cmd = { 'nablint-that-is-not-there', 'server' } })
  local bufnr = tap.open('lesson.md')
  vim.wait(300)
  equal(require('nablint.compat').client(bufnr), nil)
  equal(vim.fn.exists(':Nablint'), 0)
  vim.cmd('checkhealth nablint')
  local report = wait('the report', function()
    local text = tap.text(vim.api.nvim_get_current_buf())
    return text:find('not an executable', 1, true) and text
  end)
  contains(report, "pipx install")
  vim.cmd('bwipeout!')
  vim.cmd('bwipeout! ' .. bufnr)
end)

case('settings reach the server at its start', function()
  nablint.setup({ hints = 'off', settings = { nablint = { ignore = { 'SHP001' } } } })
  local bufnr = tap.open('lesson.md')
  wait('diagnostics', function() return #vim.diagnostic.get(bufnr) > 0 end)
  equal(codes(bufnr), { 'NOT003' })
  equal(#tap.virtual_texts(bufnr, 'inlay'), 0)
end)

case('settings that change reach the running server', function()
  local compat = require('nablint.compat')
  local bufnr = vim.api.nvim_get_current_buf()
  local client = compat.client(bufnr)
  local changed = { nablint = { ignore = { 'NOT003' } } }
  client.config.settings = changed
  if client.settings then client.settings = changed end
  local params = { settings = changed }
  if compat.has(11) then
    client:notify('workspace/didChangeConfiguration', params)
  else
    client.notify('workspace/didChangeConfiguration', params)
  end
  wait('other findings', function() return vim.deep_equal(codes(bufnr), { 'SHP001' }) end)
end)

case('settings that the server does not know are named by :checkhealth', function()
  require('nablint.config').set({
    settings = { nablint = { inlayHints = { density = 'thick', colour = 'red' }, values = 'yes', select = { 'SHP' } } },
  })
  equal(require('nablint.config').doubts(), {
    'nablint.inlayHints.density must be one of off, declarations, derivatives, all',
    'nablint.values must be a boolean',
    'there is no setting nablint.inlayHints.colour',
  })
end)

tap.finish()
