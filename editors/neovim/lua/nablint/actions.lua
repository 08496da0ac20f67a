--- The server's code actions of one kind, asked for at the cursor and applied.
local clipboard = require('nablint.clipboard')
local compat = require('nablint.compat')

local M = {}

--- Word of `:Nablint` → kind of code action.
M.KINDS = {
  fix = 'source.fixAll.nablint',
  declare = 'quickfix.nablint.declare',
  suppress = 'quickfix.nablint.suppress',
  derive = 'refactor.rewrite.nablint.derivative',
  expand = 'refactor.rewrite.nablint.expand',
  marks = 'refactor.rewrite.nablint.marks',
  convert = 'refactor.rewrite.nablint.layout',
  form = 'refactor.rewrite.nablint.form',
  arrange = 'refactor.rewrite.nablint.arrange',
  copy = 'refactor.nablint.copy',
}

local NOTHING = {
  fix = 'nothing here can be fixed safely',
  declare = 'there is no symbol here that needs a declaration',
  suppress = 'there is no finding here',
  copy = 'there is no derivative here whose sizes are known',
}

local function apply(client, bufnr, action)
  if action.disabled then return compat.say(('%s: %s'):format(action.title, action.disabled.reason), vim.log.levels.WARN) end
  if action.command and action.command.command == clipboard.COMMAND then return clipboard.copy(action.command.arguments[1]) end
  local function finish(resolved)
    if resolved and resolved.edit then
      compat.apply(resolved.edit, client)
    else
      -- One that cannot be done here says why in its title.
      compat.say(action.data and 'this action changes nothing' or action.title)
    end
  end
  if action.edit then return finish(action) end
  compat.request(client, 'codeAction/resolve', action, bufnr, function(resolved, problem)
    if problem then return compat.say(problem, vim.log.levels.ERROR) end
    finish(resolved)
  end)
end

local function diagnostics_at(client, row, bufnr)
  local found = {}
  for _, diagnostic in ipairs(vim.diagnostic.get(bufnr, { lnum = row })) do
    local given = diagnostic.user_data and diagnostic.user_data.lsp
    if diagnostic.source == 'nablint' then
      found[#found + 1] = {
        range = {
          start = compat.position(bufnr, diagnostic.lnum, diagnostic.col, client),
          ['end'] = compat.position(bufnr, diagnostic.end_lnum or diagnostic.lnum, diagnostic.end_col or diagnostic.col, client),
        },
        severity = diagnostic.severity,
        code = diagnostic.code,
        source = diagnostic.source,
        message = diagnostic.message,
        data = given and given.data or nil,
      }
    end
  end
  return found
end

--- Applies the one action of that word, or lets the user choose among several.
---@param word string key of `KINDS`
---@param bufnr integer
function M.run(word, bufnr)
  local client = compat.client(bufnr)
  if not client then return compat.say('the server is not running for this buffer', vim.log.levels.WARN) end
  local at = compat.cursor_params(bufnr, client)
  local params = {
    textDocument = at.textDocument,
    range = { start = at.position, ['end'] = at.position },
    context = { diagnostics = diagnostics_at(client, at.position.line, bufnr), only = { M.KINDS[word] } },
  }
  compat.request(client, 'textDocument/codeAction', params, bufnr, function(actions, problem)
    if problem then return compat.say(problem, vim.log.levels.ERROR) end
    actions = actions or {}
    if #actions == 0 then return compat.say(NOTHING[word] or ('nothing to ' .. word .. ' here')) end
    if #actions == 1 then return apply(client, bufnr, actions[1]) end
    local function shown(action) return action.disabled and action.title .. ' (not possible)' or action.title end
    vim.ui.select(actions, { prompt = 'nablint', format_item = shown }, function(chosen)
      if chosen then apply(client, bufnr, chosen) end
    end)
  end)
end

return M
