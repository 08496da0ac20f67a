--- Colours: links that a colour scheme or a user may replace.
local M = {}

local LINKS = {
  NablintHint = 'Comment',
  NablintVertex = 'Identifier',
  NablintShape = 'Type',
  NablintEdge = 'Comment',
  NablintWrong = 'DiagnosticError',
  -- Kinds of symbols, from the server's semantic tokens.
  ['@lsp.type.scalar'] = 'Number',
  ['@lsp.type.vector'] = 'Identifier',
  ['@lsp.type.matrix'] = 'Type',
  ['@lsp.type.tensor'] = 'Structure',
  ['@lsp.type.index'] = 'Special',
  ['@lsp.type.derivative'] = 'Operator',
  ['@lsp.mod.undeclared'] = 'NablintUndeclared',
}

function M.define()
  for group, target in pairs(LINKS) do
    -- Names with an @ came with Neovim 0.8.
    if group:sub(1, 1) ~= '@' or vim.fn.has('nvim-0.9') == 1 then
      vim.api.nvim_set_hl(0, group, { link = target, default = true })
    end
  end
  vim.api.nvim_set_hl(0, 'NablintUndeclared', { italic = true, default = true })
end

return M
