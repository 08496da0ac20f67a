--- The recipes of docs/editors.md for Neovim, as a reader pastes them: NABLINT_WAY names one, NABLINT_RECIPES holds them all.
local tap = require('tap')
local way = vim.env.NABLINT_WAY
local root = vim.env.NABLINT_ROOT

local function recipe(name) return ('%s/%s'):format(vim.env.NABLINT_RECIPES, name) end

local managers = require('managers')

local WAYS = {
  -- The shell recipe has run already; Neovim has found package and init.lua by itself.
  packages = { commands = true, prepare = function() end },
  setup = {
    commands = true,
    prepare = function()
      vim.opt.rtp:prepend(root .. '/editors/neovim')
      dofile(recipe('neovim-setup'))
    end,
  },
  lazy = { commands = true, prepare = function() managers.lazy(dofile(recipe('neovim-lazy'))) end },
  plug = {
    commands = true,
    prepare = function()
      local ended = managers.plug()
      vim.cmd('source ' .. recipe('neovim-plug'))
      ended()
      require('nablint').setup({})
      -- What Neovim does with the runtimepath that it finds after init.lua.
      vim.cmd('runtime! plugin/**/*.lua')
    end,
  },
  -- What `setup` does on Neovim 0.8 to 0.10, whose client differs least from that of 0.11.
  older = {
    commands = true,
    prepare = function()
      vim.opt.rtp:prepend(root .. '/editors/neovim')
      require('nablint.attach').listen()
      vim.api.nvim_create_autocmd('FileType', {
        pattern = 'markdown',
        callback = function(event) require('nablint.start').start(event.buf) end,
      })
    end,
  },
  plain = { prepare = function() dofile(recipe('neovim-plain')) end },
  lspconfig = {
    prepare = function()
      vim.opt.rtp:prepend(root .. '/editors/neovim/lspconfig')
      vim.lsp.enable('nablint')
    end,
  },
}

local chosen = assert(WAYS[way], 'there is no way ' .. tostring(way))

tap.case(('the recipe "%s" shows the findings of a note'):format(way), function()
  chosen.prepare()
  local bufnr = tap.open('lesson.md')
  tap.await_findings(bufnr)
  tap.wait('both findings', function() return #vim.diagnostic.get(bufnr) == 2 end)
  tap.equal(tap.findings(bufnr)[1], '17 SHP001 W b')
end)

tap.case(('the recipe "%s" %s'):format(way, chosen.commands and 'brings the commands' or 'needs no plugin'), function()
  if chosen.commands then return tap.wait(':Nablint', function() return vim.fn.exists(':Nablint') == 2 end) end
  tap.equal(package.loaded['nablint'], nil)
end)

if way == 'packages' then
  tap.case('the help is found, and its tags lead into it', function()
    vim.cmd('helptags ALL')
    for _, tag in ipairs({ 'nablint', ':Nablint', 'nablint-setup', 'b:nablint', 'nablint-setting-inlayHints.density' }) do
      vim.cmd('help ' .. tag)
      tap.contains(vim.api.nvim_buf_get_name(0), 'nablint.txt')
      tap.contains(vim.api.nvim_get_current_line(), '*' .. tag .. '*')
    end
  end)

  tap.case('every word of :Nablint is in the help', function()
    vim.cmd('help :Nablint')
    local text = tap.text(vim.api.nvim_get_current_buf())
    for _, word in ipairs(require('nablint.commands').words()) do
      tap.equal(text:find('\n    ' .. word .. ' ') ~= nil, true, word)
    end
  end)
end

tap.finish()
