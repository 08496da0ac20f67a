--- Stand-ins for lazy.nvim and vim-plug, which no package registry has: what those do with a plugin that is installed, in their
--- order. Compared with `lua/lazy/core` of lazy.nvim at 80da254e (loader, handlers of events and filetypes) and plug.vim at 00d3f0ad.
local M = {}

local root = vim.env.NABLINT_ROOT

local function source(folder, kind)
  for _, file in ipairs(vim.fn.glob(('%s/%s/**/*.{vim,lua}'):format(folder, kind), true, true)) do
    vim.cmd('source ' .. vim.fn.fnameescape(file))
  end
end

--- The folder goes behind what is there and before the first `after`; each plugin's own is added where there is one.
local function add_to_runtimepath(folder)
  local found = vim.api.nvim_get_runtime_file('', true)
  local at = #found + 1
  for k, path in ipairs(found) do
    if path:sub(-6) == '/after' then
      at = k
      break
    end
  end
  table.insert(found, at, folder)
  vim.opt.rtp = found
end

--- The groups that listen for an event.
local function groups_of(event)
  local found = {}
  for _, command in ipairs(vim.api.nvim_get_autocmds({ event = event })) do
    if command.group_name then found[command.group_name] = true end
  end
  return found
end

--- lazy.nvim: the plugin's filetypes are detected from the start. At the first of them its folder goes on the runtimepath, its
--- `plugin` is sourced, and `config` is called with it; then the events that led here are fired again: those of reading the
--- file for groups that were not there before, that of the filetype for all.
function M.lazy(spec)
  source(root, 'ftdetect')
  local loaded = false
  local function load(event)
    if loaded then return end
    loaded = true
    local before = { BufReadPre = groups_of('BufReadPre'), BufReadPost = groups_of('BufReadPost') }
    add_to_runtimepath(root)
    source(root, 'plugin')
    spec.config({ dir = root, name = 'nablint', [1] = spec[1] }, {})
    for _, name in ipairs({ 'BufReadPre', 'BufReadPost' }) do
      for group in pairs(groups_of(name)) do
        if not before[name][group] then
          vim.api.nvim_exec_autocmds(name, { buffer = event.buf, group = group, modeline = false })
        end
      end
    end
    vim.api.nvim_exec_autocmds('FileType', { buffer = event.buf, modeline = false })
  end
  -- Not nested, so that nothing which happens in `config` fires events of its own.
  for _, filetype in ipairs(spec.ft) do
    vim.api.nvim_create_autocmd('FileType', { pattern = filetype, once = true, callback = load })
  end
end

--- vim-plug: `Plug` only takes down what it is given. `plug#end()`, the function that is returned, puts the folder `rtp` of each
--- plugin, with a slash at its end, before all others, and turns filetypes off and on again, so that their detection is sourced.
function M.plug()
  vim.cmd([[
    let g:plugs = []
    command! -nargs=+ -bar Plug call add(g:plugs, [<args>])
    if exists('g:did_load_filetypes') | filetype off | endif
  ]])
  return function()
    for _, given in ipairs(vim.g.plugs) do
      local inside = (given[2] or {}).rtp or ''
      vim.o.runtimepath = ('%s/%s/,%s'):format(root, inside, vim.o.runtimepath)
    end
    vim.cmd('filetype plugin indent on')
  end
end

return M
