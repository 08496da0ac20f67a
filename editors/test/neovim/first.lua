--- An init.lua with the recipe of the manager NABLINT_WAY, for a Neovim that is started with a note: events fire before all is up.
local managers = require('managers')
local tap = require('tap')
local way = vim.env.NABLINT_WAY
local recipe = ('%s/neovim-%s'):format(vim.env.NABLINT_RECIPES, way)

if way == 'lazy' then
  managers.lazy(dofile(recipe))
else
  local ended = managers.plug()
  vim.cmd('source ' .. recipe)
  ended()
  require('nablint').setup({})
end

vim.api.nvim_create_autocmd('VimEnter', {
  once = true,
  callback = vim.schedule_wrap(function()
    tap.case(('the recipe "%s" shows the findings of the note that Neovim was started with'):format(way), function()
      tap.wait('both findings', function() return #vim.diagnostic.get(0) == 2 end)
      tap.equal(vim.fn.exists(':Nablint'), 2)
    end)
    tap.finish()
  end),
})
