--- The same findings whatever the unit of columns: NABLINT_ENCODING is what the client offers.
local tap = require('tap')

local SCRIPTS = { '11 SHP001 D s', '13 SHP001 E t', '15 SHP001 F u', '5 SHP001 A p', '7 SHP001 B q', '9 SHP001 C r' }
local encoding = vim.env.NABLINT_ENCODING
local compat = require('nablint.compat')
local bufnr

tap.case('findings underline the same text in ' .. encoding, function()
  local offered = vim.lsp.protocol.make_client_capabilities()
  offered.general = vim.tbl_extend('force', offered.general or {}, { positionEncodings = { encoding } })
  vim.lsp.config('nablint', { capabilities = offered })
  vim.lsp.enable('nablint')
  bufnr = tap.open('scripts.md')
  tap.equal(tap.await_findings(bufnr), SCRIPTS)
  tap.equal(compat.client(bufnr).offset_encoding, encoding)
end)

tap.case('a code action edits the right place in ' .. encoding, function()
  vim.ui.select = function(items, _, choose)
    for index, item in ipairs(items) do
      if item.action.title:find('Transpose A', 1, true) then return choose(items[index], index) end
    end
  end
  tap.cursor_on(bufnr, 'A p')
  vim.lsp.buf.code_action()
  tap.wait('the change', function() return tap.text(bufnr):find('👩‍🔬 and $A^\\top p$', 1, true) end)
  tap.wait('its finding to go', function() return #vim.diagnostic.get(bufnr) == 5 end)
end)

tap.case('our own requests count columns in ' .. encoding, function()
  tap.cursor_on(bufnr, 'and $A^')
  local client = compat.client(bufnr)
  local row, column = unpack(vim.api.nvim_win_get_cursor(0))
  local before = vim.api.nvim_get_current_line():sub(1, column)
  local points = vim.fn.strchars(before)
  local astral = select(2, before:gsub('[\240-\244]', ''))
  tap.equal(astral > 5, true, 'the line begins with characters of the upper planes')
  local columns = { ['utf-8'] = #before, ['utf-16'] = points + astral, ['utf-32'] = points }
  local position = compat.cursor_params(bufnr, client).position
  tap.equal(position, { line = row - 1, character = columns[encoding] })
  tap.equal(compat.byte_column(bufnr, position, client), column)
end)

tap.case('after typing among other scripts the findings are those of a fresh check, in ' .. encoding, function()
  local row = vim.fn.search('𝒜')
  vim.api.nvim_buf_set_text(bufnr, row - 1, 0, row - 1, 0, { '😀é ' })
  vim.api.nvim_buf_set_lines(bufnr, 1, 1, false, { '', '𝔾 עוד שורה 😀' })
  tap.wait('moved findings', function()
    local found = tap.findings(bufnr)
    return #found == 5 and vim.tbl_contains(found, '11 SHP001 C r') and vim.tbl_contains(found, '17 SHP001 F u')
  end)
end)

tap.finish()
