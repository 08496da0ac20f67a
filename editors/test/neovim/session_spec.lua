--- A writer's session: open a note, read what is wrong, ask, fix. Runs on every Neovim, started as NABLINT_START says.
local tap = require('tap')
local case, equal, contains, wait = tap.case, tap.equal, tap.contains, tap.wait
local has11 = vim.fn.has('nvim-0.11') == 1

local STARTS = {
  enable = function() vim.lsp.enable('nablint') end,
  setup = function() require('nablint').setup({}) end,
}
STARTS[vim.env.NABLINT_START]()

local LESSON = {
  '17 SHP001 W b',
  '19 NOT003 <!-- nablint: ignore LAY001 -- this paragraph was rewritten -->',
}
local bufnr

local function rule_float(argument)
  vim.cmd('Nablint rule ' .. (argument or ''))
  local text = wait('the rule', tap.float)
  tap.close_floats()
  return text
end

case('a note shows its findings', function()
  bufnr = tap.open('lesson.md')
  equal(vim.bo.filetype, 'markdown')
  tap.await_findings(bufnr)
  wait('both findings', function() return #vim.diagnostic.get(bufnr) == 2 end)
  equal(tap.findings(bufnr), LESSON)
  local found = vim.diagnostic.get(bufnr, { lnum = 16 })[1]
  equal(found.source, 'nablint')
  equal(found.message:match('^[^\n]+'), 'cannot multiply W (m × n) by b (m): n and m differ')
end)

case('hover says what is known, readable without concealing', function()
  tap.cursor_on(bufnr, 'z}{\\partial x}')
  vim.lsp.buf.hover()
  local text = wait('a hover', tap.float)
  contains(text, 'scalar')
  contains(text, 'yᵀy')
  equal(text:find('$', 1, true), nil, 'raw LaTeX')
  tap.close_floats()
end)

case('hover on a finding says what is wrong', function()
  tap.cursor_on(bufnr, 'W b')
  vim.lsp.buf.hover()
  contains(wait('a hover', tap.float), 'm × n')
  tap.close_floats()
end)

case('in a narrow window the hover breaks between words and formulas', function()
  local columns = vim.o.columns
  vim.cmd('vsplit')
  vim.api.nvim_win_set_width(0, 30)
  tap.cursor_on(bufnr, '\\frac{\\partial z}{\\partial x}')
  vim.lsp.buf.hover()
  local text = wait('a hover', tap.float)
  for _, line in ipairs(vim.split(text, '\n')) do
    equal(vim.fn.strdisplaywidth(line) <= 28, true, line)
  end
  contains(text, 'numerator')
  contains(text, '∂z/∂y (1×m)')
  tap.close_floats()
  vim.cmd('close')
  equal(vim.o.columns, columns)
end)

case(':Nablint copy puts the derivation into the register, and so does the code action', function()
  tap.cursor_on(bufnr, '\\frac{\\partial z}{\\partial x}')
  vim.fn.setreg('"', '')
  vim.cmd('Nablint copy')
  wait('the register', function() return vim.fn.getreg('"') ~= '' end)
  contains(vim.fn.getreg('"'), '\\underbrace{\\frac{\\partial y}{\\partial x}}_{m \\times n}')
  contains(tap.messages[#tap.messages], 'copied 3 lines')
  vim.fn.setreg('"', '')
  vim.ui.select = function(items, _, choose)
    for index, item in ipairs(items) do
      if (item.action or item[2]).title:find('Copy', 1, true) then return choose(item, index) end
    end
    choose(nil, nil)
  end
  vim.lsp.buf.code_action()
  wait('the register', function() return vim.fn.getreg('"') ~= '' end)
  contains(vim.fn.getreg('"'), '\\underbrace')
  tap.cursor_on(bufnr, 'By the chain rule')
  vim.cmd('Nablint copy')
  wait('the answer', function() return tap.messages[#tap.messages]:find('no derivative here', 1, true) end)
end)

case('the line above a section leads to what it speaks of', function()
  if not has11 then return end
  vim.lsp.codelens.refresh({ bufnr = bufnr })
  local lens = wait('a lens of the layout', function()
    for _, found in ipairs(vim.lsp.codelens.get(bufnr)) do
      if found.command.title:find('layout', 1, true) then return found end
    end
  end)
  equal(lens.command.command, 'nablint.showPlaces')
  local listed
  vim.ui.select = function(items, options, choose)
    listed = options.format_item(items[1])
    choose(items[1], 1)
  end
  vim.api.nvim_win_set_cursor(0, { vim.api.nvim_buf_line_count(bufnr), 0 })
  vim.lsp.get_clients({ bufnr = bufnr, name = 'nablint' })[1]:exec_cmd(lens.command, { bufnr = bufnr })
  wait('the place', function() return vim.api.nvim_win_get_cursor(0)[1] < vim.api.nvim_buf_line_count(bufnr) end)
  if listed then contains(listed, ': ') end
end)

case('a section is converted with its layout, and can be undone at once', function()
  local before = tap.text(bufnr)
  vim.ui.select = function(items, _, choose)
    for index, item in ipairs(items) do
      if item.title:find('Convert this section', 1, true) then return choose(item, index) end
    end
    error('not offered: ' .. vim.inspect(items))
  end
  tap.cursor_on(bufnr, '\\frac{\\partial z}{\\partial x}')
  vim.cmd('Nablint convert')
  wait('the conversion', function() return tap.text(bufnr):find('We use denominator layout', 1, true) end)
  contains(tap.text(bufnr), '\\frac{\\partial y}{\\partial x} \\frac{\\partial z}{\\partial y}')
  vim.cmd('undo')
  equal(tap.text(bufnr), before)
end)

case('a section that cannot be converted says why', function()
  local before = tap.text(bufnr)
  vim.api.nvim_buf_set_lines(bufnr, -1, -1, false, { '', '$v = \\sigma(x) + \\frac{\\partial s}{\\partial x}$' })
  tap.cursor_on(bufnr, '\\frac{\\partial z}{\\partial x}')
  vim.ui.select = function(items, _, choose)
    for index, item in ipairs(items) do
      if item.title:find('Convert this section', 1, true) then return choose(item, index) end
    end
  end
  vim.cmd('Nablint convert')
  wait('the reason', function() return tap.messages[#tap.messages]:find('the shape of v is not known', 1, true) end)
  vim.cmd('undo')
  equal(tap.text(bufnr), before)
end)

case('the chosen code action is applied', function()
  local titles
  vim.ui.select = function(items, _, choose)
    titles = vim.tbl_map(function(item) return (item.action or item[2]).title end, items)
    for index, title in ipairs(titles) do
      if title:find('Transpose W', 1, true) then return choose(items[index], index) end
    end
    choose(nil, nil)
  end
  tap.cursor_on(bufnr, 'W b')
  vim.lsp.buf.code_action()
  wait('the change', function() return tap.text(bufnr):find('W^\\top b', 1, true) end)
  wait('its finding to go', function() return #vim.diagnostic.get(bufnr) == 1 end)
  equal(#titles > 1, true, 'more than one action is offered')
end)

case('the commands belong to notes only', function()
  equal(vim.fn.exists(':Nablint'), 2)
  vim.cmd('new')
  equal(vim.fn.exists(':Nablint'), 0)
  vim.cmd('close')
end)

case('words of the command are completed', function()
  local words = vim.fn.getcompletion('Nablint gr', 'cmdline')
  equal(words, { 'graph' })
  equal(vim.fn.getcompletion('Nablint layout d', 'cmdline'), { 'denominator' })
end)

case(':Nablint fix fixes what is safe', function()
  vim.cmd('Nablint fix')
  wait('the change', function() return not tap.text(bufnr):find('ignore LAY001', 1, true) end)
  wait('no finding', function() return #vim.diagnostic.get(bufnr) == 0 end)
end)

case(':Nablint layout states the layout, and changes it', function()
  vim.cmd('Nablint layout numerator')
  equal(vim.api.nvim_buf_get_lines(bufnr, 0, 1, false)[1], '<!-- nablint: layout numerator -->')
  vim.cmd('Nablint layout denominator')
  equal(vim.api.nvim_buf_get_lines(bufnr, 0, 1, false)[1], '<!-- nablint: layout denominator -->')
  equal(select(2, tap.text(bufnr):gsub('nablint: layout', '')), 1)
  vim.cmd('Nablint layout sideways')
  contains(tap.messages[#tap.messages], 'no layout "sideways"')
  vim.cmd('Nablint layout numerator')
end)

case('vim.b.nablint and the statusline say layout and claims', function()
  wait('the layout, and no findings', function()
    local status = vim.b.nablint or {}
    return status.layout == 'numerator layout' and status.errors == 0 and status.warnings == 0
  end)
  equal(vim.b.nablint.verified + vim.b.nablint.wrong + vim.b.nablint.unchecked, 1)
  contains(require('nablint').statusline(), 'numerator layout · 1 claim: ')
  vim.cmd('Nablint status')
  contains(tap.messages[#tap.messages], '1 claim')
end)

case(':Nablint graph draws the chain rule', function()
  tap.cursor_on(bufnr, 'z}{\\partial x}')
  vim.cmd('Nablint graph')
  local text = wait('the graph', tap.float)
  contains(text, '∂z/∂y')
  contains(text, '∂y/∂x')
  contains(text, '│')
  equal(text:find('\\partial', 1, true), nil, 'raw LaTeX')
end)

case('<CR> in the graph goes to the definition', function()
  for row, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
    local column = line:find('y%s')
    if column and not line:find('∂', 1, true) then vim.api.nvim_win_set_cursor(0, { row, column - 1 }) end
  end
  vim.api.nvim_feedkeys(vim.api.nvim_replace_termcodes('<CR>', true, false, true), 'xt', false)
  equal(tap.float(), nil, 'the window is closed')
  equal(vim.api.nvim_get_current_buf(), bufnr)
  contains(vim.api.nvim_get_current_line(), 'y = W x + b')
end)

case(':Nablint rule explains a rule, q closes it', function()
  contains(rule_float('CHN002'), 'CHN002 chain-order')
  vim.cmd('Nablint rule SHP001')
  wait('the rule', tap.float)
  vim.api.nvim_feedkeys('q', 'xt', false)
  wait('no window', function() return tap.float() == nil end)
  vim.cmd('Nablint rule')
  contains(tap.messages[#tap.messages], 'no finding on this line')
end)

case(':Nablint why explains a line of the written note', function()
  vim.cmd('Nablint why')
  contains(tap.messages[#tap.messages], 'write the note first')
  vim.cmd('write')
  tap.cursor_on(bufnr, 'W^\\top b')
  vim.cmd('Nablint why')
  local text = wait('the answer', tap.float)
  contains(text, 'Wᵀb')
  tap.close_floats()
end)

case('shapes stand at the end of the line where asked for', function()
  vim.cmd('Nablint hints line')
  local drawn = wait('hints', function()
    local found = tap.virtual_texts(bufnr, 'nablint_hints')
    return #found > 0 and found
  end)
  local at = {}
  for _, hint in ipairs(drawn) do
    at[vim.api.nvim_buf_get_lines(bufnr, hint.row - 1, hint.row, false)[1]] = hint.text
  end
  contains(at['y = W x + b, \\qquad z = y^\\top y'], 'y: ')
  vim.cmd('Nablint hints off')
  equal(#tap.virtual_texts(bufnr, 'nablint_hints'), 0)
  vim.cmd('Nablint hints sideways')
  contains(tap.messages[#tap.messages], 'hints can be')
end)

if has11 then
  case('shapes stand behind the symbols, and move to the end of the line where formulas are concealed', function()
    vim.wo.conceallevel = 0
    vim.cmd('Nablint hints auto')
    local hints = wait('inlay hints', function()
      vim.cmd('redraw')
      local found = vim.lsp.inlay_hint.get({ bufnr = bufnr })
      return #found > 0 and found
    end)
    equal(vim.lsp.inlay_hint.is_enabled({ bufnr = bufnr }), true)
    wait('drawn hints', function()
      vim.cmd('redraw')
      return #tap.virtual_texts(bufnr, 'inlayhint') >= #hints
    end)
    vim.wo.conceallevel = 2
    equal(vim.lsp.inlay_hint.is_enabled({ bufnr = bufnr }), false)
    wait('hints at the end', function() return #tap.virtual_texts(bufnr, 'nablint_hints') > 0 end)
    vim.wo.conceallevel = 0
    equal(vim.lsp.inlay_hint.is_enabled({ bufnr = bufnr }), true)
    equal(#tap.virtual_texts(bufnr, 'nablint_hints'), 0)
  end)

  case('symbols are coloured by what they are', function()
    local groups = {}
    wait('semantic tokens', function()
      vim.cmd('redraw')
      for _, mark in ipairs(tap.virtual_texts(bufnr, 'semantic')) do
        groups[mark.group] = true
      end
      return groups['@lsp.type.vector.markdown'] and groups['@lsp.type.matrix.markdown'] and groups['@lsp.type.derivative.markdown']
    end)
    equal(vim.api.nvim_get_hl(0, { name = '@lsp.type.matrix' }).link, 'Type')
  end)
end

case(':Nablint restart starts another server for the same buffers', function()
  local compat = require('nablint.compat')
  local before = compat.client(bufnr).id
  vim.api.nvim_buf_set_lines(bufnr, -1, -1, false, { '', 'Then $W b$.' })
  vim.cmd('Nablint restart')
  wait('another client', function()
    local client = compat.client(bufnr)
    return client and client.id ~= before
  end, 15000)
  wait('its findings', function() return #vim.diagnostic.get(bufnr) > 0 end)
end)

case(':Nablint log opens the log', function()
  vim.cmd('Nablint log')
  contains(vim.api.nvim_buf_get_name(0), 'lsp.log')
  vim.cmd('tabclose')
end)

case(':checkhealth nablint finds the server', function()
  vim.cmd('checkhealth nablint')
  local text = wait('the report', function()
    local report = tap.text(vim.api.nvim_get_current_buf())
    return report:find('running for', 1, true) and report
  end)
  contains(text, 'nablint 0.')
  contains(text, 'columns in ' .. (has11 and 'utf-8' or 'utf-16'))
  equal(text:find('ERROR'), nil)
  vim.cmd('bwipeout!')
end)

for name, wanted in pairs({
  ['paper.tex'] = { '7 SHP001 A x' },
  ['report.qmd'] = { '5 SHP001 A x' },
  ['report.Rmd'] = { '5 SHP001 A x' },
}) do
  case('the server starts for ' .. name, function()
    local other = tap.open(name)
    equal(tap.await_findings(other), wanted)
  end)
end

case('a wiped buffer leaves nothing behind', function()
  vim.cmd('bwipeout! ' .. bufnr)
  vim.wait(400)
  equal(vim.v.errmsg, '')
end)

tap.finish()
