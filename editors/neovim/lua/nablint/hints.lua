--- Shapes in the text: behind each symbol (Neovim's own inlay hints), or at the end of the line, where concealed formulas
--- and Neovims without inlay hints show them too.
local compat = require('nablint.compat')
local config = require('nablint.config')

local M = {}
local namespace = vim.api.nvim_create_namespace('nablint_hints')
local METHOD = 'textDocument/inlayHint'
local REST = 120

---@class nablint.Shown
---@field style string as the user chose it
---@field timer table
---@type table<integer, nablint.Shown>
local buffers = {}

local function has_inline() return vim.lsp.inlay_hint ~= nil and compat.has(10) end

--- What `auto` comes to: inside a concealed formula an inline hint would stand alone.
local function resolved(bufnr)
  local style = buffers[bufnr].style
  if style ~= 'auto' then return style end
  local window = vim.fn.bufwinid(bufnr)
  local conceals = window ~= -1 and vim.wo[window].conceallevel > 0
  return (conceals or not has_inline()) and 'line' or 'inline'
end

local function inline(bufnr, on)
  if has_inline() then vim.lsp.inlay_hint.enable(on, { bufnr = bufnr }) end
end

local function text_of(label)
  if type(label) == 'string' then return label end
  local parts = {}
  for _, part in ipairs(label) do
    parts[#parts + 1] = part.value
  end
  return table.concat(parts)
end

--- "x: n": a hint's tooltip begins with what the shape is of.
local function entry(hint)
  local tooltip = type(hint.tooltip) == 'table' and hint.tooltip.value or hint.tooltip or ''
  local name = tooltip:match('^([^:]+): ')
  local shape = vim.trim(text_of(hint.label))
  return name and ('%s: %s'):format(name, shape) or shape
end

--- Draws one text at the end of each line that has hints.
local function draw(bufnr, hints)
  vim.api.nvim_buf_clear_namespace(bufnr, namespace, 0, -1)
  local by_row, said = {}, {}
  for _, hint in ipairs(hints) do
    local row, text = hint.position.line, entry(hint)
    by_row[row] = by_row[row] or {}
    if not said[row .. text] then table.insert(by_row[row], text) end
    said[row .. text] = true
  end
  local count = vim.api.nvim_buf_line_count(bufnr)
  for row, texts in pairs(by_row) do
    if row < count then
      vim.api.nvim_buf_set_extmark(bufnr, namespace, row, 0, {
        virt_text = { { table.concat(texts, '  '), 'NablintHint' } },
        virt_text_pos = 'eol',
        hl_mode = 'combine',
      })
    end
  end
end

local function visible(bufnr)
  local window = vim.fn.bufwinid(bufnr)
  if window == -1 then return end
  local first, last = vim.fn.line('w0', window), vim.fn.line('w$', window)
  return { start = { line = first - 1, character = 0 }, ['end'] = { line = last, character = 0 } }
end

local function ask(bufnr)
  local client = vim.api.nvim_buf_is_loaded(bufnr) and buffers[bufnr] and compat.client(bufnr)
  local range = client and resolved(bufnr) == 'line' and visible(bufnr)
  if not range then return end
  local tick = vim.api.nvim_buf_get_changedtick(bufnr)
  local params = { textDocument = { uri = vim.uri_from_bufnr(bufnr) }, range = range }
  compat.request(client, METHOD, params, bufnr, function(hints)
    local is_current = vim.api.nvim_buf_is_valid(bufnr) and vim.api.nvim_buf_get_changedtick(bufnr) == tick
    if hints and is_current and buffers[bufnr] and resolved(bufnr) == 'line' then draw(bufnr, hints) end
  end)
end

--- Asks for the hints of the visible lines when the user pauses.
---@param bufnr integer
local function soon(bufnr)
  local shown = buffers[bufnr]
  if shown then shown.timer:start(REST, 0, vim.schedule_wrap(function() ask(bufnr) end)) end
end

local function show(bufnr)
  local style = resolved(bufnr)
  inline(bufnr, style == 'inline')
  if style == 'line' then return soon(bufnr) end
  vim.api.nvim_buf_clear_namespace(bufnr, namespace, 0, -1)
end

--- Chooses where a buffer's shapes are shown.
---@param bufnr integer
---@param style string one of `config.HINTS`
function M.set(bufnr, style)
  if not vim.tbl_contains(config.HINTS, style) then
    return compat.say(('hints can be %s'):format(table.concat(config.HINTS, ', ')), vim.log.levels.WARN)
  end
  if not buffers[bufnr] then return compat.say('the server is not running for this buffer', vim.log.levels.WARN) end
  buffers[bufnr].style = style
  show(bufnr)
end

local function forget(bufnr)
  local shown = buffers[bufnr]
  buffers[bufnr] = nil
  if shown and not shown.timer:is_closing() then shown.timer:close() end
end

--- Shows the shapes of a buffer from now on.
---@param client table
---@param bufnr integer
function M.follow(client, bufnr)
  if not (client.server_capabilities or {}).inlayHintProvider then return end
  if buffers[bufnr] then return show(bufnr) end
  buffers[bufnr] = { style = config.options.hints, timer = compat.uv.new_timer() }
  local group = vim.api.nvim_create_augroup('nablint_hints_' .. bufnr, { clear = true })
  vim.api.nvim_create_autocmd({ 'TextChanged', 'InsertLeave', 'DiagnosticChanged' }, {
    group = group,
    buffer = bufnr,
    callback = function() soon(bufnr) end,
  })
  if compat.has(8) then
    vim.api.nvim_create_autocmd('WinScrolled', { group = group, callback = function() soon(bufnr) end })
  end
  -- Another window may conceal, and `conceallevel` may change at any time.
  vim.api.nvim_create_autocmd('BufWinEnter', { group = group, buffer = bufnr, callback = function() show(bufnr) end })
  vim.api.nvim_create_autocmd('OptionSet', {
    group = group,
    pattern = 'conceallevel',
    callback = function()
      if buffers[bufnr] then show(bufnr) end
    end,
  })
  vim.api.nvim_create_autocmd('BufWipeout', { group = group, buffer = bufnr, callback = function() forget(bufnr) end })
  show(bufnr)
end

return M
